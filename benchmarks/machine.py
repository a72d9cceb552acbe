"""What the operating system says: CPU time, memory, and whether somebody else is working."""
import os
import platform
import sys
import time

try:
    import resource
except ImportError:                         # Windows
    resource = None


def cpu_seconds():
    """CPU time of this process so far."""
    times = os.times()
    return times.user + times.system


def peak_rss_mb():
    """The most memory that this process has held, in MB (None where the system won't say)."""
    if resource is None:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2 ** 20 if sys.platform == "darwin" else 1024)


def busy_seconds():
    """CPU seconds that all processes together have used, or None (Linux only)."""
    try:
        with open("/proc/stat", encoding="ascii") as file:
            values = [int(v) for v in file.readline().split()[1:9]]
    except OSError:
        return None
    user, nice, system, _, _, irq, softirq, steal = values
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


def wait_until_quiet(limit):
    """Wait, at most `limit` seconds, for a moment in which the machine is nearly idle."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        before = busy_seconds()
        time.sleep(0.1)
        if before is None or busy_seconds() - before <= 0.02:
            return


def raise_priority(pid, amount):
    """Give a process priority `amount` (needs rights); without them nothing happens."""
    if amount and hasattr(os, "setpriority"):
        try:
            os.setpriority(os.PRIO_PROCESS, pid, -amount)
        except PermissionError:
            pass


def describe():
    """The machine in a few words, for the report."""
    model = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            names = [line.split(":", 1)[1].strip() for line in file if "model name" in line]
        model = names[0] if names else model
    except OSError:
        pass
    return {"cpu": model, "cores": os.cpu_count(), "system": platform.system(),
            "python": platform.python_version()}
