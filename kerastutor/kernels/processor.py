"""What object code is made for: one of a few levels of the processor, not each model by itself.

On Linux and x86-64 code is made for the highest level of the x86-64 ABI (psABI 1.0, table 3.1) that
the processor has of `LEVELS`. It can then be shipped, runs on every such machine and gives the same
bits there, at the speed of code for exactly this one. Elsewhere LLVM's own name of the processor
decides.
"""

import os
import sys

SYSTEM = "linux-x86_64"  # the only one whose levels are known here
_BASE = "cx16 lahf_lm popcnt pni sse4_1 sse4_2 ssse3".split()
_V3 = _BASE + "abm avx avx2 bmi1 bmi2 f16c fma movbe xsave".split()
_V4 = _V3 + "avx512f avx512bw avx512cd avx512dq avx512vl".split()
LEVELS = {"x86-64-v4": frozenset(_V4), "x86-64-v3": frozenset(_V3)}  # names as in /proc/cpuinfo
_found = {}


def system():
    """Name of the kind of system that this process runs on."""
    if "system" not in _found:
        machine = os.uname().machine if hasattr(os, "uname") else "unknown"
        bits = "" if sys.maxsize > 2**32 else "-32"
        _found["system"] = f"{sys.platform}-{machine}{bits}"
    return _found["system"]


def level():
    """The level that kernels are made for: the highest of `LEVELS` that this machine has, or None
    for exactly this processor.

    The environment variable `KERASTUTOR_CPU` asks for a lower level, or for `native`.
    """
    if "level" not in _found:
        flags = _flags() if system() == SYSTEM else ()
        _found["level"] = chosen(os.environ.get("KERASTUTOR_CPU", ""), flags)
    return _found["level"]


def chosen(asked, flags):
    """The level for a value of `KERASTUTOR_CPU` and the features of a processor.

    # Raises
        ValueError: for a level that the processor does not have.
    """
    possible = [name for name, needed in LEVELS.items() if needed.issubset(flags)]
    if asked in ("", *possible):
        return asked or next(iter(possible), None)
    if asked == "native":
        return None
    raise ValueError(
        "KERASTUTOR_CPU: it must be one of %s, got %r. Unset it to use all of the processor."
        % (", ".join([*possible, "native"]), asked)
    )


def _flags():
    """Features of the (first) processor, as the kernel names them; none where it does not say."""
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as file:
            for line in file:
                if line.startswith("flags"):
                    return line.partition(":")[2].split()
    except OSError:
        pass
    return ()
