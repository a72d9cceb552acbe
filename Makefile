# Two commands for everybody, a few more for people who work on the project.
#
#   make lab      set up, then open the course in JupyterLab     (ARGS="--no-browser --port 9999")
#   make test     set up, then run all tests                     (ARGS="tests/unit -k dense")
#
# Set-up lives in .venv and is repeated only when pyproject.toml changes. PYTHON=python3.13 chooses
# an interpreter, VENV=path another folder for the environment.

VENV ?= .venv
ARGS ?=
PY = $(VENV)/bin/python

.PHONY: help lab test bench doctor notebooks clean

help:
	@sed -n '3,4s/^#   /  /p' Makefile

lab:
	@VENV="$(VENV)" PYTHON="$(PYTHON)" sh tools/setup.sh lab
	@$(PY) -m kerastutor lab -- $(ARGS)

test:
	@VENV="$(VENV)" PYTHON="$(PYTHON)" sh tools/setup.sh lab,test
	@$(PY) -m pytest $(ARGS)

# Speed against tf_keras and PyTorch, which are installed into an environment of their own.
bench:
	@VENV="$(VENV)" PYTHON="$(PYTHON)" sh tools/setup.sh lab
	@$(PY) benchmarks/run.py $(ARGS)

doctor:
	@VENV="$(VENV)" PYTHON="$(PYTHON)" sh tools/setup.sh lab
	@$(PY) -m kerastutor doctor

# Builds the notebooks of the lessons again from notebooks/src.
notebooks:
	@VENV="$(VENV)" PYTHON="$(PYTHON)" sh tools/setup.sh lab,test
	@$(PY) -m kerastutor author build

clean:
	rm -rf "$(VENV)" build dist
