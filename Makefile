# Keifu: few verbs. Everything is set up on the first call, from the hash locks in requirements/.
#
#   make demo    read samples/, print three lineage answers with their sources and the loss report
#   make serve   open the site on 127.0.0.1:8000 over the release in ./keifu-data (or KEIFU_DATA)
#   make test    all checks and all tests
#   make check   the checks without the tests: imports, lint, format, types
#   make bench   the measurements behind the numbers in the README
#   make docs    write the generated parts of docs/ again
#   make lock    resolve pyproject.toml into requirements/*.txt again (needs uv)

.DEFAULT_GOAL := demo
.PHONY: demo test serve check bench docs lock browser virtuoso python
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
# The first Python on the path that is new enough; `make PYTHON=/path/to/python3.12 …` overrides.
PYTHON ?= $(shell for each in python3 python3.13 python3.12 python3.11; do \
	command -v $$each >/dev/null 2>&1 && \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$each; break; }; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

demo: $(VENV)/run.stamp
	@$(BIN)/python samples/demo.py

serve: $(VENV)/run.stamp
	@test -e "$${KEIFU_DATA:-keifu-data}/releases/current" || $(BIN)/keifu load samples
	@$(BIN)/keifu serve

test: check browser virtuoso
	$(BIN)/python -m pytest -q -n auto --cov --cov-report=term:skip-covered --cov-fail-under=90

check: $(VENV)/dev.stamp
	$(BIN)/lint-imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright

bench: $(VENV)/dev.stamp
	$(BIN)/python -m bench

docs: $(VENV)/dev.stamp
	$(BIN)/python docs/generate.py

lock:
	@command -v uv >/dev/null || { echo "uv is missing. Install it first: pip install uv" >&2; exit 1; }
	sh requirements/lock.sh

# Set-up. A stamp says which lock is installed; it is made again only when a lock changes.

$(VENV)/run.stamp: requirements/run.txt requirements/build.txt | $(BIN)/python
	@echo "Installing what requirements/run.txt pins (once, about half a minute) …" >&2
	@$(PIP) install -qq --require-hashes -r requirements/run.txt -r requirements/build.txt
	@$(PIP) install -qq --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt | $(BIN)/python
	@echo "Installing what requirements/dev.txt pins (once, about a minute) …" >&2
	@$(PIP) install -qq --require-hashes -r requirements/dev.txt
	@$(PIP) install -qq --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/run.stamp

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Keifu needs Python 3.11 or newer, and none was found on the path." >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "This Python cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

# The page tests look at a real browser with Japanese letters, that of scanned pages at what Tesseract reads.
browser:
	@sh tests/browser.sh

# The tests of remote stores ask a server that is quite unlike ours.
virtuoso:
	@sh tests/virtuoso.sh
