# Everything sets itself up: a fresh machine needs Python 3.11 or newer and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# The demo needs a small part of what the tests need, and nobody wants to wait for the rest at first sight.
TRIABLE := $(VENV)/.triable
# Rows in C, where there is a compiler. An install makes them too; this is for their source when it changes.
ROWS := $(VENV)/.rows

.DEFAULT_GOAL := help
.PHONY: help demo test test-pure check generate openapi openapi-check site pictures bench soak soak-limits fuzz fuzz-rows audit release-check setup clean

help:
	@echo "make demo      the story in a minute: SDK against a local sandbox, then a diff of two documentation pages"
	@echo "make test      every test"
	@echo "make test-pure the tests of answers without the compiled rows"
	@echo "make soak      24 000 calls of each client while everything fails, and what became of every order; four minutes"
	@echo "make check     linters, type checkers, spec lint, and whether generated files are fresh"
	@echo "make generate  the SDK and its tests from spec/"
	@echo "make openapi   each venue as an OpenAPI 3.1 document, in dist/"
	@echo "make openapi-check   whether other people's tools read these documents; needs npx"
	@echo "make site      a web site with a page for each endpoint, in dist/site"
	@echo "make pictures  the pictures of the README; needs Chromium"
	@echo "make bench     speed, side by side with other clients"
	@echo "make soak-limits   processes that share limits through a Redis to which bad things happen, four minutes; needs redis-server"
	@echo "make fuzz      coverage-guided fuzzing, for FUZZ_SECONDS (60)"
	@echo "make fuzz-rows ROWS_COUNT (300000) changed answers, read by the compiled rows and by Python"
	@echo "make release-check   builds twice, and tries the wheel on each Python at hand, from a clean tree"
	@echo "make audit     known vulnerabilities of what the SDK and the tool are installed with"

setup: $(READY)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "venuespec needs Python 3.11 or newer; try make PYTHON=python3.11")'
	@$(PYTHON) -m venv $(VENV)

$(TRIABLE): pyproject.toml | $(BIN)/python
	@test $(READY) -nt pyproject.toml || echo "setting up $(VENV), once"
	@test $(READY) -nt pyproject.toml || $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[sandbox]'
	@touch $(TRIABLE)

$(READY): pyproject.toml | $(BIN)/python
	@echo "setting up $(VENV), once; the tests need some 100 packages"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(READY)

demo: $(TRIABLE)
	@$(BIN)/python tests/demo.py

$(ROWS): generated/venues/_runtime/_rows.c hatch_build.py $(READY)
	@$(BIN)/python hatch_build.py
	@touch $(ROWS)

test: $(READY) $(ROWS)
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal

# What reads answers; everything else is the same with and without them.
test-pure: $(READY)
	@VENUES_PURE=1 $(BIN)/python -m pytest -q tests/test_compiled_rows.py tests/test_odd_answers.py tests/test_missing_values.py \
	  tests/test_runtime_values.py tests/test_shared_rows.py tests/test_kinds.py tests/test_keyed_answers.py tests/test_book_levels.py \
	  tests/generated/okx_v5/account tests/generated/okx_v5/trade tests/generated/okx_v5/market_data tests/generated/binance_usdm

soak: $(READY)
	@$(BIN)/python tests/soak.py

check: $(READY)
	$(BIN)/ruff check --no-cache
	$(BIN)/ruff format --check --no-cache
	$(BIN)/mypy
	$(BIN)/mypy tests/typed/okx_bot.py tests/typed/bybit_bot.py
	$(BIN)/pyright
	$(BIN)/venuespec lint
	$(BIN)/venuespec generate --check
	$(BIN)/venuespec reference --check

generate: $(READY)
	$(BIN)/venuespec generate

openapi: $(READY)
	@for file in spec/*/venue.yaml; do \
	  venue=$$(basename $$(dirname $$file)); \
	  $(BIN)/venuespec openapi $$venue --output dist/$$venue.openapi.json && echo "written: dist/$$venue.openapi.json" || exit 1; \
	done

openapi-check: openapi
	@$(BIN)/python -c 'import datamodel_code_generator, openapi_python_client' 2>/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[openapi]'
	@$(BIN)/python tests/openapi_check.py

site: $(READY)
	@$(BIN)/venuespec site dist/site.src --guides docs
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict --config-file dist/site.src/mkdocs.yml --site-dir $(CURDIR)/dist/site
	@echo "written: dist/site/index.html"

pictures: site
	@$(BIN)/python tests/pictures.py

bench: $(READY) $(ROWS)
	@$(BIN)/python tests/bench/run.py

soak-limits: $(READY)
	@$(BIN)/python tests/soak_limits.py

fuzz: $(READY)
	@$(BIN)/python -c 'import atheris' 2>/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[fuzz]' || true
	@PYTHONPATH=tests $(BIN)/python tests/fuzz/run.py

fuzz-rows: $(READY) $(ROWS)
	@$(BIN)/python tests/rows_both_ways.py $(or $(ROWS_COUNT),300000)

audit: $(READY)
	@$(BIN)/python -c 'import pip_audit' 2>/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[audit]' || true
	@$(BIN)/python tests/audit.py

# The built files are left in dist/.
release-check: $(READY)
	@$(BIN)/python -c 'import build, twine' 2>/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[release]'
	@$(BIN)/python tests/release_check.py --keep dist $(RELEASE)

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .fuzz
