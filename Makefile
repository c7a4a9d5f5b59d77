# What one does with Countersign, one line each. Nothing is needed but python3 (3.11 or newer) and make.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
PYTEST := $(BIN)/python -m pytest
WORKERS ?= 2
OTHERS := domain architecture messages console journeys
DATA ?=
ARGS ?=
# Node brings its own list of authorities; behind a company proxy the machine's list is the true one.
export NODE_EXTRA_CA_CERTS ?= $(wildcard /etc/ssl/certs/ca-certificates.crt)

.PHONY: help run test test-all test-fast test-services test-journeys demo bench mutants lint types format frontend lock clean clean-data

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 24

run: .venv/.run frontend  ## start everything, with a small sample company; Ctrl-C stops it  (ARGS="--verbose")
	@$(BIN)/countersign up --with-parent $(ARGS)

test: lint types test-fast test-services test-journeys  ## lint, types and every test but the long ones

test-fast: .venv/.dev  ## the tests that need no server: rules, the house's order, yesterday's messages
	$(PYTEST) tests/domain tests/architecture tests/messages -n $(WORKERS) -m "not long" $(ARGS)

test-services: .venv/.dev frontend  ## each part by itself on real PostgreSQL, NATS, Temporal
	$(PYTEST) tests -n $(WORKERS) --dist loadfile -m "not long" $(foreach layer,$(OTHERS),--ignore tests/$(layer)) $(ARGS)

test-journeys: .venv/.dev frontend  ## the whole house, a stack for each worker: the pages in a browser, a sale from end to end, kill -9
	$(PYTEST) tests/console tests/journeys -n $(WORKERS) --dist loadfile -m "not long" $(ARGS)

test-all: test  ## every test, the long ones too
	$(PYTEST) tests -m long $(ARGS) || [ $$? = 5 ]

demo: .venv/.run frontend  ## drive the whole job with real data: make demo DATA=<folder>  (ARGS="--sample 50")
	$(BIN)/countersign demo "$(DATA)" $(ARGS)

bench: .venv/.run  ## measure the parts and the whole: ratios to bare floors
	$(BIN)/python -m bench $(ARGS)

mutants: .venv/.dev  ## change the rules one by one; which change does no test notice?  (ARGS="services.orders.domain.*")
	$(BIN)/mutmut run --max-children $(WORKERS) $(ARGS)
	$(BIN)/mutmut results

lint: .venv/.dev  ## ruff and the import rules
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: .venv/.dev  ## mypy, strict
	$(BIN)/mypy messages chassis services workflows console cli deploy bench

format: .venv/.dev  ## put the code into its one format
	$(BIN)/ruff format . && $(BIN)/ruff check --fix .

frontend: console/static/vendor/.made  ## the console's front-end files and the print's font, from npm at their locked versions

lock: .venv/.dev  ## resolve the dependencies anew, with hashes and without addresses
	$(BIN)/python -m deploy.lock $(ARGS)

clean:  ## remove the environment and all caches; the data in var/ stays
	rm -rf .venv node_modules console/static/vendor chassis/records/fonts .mypy_cache .ruff_cache .pytest_cache .import_linter_cache *.egg-info

clean-data:  ## remove var/: all data of the embedded servers
	@! [ -e var ] || { $(BIN)/countersign down; rm -rf var; }

.venv/bin/python:
	@python3 -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version if sys.version_info < (3, 11) else 0)'
	python3 -m venv .venv

.venv/.run: requirements.txt pyproject.toml | .venv/bin/python
	$(PIP) install --require-hashes -r requirements.txt
	$(PIP) install -q --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.run
	$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

console/static/vendor/.made: package-lock.json deploy/vendor.py .venv/.run
	PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier
	$(BIN)/python -m deploy.vendor && touch $@
