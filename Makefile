# `make run` serves Shortfall on this computer; `make help` lists the rest.

PORT ?= 8000
export PORT
# The newest Python that is new enough, unless the caller names one.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
export PYTHON

# What one process has compiled starts the next one.
unexport PYTHONDONTWRITEBYTECODE

# uv installs in seconds what takes pip a minute; where there is none for this machine, or it cannot, pip does.
UV_VERSION := 0.13.9
PIP := .venv/bin/pip --disable-pip-version-check --no-input install --quiet
# It trusts whom this computer trusts, or whom pip was told to.
UV := UV_LINK_MODE=copy UV_SYSTEM_CERTS=1 $(if $(PIP_CERT),SSL_CERT_FILE="$(PIP_CERT)") .venv/bin/uv pip install --quiet --system-certs --python .venv/bin/python --compile-bytecode

.DEFAULT_GOAL := help
.PHONY: help run demo demo-code setup test format bench rehearse clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/ready-to-run ## serve at http://localhost:8000 (another port: make run PORT=9000)
	@export SHORTFALL_MODE=local; \
	.venv/bin/python manage.py migrate --verbosity 0 && \
	.venv/bin/python manage.py collectstatic --no-input --verbosity 0 && \
	exec .venv/bin/gunicorn -c config/gunicorn.py config.wsgi

# The demo has a database and files of its own, beside yours, and begins anew each time.
demo demo-code: export SHORTFALL_MODE = local
demo demo-code: export DATABASE_URL = sqlite:///$(CURDIR)/.local/demo/demo.sqlite3
demo: export SHORTFALL_FILES = $(CURDIR)/.local/demo/files

demo: .venv/ready-to-run ## serve the desk of an invented agency with 240 invented clients, to look around in
	@rm -rf .local/demo && mkdir -p -m 700 .local .local/demo && \
	.venv/bin/python manage.py demo && \
	.venv/bin/python manage.py collectstatic --no-input --verbosity 0 && \
	exec .venv/bin/gunicorn -c config/gunicorn.py config.wsgi

demo-code: .venv/ready-to-run ## the code of the moment, to sign in to the demo
	@.venv/bin/python manage.py demo --code

setup: .venv/ready-to-test ## install everything that running and testing need
	@.ci/system-packages test

test: .venv/ready-to-test ## every check and test, on SQLite and on PostgreSQL
	@.ci/system-packages test || echo "What needs those is left out of the run, and counts as failed in CI."
	@.ci/checks

format: .venv/ready-to-test ## put the code into its standard form
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet .

bench: .venv/ready-to-run ## how fast the assessments and the PDFs are
	@export SHORTFALL_MODE=local; \
	.venv/bin/python manage.py collectstatic --no-input --verbosity 0 && \
	exec .venv/bin/python manage.py bench

rehearse: .venv/ready-to-run ## two web processes and two workers on a PostgreSQL of their own, to look at
	@export SHORTFALL_MODE=local; \
	.venv/bin/python manage.py collectstatic --no-input --verbosity 0 && \
	exec .venv/bin/python manage.py rehearse --port $(PORT)

clean: ## remove what was installed and built here; the database and the secrets in .local/ stay
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .local/static

.venv/made: | .ci/system-packages
	@if [ -z "$(PYTHON)" ]; then \
		echo "Shortfall needs Python 3.11 or newer, and found none. On Debian or Ubuntu:" >&2; \
		echo "    apt-get install python3 python3-venv" >&2; exit 1; fi
	@.ci/system-packages python
	@echo "Making .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv .venv && { $(PIP) uv==$(UV_VERSION) 2>.venv/uv.log || true; } && touch $@

.venv/ready-to-run: .venv/made requirements.txt .ci/system-packages
	@.ci/system-packages run
	@echo "Installing what Shortfall runs on (requirements.txt)"
	@{ $(UV) -r requirements.txt 2>>.venv/uv.log || $(PIP) -r requirements.txt; } && touch $@

.venv/ready-to-test: .venv/ready-to-run tests/requirements.txt .ci/system-packages
	@echo "Installing what the tests need (tests/requirements.txt)"
	@{ $(UV) -r tests/requirements.txt 2>>.venv/uv.log || $(PIP) -r tests/requirements.txt; } && touch $@
