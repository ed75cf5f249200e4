# Two commands are enough: `make run` and `make test`. Everything they make stays in .venv, node_modules, static/vendor and var.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

HOST ?= 127.0.0.1
PORT ?= 8000
export HOST PORT

BIN := .venv/bin
PACKAGES := $(BIN)/python tools/setup_packages.py
RUNTIME := .venv/.runtime-installed
DEVELOPMENT := .venv/.development-installed
BYTECODE := .venv/.bytecode-written
VENDOR := static/vendor/SOURCES.txt
# The modules that mypy reads strictly are named in setup.cfg.
SOURCES := directory fiche importers search tests tools bench wsgi.py gunicorn.conf.py

.PHONY: help run setup setup-dev test check coverage format crash lives mutation bench relevance life screenshots lock clean browser-deps elasticsearch \
  elasticsearch-long hostile

help: ## show these lines
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

run: setup ## prepare all that is missing, then start the site and its worker (PORT=8000)
	@exec $(BIN)/python tools/serve.py

test: setup-dev browser-deps ## the whole suite
	@$(BIN)/python -m pytest -n 2 --dist loadfile $(PYTEST_ARGS)

lives: setup-dev ## several people act on the same fiches at random, on both databases (LIVES=100)
	@LIVES=$${LIVES:-100} $(BIN)/python -m pytest tests/integration/fiches/test_lives.py $(PYTEST_ARGS)

crash: setup-dev ## kill writers, imports and index workers at random moments (CRASH_ROUNDS=30)
	@CRASH_ROUNDS=$${CRASH_ROUNDS:-30} $(BIN)/python -m pytest tests/integration/crash $(PYTEST_ARGS)

hostile: setup-dev ## two hundred files that mean harm: each read or refused in French, in 400 MB at most
	@HOSTILE=all $(BIN)/python -m pytest tests/integration/hostile $(PYTEST_ARGS)

check: setup-dev ## before each commit: format, lint, types, arrows, quick tests
	@$(BIN)/ruff format --check --quiet $(SOURCES) || { echo 'Run: make format' >&2; exit 1; }
	@$(BIN)/ruff check --quiet $(SOURCES)
	@$(BIN)/mypy
	@$(BIN)/lint-imports --verbose >var/import-linter.log 2>&1 || { tail -n 40 var/import-linter.log >&2; exit 1; }
	@$(BIN)/python -m pytest -n 2 --dist loadfile -q -m 'not elasticsearch and not samples and not slow' tests/unit tests/contract tests/architecture

coverage: setup-dev ## branches that no test takes, Elasticsearch and browser apart; fails below the floor of setup.cfg; in CI too
	@$(BIN)/python -m pytest -n 2 --dist loadfile -q -m 'not elasticsearch and not browser' --cov --cov-report=term $(PYTEST_ARGS)

format: setup-dev ## put the code in its format
	@$(BIN)/ruff check --quiet --fix-only $(SOURCES)
	@$(BIN)/ruff format --quiet $(SOURCES)

mutation: setup-dev ## remove checks of rights one by one; the tests must notice each
	@$(BIN)/python -m tools.mutations

bench: setup-dev ## how fast it answers (BENCH_ARGS)
	@$(BIN)/python -m bench $(BENCH_ARGS)

elasticsearch: setup-dev ## a real Elasticsearch until Ctrl-C (ES=9, ES_ARGS="--nodes 3" or "--secured")
	@exec $(BIN)/python -m tools.elastic $${ES:-8} $(ES_ARGS)

elasticsearch-long: setup-dev ## half an hour, in CI too: both versions, more random bases, many fiches, nodes killed, TLS
	@ELASTIC_LONG=1 ELASTIC_CORPORA=$${ELASTIC_CORPORA:-60} $(BIN)/python -m pytest -s -m elasticsearch tests/integration/elastic \
	  tests/contract/search $(PYTEST_ARGS)

life: setup-dev ## eighteen months of a département: who confirms, what stays true (LIFE_ARGS="--fiches 8000")
	@$(BIN)/python -m bench.life $(LIFE_ARGS)

relevance: setup-dev ## how well it answers, on judged questions (RELEVANCE_ARGS)
	@$(BIN)/python -m bench.relevance $(RELEVANCE_ARGS)

screenshots: setup-dev browser-deps ## pictures of README and help, from the site that make run started
	@$(BIN)/python -m tools.screenshots $(SCREENSHOTS)

setup: $(RUNTIME) $(BYTECODE) $(VENDOR) | var ## packages needed to run

setup-dev: setup $(DEVELOPMENT) ## packages needed to test

browser-deps: ## a Chromium for the browser tests
	@sh tools/setup_browser.sh

var:
	@mkdir -p var

$(RUNTIME): requirements.txt requirements-setup.txt tools/setup_python.sh tools/setup_packages.py
	@sh tools/setup_python.sh
	@echo 'Paquets Python de l’application'
	@$(PACKAGES) sync requirements.txt
	@touch $@

# Even where PYTHONDONTWRITEBYTECODE is set: each start would compile 1,700 modules again, half of its work.
$(BYTECODE): $(RUNTIME) $(shell find directory fiche importers search -name '*.py')
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -c 'import gunicorn.app.wsgiapp, directory.app, directory.cli'
	@touch $@

$(DEVELOPMENT): requirements-dev.txt $(RUNTIME)
	@echo 'Paquets Python des tests'
	@$(PACKAGES) sync requirements.txt requirements-dev.txt
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json .npmrc
	@sh tools/setup_node.sh
	@echo 'Paquets npm des pages'
	@npm ci --silent --no-progress || { echo 'npm ci a échoué ; pour voir pourquoi : npm ci' >&2; exit 1; }
	@touch $@

$(VENDOR): node_modules/.package-lock.json tools/setup_vendor.py static/img/icons.txt | $(RUNTIME)
	@$(BIN)/python tools/setup_vendor.py

lock: $(RUNTIME) ## lock the packages again after a change of names (LOCK_ARGS=--upgrade: at their newest versions)
	@$(PACKAGES) lock $(LOCK_ARGS)
	@npm $(if $(findstring --upgrade,$(LOCK_ARGS)),update,install) --package-lock-only --silent

clean: ## remove what was installed and made, the database in var excepted
	@rm -rf .venv node_modules static/vendor static/vendor.new .pytest_cache .mypy_cache .ruff_cache .import_linter_cache \
	  .hypothesis .coverage htmlcov
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
