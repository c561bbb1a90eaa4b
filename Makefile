# `make run` gives a usable portal; `make test` and `make lint` say whether it may be handed on.
# Needs only make and Python 3.11 or newer; everything else comes from the hashed lock.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.built
CATALOGUES := $(wildcard portal/locales/*/LC_MESSAGES/*.po)
COMPILED := $(CATALOGUES:.po=.mo)
PORT ?= 8000
# What was compiled once, the tests' own checks too, is read by every later process.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: env run test lint bench lock clean
.DEFAULT_GOAL := env

env: $(STAMP) $(COMPILED)

$(STAMP): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "make env: needs Python 3.11 or newer; install it, or name it: make env PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "make env: $(PYTHON) lacks venv; install it (Debian, Ubuntu: apt-get install python3-venv)"; exit 1; }
	@test -x $(BIN)/python -a -x $(BIN)/pip || $(PYTHON) -m venv --clear $(VENV)
	@# uv itself comes out of the lock, checked by its hashes; then it installs the rest fast.
	@awk '/^[^ #]/ {take = /^uv==/} take' requirements.lock > $(VENV)/uv.lock
	@$(BIN)/pip install -q --no-deps --require-hashes -r $(VENV)/uv.lock
	@awk '/^[^ #]/ {take = !/^uv==/} take' requirements.lock > $(VENV)/rest.lock
	@# Compiled at once: a process that may not keep what it compiles would do so at every start.
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install -q --compile-bytecode --no-deps --require-hashes -r $(VENV)/rest.lock \
		|| $(BIN)/pip install -q --no-deps --require-hashes -r $(VENV)/rest.lock
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install -q --offline --no-deps --no-build-isolation -e . \
		|| $(BIN)/pip install -q --no-deps --no-build-isolation -e .
	@touch $(STAMP)

%.mo: %.po $(STAMP)
	@$(BIN)/pybabel -q compile -i $< -o $@

run: env
	@exec $(BIN)/zhuanban up --demo --port $(PORT)

test: env
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder

lint: env
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check -q .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: env
	@$(BIN)/python -m tests.benchmarks

# Only for whoever changes a dependency in pyproject.toml; the lock carries no registry address.
lock: $(STAMP)
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --no-header --extra dev pyproject.toml -o requirements.lock

clean:
	@rm -rf $(VENV) .ruff_cache .mypy_cache .pytest_cache .import_linter_cache .hypothesis
