"""`kerastutor doctor`: what is here, what is missing, and how to get it."""

import importlib.metadata
import importlib.util
import os
import platform
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from kerastutor.course.messages import say
from kerastutor.course.paths import default_workspace
from kerastutor.kernels import cache as kernel_cache
from kerastutor.kernels.warm import missing, wanted

OK = "ok"
WARN = "warn"
FAIL = "fail"

NEEDED_GIGABYTES = 1
_LAB_PACKAGES = ("jupyterlab", "ipywidgets", "matplotlib", "pydot", "scikit-learn")
_BROWSERS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "firefox",
    "microsoft-edge", "brave-browser",
)  # fmt: skip
_APPS = ("Google Chrome", "Firefox", "Safari", "Microsoft Edge", "Chromium")
_CHINESE_FONT = re.compile(
    r"cjk|notosans(sc|hans)|sourcehan|wqy|wenquanyi|droidsansfallback|simsun|simhei|msyh|pingfang"
    r"|hiragino|stheiti|songti|fandol",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Finding:
    """One line of the doctor: a status, and a message id with its arguments."""

    status: str
    id: str
    args: dict = field(default_factory=dict)

    def text(self, lang=None):
        return say(f"doctor.{self.id}", lang, **self.args)


def examine():
    """Return all `Finding`s."""
    return [
        python(),
        environment(),
        *packages(),
        lab(),
        cache(),
        kernels(),
        browser(),
        font(),
        disk(),
        processor(),
    ]


def report(findings, lang=None):
    """Return the findings as text, one line each, and a last line that sums up."""
    words = {status: say(f"doctor.{status}", lang) for status in (OK, WARN, FAIL)}
    lines = [f"{words[item.status]:>8}  {item.text(lang)}" for item in findings]
    failed = sum(item.status == FAIL for item in findings)
    if failed:
        lines.append(say("doctor.some_missing", lang, count=failed))
    else:
        lines.append(say("doctor.all_good", lang))
    return "\n".join(lines)


def python(version=None):
    version = version or sys.version_info[:3]
    text = ".".join(map(str, version))
    if version < (3, 11):
        return Finding(FAIL, "python_old", {"version": text})
    return Finding(OK, "python", {"version": text})


def environment():
    if sys.prefix != sys.base_prefix:
        return Finding(OK, "venv", {"prefix": sys.prefix})
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        return Finding(WARN, "venv_broken")
    return Finding(WARN, "venv_none", {"prefix": sys.prefix})


def packages():
    """Check what the package itself requires, in the versions that it states."""
    return [
        package(name, needed)
        for name, needed in (("numpy", "2.0"), ("numba", "0.61"), ("h5py", "3.10"))
    ]


def package(name, needed):
    try:
        version = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        args = {"name": name, "needed": needed, "python": sys.executable}
        return Finding(FAIL, "package_none", args)
    if _numbers(version) < _numbers(needed):
        args = {"name": name, "version": version, "needed": needed, "python": sys.executable}
        return Finding(FAIL, "package_old", args)
    return Finding(OK, "package", {"name": name, "version": version})


def lab():
    missing = [name for name in _LAB_PACKAGES if not _installed(name)]
    if missing:
        args = {"names": ", ".join(missing), "python": sys.executable}
        return Finding(FAIL, "lab_none", args)
    return Finding(OK, "lab")


def cache(folder=None):
    folder = Path(folder) if folder is not None else Path(kernel_cache.folder())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        args = {
            "folder": folder,
            "error": error.strerror or error,
            "variable": "KERASTUTOR_CACHE_DIR",
        }
        return Finding(FAIL, "cache_unwritable", args)
    return Finding(OK, "cache", {"folder": folder})


def kernels():
    """Check that the kernels of the course are there, shipped or compiled."""
    count, left = len(wanted()), len(missing())
    if left:
        return Finding(WARN, "kernels_missing", {"count": count, "missing": left})
    return Finding(OK, "kernels", {"count": count})


def browser():
    name = next((name for name in _BROWSERS if shutil.which(name)), None)
    if name is None and sys.platform == "darwin":
        name = next((app for app in _APPS if Path(f"/Applications/{app}.app").exists()), None)
    if name is None and sys.platform == "win32":
        name = "Microsoft Edge"  # part of Windows
    if name is None:
        return Finding(WARN, "browser_none")
    return Finding(OK, "browser", {"name": name})


def font(folders=None):
    for folder in _font_folders() if folders is None else folders:
        for path in sorted(Path(folder).rglob("*.[toTO]t[fcFC]")):
            if _CHINESE_FONT.search(path.stem):
                return Finding(OK, "font", {"name": path.stem})
    return Finding(WARN, "font_none")


def disk(folder=None):
    folder = Path(folder) if folder is not None else default_workspace()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free / 1e9
    args = {"free": f"{free:.1f}", "folder": folder}
    if free < NEEDED_GIGABYTES:
        return Finding(FAIL, "disk_full", {**args, "needed": NEEDED_GIGABYTES})
    return Finding(OK, "disk", args)


def processor():
    name, features = _processor_features()
    args = {"name": name, "cores": os.cpu_count() or 1}
    if not features:
        return Finding(WARN, "cpu_plain", args)
    return Finding(OK, "cpu", {**args, "features": " ".join(features)})


def _processor_features():
    """Return the processor's name and its vector units that the kernels can use."""
    if not _installed("llvmlite"):
        return platform.machine(), []
    from llvmlite import binding

    known = binding.get_host_cpu_features()
    wanted = ("avx2", "fma", "avx512f", "neon", "sve")
    features = [name for name in wanted if known.get(name)]
    if platform.machine().lower() in ("arm64", "aarch64") and "neon" not in features:
        features.append("neon")  # every 64-bit ARM has it
    useful = {"avx2", "neon"} & set(features)
    return f"{platform.machine()} {binding.get_host_cpu_name()}", features if useful else []


def _font_folders():
    home = Path.home()
    return [
        folder
        for folder in (
            Path("/usr/share/fonts"),
            Path("/usr/local/share/fonts"),
            home / ".fonts",
            home / ".local/share/fonts",
            Path("/System/Library/Fonts"),
            Path("/Library/Fonts"),
            home / "Library/Fonts",
            Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
        )
        if folder.is_dir()
    ]


def _installed(name):
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _numbers(version):
    """Return the leading numbers of a version: "2.4.6rc1" -> (2, 4, 6)."""
    return tuple(int(part) for part in re.findall(r"\d+", version.split("+")[0])[:3])
