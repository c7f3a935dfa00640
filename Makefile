# Two commands do everything: `make demo` and `make test`. Nothing is installed outside this folder.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
WEB := src/luoshi/web/dist/index.html
WEB_SOURCES := $(shell find web -type f -not -path 'web/node_modules/*' -not -path 'web/dist/*' 2>/dev/null)

.PHONY: help setup demo test test-long check web setup-system generate lock clean

help: ## Say what can be done
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(STAMP) ## Put everything into .venv of this folder

$(STAMP): requirements.lock requirements-dev.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements-dev.lock
	$(BIN)/uv pip install --quiet --no-deps -e .
	@touch $@

web: $(WEB) ## Build the pages

$(WEB): $(STAMP) $(WEB_SOURCES)
	@bash tools/build-web

demo: $(STAMP) $(WEB) ## Make a sample district and serve it on http://127.0.0.1:8311
	$(BIN)/luoshi demo --data demo-data --port 8311

test: $(STAMP) $(WEB) ## Run every check except test-long and benchmarks
	@bash tools/test

test-long: $(STAMP) $(WEB) ## Run the slow tests as well
	$(BIN)/pytest -m "long" --timeout 3600 tests

generate: $(STAMP) ## Write every file that is derived from code and packs
	$(BIN)/luoshi packs generate
	$(BIN)/python tools/reference.py

setup-system: ## Print the line that installs a browser, Chinese fonts and LibreOffice; run it with YES=1
	@bash tools/setup-system $(YES)

lock: ## Write the lock files anew
	$(BIN)/uv lock --quiet
	$(BIN)/uv export --quiet --no-header --no-annotate --no-emit-project --no-dev -o requirements.lock
	$(BIN)/uv export --quiet --no-header --no-annotate --no-emit-project --group dev -o requirements-dev.lock
	$(BIN)/uv export --quiet --no-header --no-annotate --no-emit-project --only-group bench -o requirements-bench.lock

clean: ## Remove what was built, not the demo's data
	rm -rf $(VENV) web/node_modules src/luoshi/web/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
