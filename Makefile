# `make` alone prints the targets. Needs Python 3.11 or later and make; nothing else.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --quiet --disable-pip-version-check
POSTGRES_URL ?= postgres://postgres@127.0.0.1:5432/broadsheet
REDIS_URL ?= redis://127.0.0.1:6379/15
NEXT_PYTHON ?= $(shell for p in python3.14 python3.13 python3.12 $$HOME/.pyenv/versions/3.1[2-9]*/bin/python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null && echo $$p && break; done)
TESTING = DJANGO_SETTINGS_MODULE=tests.settings

.DEFAULT_GOAL := help
.PHONY: help run test test-postgres test-next deep check lint types migrations deploy-check schema \
	check-schema check-clients check-pages bench-scale lock clean

help: ## Print this list
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do \
		printf '  make %-15s %s\n' "$$name" "$$text"; done

run: $(VENV)/.base ## Serve the blog on http://127.0.0.1:8000 (PORT, HOST)
	@DEBUG=$${DEBUG:-true} exec $(BIN)/python manage.py serve

test: $(VENV)/.dev ## Run the tests on SQLite, with no service
	@$(BIN)/python -m pytest -n auto -q

test-postgres: $(VENV)/.dev ## Run the same tests on PostgreSQL and Redis
	@DATABASE_URL=$(POSTGRES_URL) CACHE_URL=$(REDIS_URL) $(BIN)/python -m pytest -n auto -q

test-next: ## Run the tests on the other Django line (Python 3.12 or later)
	@test -n "$(NEXT_PYTHON)" || { echo "Python 3.12 or later is needed for Django 6.1."; exit 1; }
	@$(MAKE) --no-print-directory test VENV=.venv-next PYTHON=$(NEXT_PYTHON)

deep: $(VENV)/.dev ## Run the long tests, on real content too
	@$(BIN)/python -m pytest -q tests/deep -o 'norecursedirs=.*'

check: lint types migrations deploy-check check-schema check-clients test-postgres test-next deep check-pages ## Everything that CI runs after the tests

lint: $(VENV)/.dev ## Style, formatting, import rules
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports

types: $(VENV)/.dev ## Types
	@$(BIN)/mypy

migrations: $(VENV)/.dev ## No model without its migration, no migration that stops the old code
	@$(TESTING) $(BIN)/python manage.py makemigrations --check --dry-run
	@$(TESTING) DATABASE_URL=$(dir $(POSTGRES_URL))postgres $(BIN)/python manage.py lintmigrations blog

deploy-check: $(VENV)/.base ## Django's check of a production configuration
	@DEBUG=false SECRET_KEY=$$(head -c 48 /dev/urandom | base64 | tr -d '\n') ALLOWED_HOSTS=blog.example.com \
		SITE_URL=https://blog.example.com EMAIL_URL=smtps://mail.example.com NUM_PROXIES=1 $(BIN)/python manage.py check --deploy --fail-level WARNING

schema: $(VENV)/.dev ## Write schema.yml anew
	@DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python manage.py spectacular \
		--validate --fail-on-warn --file schema.yml

check-schema: $(VENV)/.dev ## schema.yml is what the code says
	@mkdir -p var && $(TESTING) $(BIN)/python manage.py spectacular \
		--validate --fail-on-warn --file var/schema.yml
	@cmp -s schema.yml var/schema.yml || { \
		echo "schema.yml is not what the code says: run 'make schema' and commit it."; exit 1; }

check-clients: | $(BIN)/python ## Lint schema.yml, make clients from it in TypeScript and Python (needs Node)
	@PYTHON=$(CURDIR)/$(BIN)/python .ci/clients/check.sh

check-pages: $(VENV)/.dev ## Look at every kind of page in a browser: WCAG 2 AA, valid HTML (needs Node, Chromium)
	@PYTHON=$(CURDIR)/$(BIN)/python .ci/pages/check.sh

bench-scale: $(VENV)/.dev ## Measure reads on 10,000 and on 1,000,000 posts, SQLite and PostgreSQL (long)
	@POSTGRES_URL=$(POSTGRES_URL) $(BIN)/python benchmarks/scale.py

lock: | $(BIN)/python ## Renew requirements/*.txt within what *.in allow
	@$(PIP) install uv==0.13.9
	@cd requirements && for set in base prod dev; do \
		../$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
			--upgrade $$set.in -o $$set.txt || exit 1; done

clean: ## Remove what was built: environments, database, caches
	@rm -rf $(VENV) .venv-next var .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed: https://www.python.org/downloads/"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This Python has no ensurepip; on Debian or Ubuntu: sudo apt install python3-venv"; exit 1; }
	@echo "Making the virtual environment in $(VENV)/"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.base: requirements/base.txt | $(BIN)/python
	@echo "Installing what the blog needs"
	@$(PIP) install --require-hashes -r $< && touch $@

$(VENV)/.dev: requirements/dev.txt | $(BIN)/python
	@echo "Installing what working on it needs"
	@$(PIP) install --require-hashes -r $< && touch $@ $(VENV)/.base
