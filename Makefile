# Two commands do all the set-up on a fresh machine: `make serve` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
PIP := $(BIN)/pip --disable-pip-version-check

NOT_BUILT := There is no C compiler, or Python's headers are missing. All works without; only large answers of an upstream take longer.

.DEFAULT_GOAL := help
.PHONY: help serve test check audit audit-dependencies format bench bench-check equivalence crowd storm schema lock clean

help: ## Say what there is to make
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

serve: $(VENV)/.run ## Serve the graph with demo data on http://127.0.0.1:$(PORT)/graphql
	@$(MAKE) --no-print-directory explorer || echo "The explorer could not be built; everything else works without it."
	@$(BIN)/profile-gateway serve --demo --port $(PORT)

test: $(VENV)/.dev explorer suites-tools ## Run every test
	$(BIN)/pytest -n 2

check: $(VENV)/.dev ## Check format, lint, types and layers
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

audit: $(VENV)/.dev ## Look for what is unsafe
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive app -ll -ii

audit-dependencies: $(VENV)/.dev ## Ask the package index for known vulnerabilities; needs the network
	$(BIN)/uv tool run pip-audit --strict --require-hashes --disable-pip --requirement requirements/run.txt

format: $(VENV)/.dev ## Format the code
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

bench: $(VENV)/.dev ## Measure how fast the gateway is, as ratios
	$(BIN)/python -m bench

bench-check: $(VENV)/.dev ## Check that compiled operations are as much faster than plain ones as they should be
	$(BIN)/python -m bench check

equivalence: $(VENV)/.dev ## Hold the compiled way against the plain one on 20,000 random operations, over every source
	$(BIN)/python -m tests.compiler.equivalence 20000

crowd: $(VENV)/.dev ## A thousand callers for a minute: no answer crosses a credential
	$(BIN)/python -m tests.upstream.crowd

storm: $(VENV)/.dev ## Ten seconds of 503 at the upstream: it is spared, and good again at once afterwards
	$(BIN)/python -m tests.upstream.storm

schema: $(VENV)/.run ## Print the schema into schema.graphql
	$(BIN)/profile-gateway schema > schema.graphql

lock: $(VENV)/.dev ## Write the lock files anew
	$(BIN)/uv pip compile $(LOCK) --all-extras pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile $(LOCK) --group build -o requirements/build.txt
	$(BIN)/uv pip compile $(LOCK) pyproject.toml --group dev -o requirements/dev.txt

LOCK := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links

clean: ## Remove what was installed and built; the store stays
	rm -rf $(VENV) build app/straight/*.c app/straight/*.so explorer/node_modules app/web/explorer tests/suites/node/node_modules

$(VENV)/.run: requirements/run.txt requirements/build.txt pyproject.toml $(wildcard app/straight/*.p*)
	@echo "Installing what the gateway needs into $(VENV) (about a minute, once)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --require-hashes -r requirements/run.txt -r requirements/build.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation -C editable_mode=compat -e . # its other mode makes each start 0.03 s longer
	@ls app/straight/*.so >/dev/null 2>&1 || echo "$(NOT_BUILT)"
	@$(BIN)/python -m compileall -q app # pip compiles what it copies, but not this; a start would take 0.15 s more
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@echo "Installing what the tests need into $(VENV) (about a minute, once)"
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

include explorer/explorer.mk
include tests/suites/suites.mk
