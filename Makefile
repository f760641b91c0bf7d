# SPDX-License-Identifier: MPL-2.0
# make run: the municipality at http://127.0.0.1:8000. make test, make check: what the build does.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNNABLE := $(VENV)/.runnable node_modules/.installed
SOURCES := services infra tests
# A file's tests stay together, as they share servers; each process has its own.
PARALLEL := --numprocesses logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install --progress-bar off --require-hashes
LOCK := $(BIN)/uv pip compile --quiet --no-header --generate-hashes --universal --python-version 3.12

.PHONY: run reset test check format bench lock
.DELETE_ON_ERROR:

run: $(RUNNABLE)
	@exec $(BIN)/python -m services

reset: $(VENV)/.runnable
	@$(BIN)/python -m infra.local.reset

test: $(RUNNABLE) $(VENV)/.buildable
	@$(BIN)/python -m pytest $(PARALLEL)

check: $(RUNNABLE) $(VENV)/.buildable
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(BIN)/python -m infra.checks.headers
	$(BIN)/python -m infra.checks.translations

format: $(VENV)/.buildable
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

bench: $(RUNNABLE) $(VENV)/.buildable
	@$(BIN)/python -m tests.load

# Newest versions of what requirements.in and requirements-dev.in name, with the hashes of every file.
lock: $(VENV)/.buildable
	$(LOCK) --upgrade requirements.in -o requirements.lock
	$(LOCK) --upgrade --constraint requirements.lock requirements-dev.in -o requirements-dev.lock
	sed -i.old '1i\
	# SPDX-License-Identifier: MPL-2.0' requirements.lock requirements-dev.lock && rm -f requirements*.lock.old

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null || \
		{ echo "Python 3.12 or newer is needed as $(PYTHON); choose another one with PYTHON=/path/to/python3.12 make run."; exit 1; }
	@echo "Making a Python environment in $(VENV) ..."
	@$(PYTHON) -m venv --clear $(VENV) || \
		{ rm -rf $(VENV); echo "Python's venv module is missing; on Debian and Ubuntu it is the package python3-venv."; exit 1; }

$(VENV)/.runnable: requirements.lock | $(BIN)/python
	@echo "Fetching the Python packages (a minute or so, the first time only) ..."
	@$(PIP) -r requirements.lock
	@touch $@

$(VENV)/.buildable: requirements-dev.lock | $(VENV)/.runnable
	@echo "Fetching what tests and checks need ..."
	@$(PIP) -r requirements-dev.lock
	@touch $@

node_modules/.installed: package-lock.json | $(VENV)/.runnable
	@echo "Fetching the front-end packages ..."
	@$(BIN)/python -m infra.local.front_end
	@touch $@
