# Needs VENV and BIN, and $(VENV)/.run that makes them. explorer/build.sh does nothing when the page is up to date.
.PHONY: explorer explorer-check

explorer: $(VENV)/.run ## Build the explorer's page
	@explorer/build.sh $(BIN)/python

explorer-check: explorer ## Check the types of the explorer's page
	@cd explorer && PATH="$$PATH:$(abspath $(BIN))" npm run --silent check
