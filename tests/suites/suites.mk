# Needs VENV and BIN. The tools that only tests/suites needs: other people's audits, composers, routers and clients, from npm.
# Node comes from the PATH, or from $(VENV), where `make explorer` puts it if there is none. npm writes its own copy of the lock last.
.PHONY: suites-tools suites-lock

SUITES := tests/suites/node
SUITES_STAMP := $(SUITES)/node_modules/.package-lock.json
SUITES_PATH := PATH="$$PATH:$(abspath $(BIN))"

suites-tools: explorer $(SUITES_STAMP) ## Install the tools of the suites

$(SUITES_STAMP): $(SUITES)/package-lock.json | explorer
	@if $(SUITES_PATH) command -v npm >/dev/null; then \
	    echo "suites: installing the tools of the suites into $(SUITES)/node_modules (about a minute, once)"; \
	    cd $(SUITES) && $(SUITES_PATH) npm ci --no-audit --no-fund --loglevel=error && touch node_modules/.package-lock.json; \
	else \
	    echo "suites: there is no npm, so the suites that need Node are skipped"; \
	fi

suites-lock: ## Write the lock of those tools anew
	@cd $(SUITES) && $(SUITES_PATH) npm run --silent lock
