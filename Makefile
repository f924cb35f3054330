# Everything a fresh machine needs: Python 3.11 or newer, and make. `make` alone lists the targets.

PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
READY  := $(VENV)/.stamp-installed
EDGES  := $(VENV)/.stamp-edges
PAGES  := $(VENV)/.stamp-pages
PIP    := -m pip --disable-pip-version-check --quiet

# pairs.py is shared by the others; validate.py needs a folder of data.
BENCHMARKS = $(filter-out %/pairs.py %/validate.py,$(sort $(wildcard benchmarks/*.py)))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test test-edges check docs docs-tables wheel-test bench clean

help: ## list the targets
	@echo "usage: make TARGET [PYTHON=python3.12]"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' Makefile

demo: $(READY) ## set up, then replay two made-up weeks on a bundled template
	@$(VENV)/bin/exposure-ladder demo

test: $(READY) ## set up, then run the tests (without the slow edge tests)
	$(PY) -m pytest -n 2 -m "not edge"

test-edges: $(EDGES) ## run the edge tests: outside tools (chromium, if it is there), or minutes of time
	$(PY) -m pytest -m edge

check: $(READY) ## format, lint and types
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy

docs-tables: $(READY) ## write the pages and the schema that are made from the code
	$(PY) docs/tools/made_pages.py
	$(PY) docs/tools/write_schema.py
	$(PY) docs/tools/draw_pictures.py
	cd examples/research && for study in *.svg; do ../../$(PY) "$${study%.svg}.py"; done
	$(PY) tests/e2e/pages.py
	$(PY) -m exposure_ladder report examples/therapist/closer.yaml --worksheet --at 2026-03-02T12:00+00:00 \
	  > examples/therapist/worksheet.txt

docs: $(PAGES) ## build the documentation as a site; any warning is an error
	$(PY) -m sphinx -q -W --keep-going -b html docs build/docs
	@echo "Open build/docs/index.html"

# The recipe leaves the project's folder before it runs anything, so that the wheel is used and not the source beside it.
wheel-test: $(READY) ## build the wheel, and use it in a clean environment with the core dependencies only
	@set -eu; folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	echo "Building the wheel ..."; \
	$(PY) $(PIP) wheel --no-deps --wheel-dir "$$folder/dist" .; \
	echo "Installing it into a clean environment ..."; \
	$(PY) -m venv "$$folder/clean"; \
	"$$folder/clean/bin/python" $(PIP) install "$$folder"/dist/*.whl; \
	cd "$$folder"; run="clean/bin/python -I"; \
	$$run -c 'import exposure_ladder as e; [getattr(e, name) for name in e.__all__]; print("imported", e.__version__)'; \
	$$run -c 'from importlib.resources import files; assert (files("exposure_ladder") / "py.typed").is_file()'; \
	$$run -m exposure_ladder --help > help.txt; \
	$$run -m exposure_ladder new closeness closer.yaml; \
	$$run -m exposure_ladder plan closer.yaml; \
	$$run -m exposure_ladder report closer.yaml > report.txt; \
	$$run -c 'from importlib.resources import files; assert (files("exposure_ladder.report") / "page.html").is_file()'

bench: $(READY) ## run the benchmarks that need nothing from outside
	@worst=0; for program in $(BENCHMARKS); do \
	  echo "== $$program"; $(PY) $$program || worst=1; \
	done; exit $$worst

clean: ## remove the environment, caches and built files; never anybody's ladders or journals
	rm -rf $(VENV) build dist docs/reference/made .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find src tests benchmarks examples -name __pycache__ -type d -prune -exec rm -rf {} +

setup: $(READY) ## set up .venv with the library and its test tools

$(READY): pyproject.toml
	@command -v "$(PYTHON)" > /dev/null || { \
	  echo "Python 3.11 or newer is needed, and '$(PYTHON)' was not found." \
	    "Name another: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; '$(PYTHON)' is $$("$(PYTHON)" -V 2>&1)." \
	    "Name another: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "Setting up $(VENV) (once, and again when pyproject.toml changes) ..."
	@"$(PYTHON)" -m venv $(VENV) || { \
	  echo "'$(PYTHON)' could not make $(VENV). On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(PY) $(PIP) install --editable ".[test]"
	@touch $@

$(EDGES): $(READY)
	@$(PY) $(PIP) install --editable ".[test,edge]"
	@touch $@

$(PAGES): $(READY)
	@$(PY) $(PIP) install --editable ".[docs]"
	@touch $@
