#!/bin/sh
# Sets kerastutor up in a virtual environment: `sh tools/setup.sh lab` or `sh tools/setup.sh lab,test`.
# Called by the Makefile. Does nothing that is already done, and says in one sentence what is missing.
#   VENV     the folder of the environment (.venv)
#   PYTHON   the Python to make it with (the first of python3, python3.14 ... 3.11 that is new enough)
set -eu

extras=${1:-lab}
venv=${VENV:-.venv}
stamp="$venv/kerastutor-$extras.stamp"
[ "$extras" = lab ] && also="$venv/kerastutor-lab,test.stamp" || also=$stamp  # tests include the lab

say() { printf '%s\n' "$*" >&2; }
stop() { say "kerastutor: $1"; shift; for line in "$@"; do say "  $line"; done; exit 1; }

# Ready-made byte code and kernels, so that the first import and the first lesson wait for no compiler.
warm() {
    "$venv/bin/python" -m compileall -q kerastutor >/dev/null 2>&1 || true
    "$venv/bin/python" -m kerastutor warm || say "kerastutor: going on; kernels compile at their first use."
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        new_enough "$PYTHON" || stop "PYTHON=$PYTHON is not a Python 3.11 or newer." \
            "Leave PYTHON away, or give the path of a newer one."
        printf '%s\n' "$PYTHON"
        return
    fi
    for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if command -v "$name" >/dev/null 2>&1 && new_enough "$name"; then
            printf '%s\n' "$name"
            return
        fi
    done
    found=$(python3 --version 2>/dev/null || echo "no python3")
    stop "Python 3.11 or newer is needed, but here is $found." \
        "Debian/Ubuntu: sudo apt install python3.11 python3.11-venv" \
        "Fedora: sudo dnf install python3.11    macOS: brew install python@3.13" \
        "Then again, or with PYTHON=/path/to/python3."
}

here=$(pwd)
identity="$here $(cksum < pyproject.toml)"
up_to_date() { [ -f "$1" ] && [ "$(cat "$1")" = "$identity" ]; }

if "$venv/bin/python" -c '' >/dev/null 2>&1 && { up_to_date "$stamp" || up_to_date "$also"; }; then
    warm
    exit 0
fi

if ! "$venv/bin/python" -c 'import pip' >/dev/null 2>&1; then
    python=$(find_python)
    say "kerastutor: making the environment $venv with $("$python" --version) ..."
    "$python" -c 'import venv, ensurepip' >/dev/null 2>&1 || stop \
        "$python cannot make virtual environments (its venv or ensurepip module is missing)." \
        "Debian/Ubuntu: sudo apt install python3-venv" \
        "Elsewhere: install a complete Python, or set PYTHON=/path/to/python3."
    if [ -d "$venv" ] && [ ! -f "$venv/pyvenv.cfg" ] && [ -n "$(ls -A "$venv")" ]; then
        stop "$venv is a folder with other things in it." "VENV=/another/folder puts the environment elsewhere."
    fi
    "$python" -m venv --clear "$venv" || stop "the folder $venv could not be made." \
        "Is this folder writable, and is there space? VENV=/another/folder puts it elsewhere."
fi

say "kerastutor: installing [$extras] into $venv (the first time this takes a few minutes) ..."
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -e ".[$extras]" || stop \
    "pip could not install the packages (its own message stands above)." \
    "No network? Connect once; afterwards everything works offline." \
    "Behind a proxy? Set HTTPS_PROXY. Wheels at hand? Set PIP_FIND_LINKS to their folder."
printf '%s\n' "$identity" > "$stamp"
warm
