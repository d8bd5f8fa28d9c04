# Reverie's verbs. `make` alone prints them. Only `setup`, `run` and `test` need the network, and only once;
# `scan` asks it each time.
.DEFAULT_GOAL := help
.PHONY: help setup run test test-sqlite test-postgres check scan fix bench proof docs site pictures lock package
PY := .venv/bin/python
TESTS ?=
WORKERS ?= 2
# Once is enough for what asks no database, or brings its own.
ON_POSTGRES := -m "not browser and not own_database" --ignore reverie/instruments --ignore reverie/timetable
TEMPLATES = $(shell git ls-files '*.html')
# Two templates open a tag in one condition and close it in another, which the lint cannot follow.
NOT_LINTED := %/page_head.html %/process/client.html

# What stands in documentation as an example, and names of classes, is no secret. Invented people have invented
# passwords, so the tests are asked for keys and tokens alone.
SECRETS := .venv/bin/detect-secrets-hook --exclude-secrets '^(password|PASSWORD|%s|a key|reverie\.accounts\.forms\..*)$$'
WITHOUT_GUESSES := $(addprefix --disable-plugin ,KeywordDetector HexHighEntropyString Base64HighEntropyString)

help: ## print these verbs
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r verb words; do \
		printf '%-22s %s\n' "$$verb" "$$words"; done

setup: ## make .venv with the locked packages of the application
	@requirements/install runtime

run: setup ## the demo practice, web pages and jobs; prints the address
	@$(PY) -m config.cli demo
	@exec $(PY) -m config.cli run

test: test-sqlite test-postgres ## the whole suite, on SQLite and on PostgreSQL (TESTS=path for a part)

test-sqlite:
	@requirements/install dev
	@echo "On SQLite:"
	@$(PY) -m pytest -n $(WORKERS) $(TESTS)

test-postgres:
	@requirements/install dev
	@$(PY) -m tests.postgres --if-installed -- $(PY) -m pytest -n $(WORKERS) $(ON_POSTGRES) $(TESTS)

check: ## everything a machine can say about the code without running it
	@requirements/install dev
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@.venv/bin/bandit -q -c pyproject.toml -r reverie config
	@.venv/bin/lint-imports
	@$(PY) -m mypy
	@.venv/bin/djangofmt check --select category:correctness --ignore untrimmed-blocktranslate $(filter-out $(NOT_LINTED),$(TEMPLATES))
	@$(PY) manage.py check --settings config.settings_test
	@$(PY) manage.py makemigrations --check --dry-run --settings config.settings_test
	@$(PY) -m sphinx -q -W --keep-going -n -b html -c docs . build/site
	@$(PY) -m pytest tests/house -n $(WORKERS) -m "not slow"

scan: ## scanners of others: secrets, shell, containers, known flaws in the parts (asks the network)
	@requirements/install proof
	@$(SECRETS) --exclude-files '(^|/)tests/|^conftest\.py$$|\.lock$$|lock\.json$$' $$(git ls-files)
	@$(SECRETS) --exclude-files '\.lock$$|lock\.json$$' --exclude-lines '^def test_' $(WITHOUT_GUESSES) $$(git ls-files)
	@.venv/bin/shellcheck $$(git grep -lE '^#!/bin/(ba)?sh')
	@.venv/bin/hadolint deploy/Containerfile
	@.venv/bin/check-jsonschema -q --builtin-schema vendor.compose-spec deploy/compose.yaml
	@.venv/bin/pip-audit --strict --disable-pip --progress-spinner off -r requirements/proof.lock -r requirements/postgres.lock

fix: ## format, sort imports, mend what can be mended by itself
	@requirements/install dev
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .
	@.venv/bin/djangofmt format $(TEMPLATES)

bench: ## side-by-side measurements (bench/)
	@requirements/install dev
	@for file in bench/[a-z]*.py; do [ -e "$$file" ] && $(PY) "$$file" --quick; done; true

proof: ## all promises tried, hours long, and one table of pass or fall (QUICK=1 for the counts of the suite)
	@requirements/install proof
	@$(PY) -m tests.proof $(if $(QUICK),--quick) $(TESTS)

docs: ## rewrite the generated parts of docs/reference
	@requirements/install dev
	@$(PY) -m tests.house.write_docs

site: ## the documentation as a site in build/site; a link that leads nowhere stops it
	@requirements/install dev
	@$(PY) -m sphinx -q -W --keep-going -n -b html -c docs . build/site

lock: ## write requirements/*.lock anew from pyproject.toml (needs uv)
	@for kind in runtime: postgres:--extra=postgres dev:--group=dev proof:--group=proof; do \
		uv pip compile -q pyproject.toml $${kind#*:} --universal --python-version 3.11 --generate-hashes \
			--no-header -o requirements/$${kind%%:*}.lock >/dev/null || exit 1; done

package: ## the wheel and the list of what it needs (SBOM), into dist
	@requirements/install proof
	@rm -rf build/lib && $(PY) -m pip wheel -q . --no-deps --no-build-isolation -w dist
	@.venv/bin/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible -o dist/sbom.cdx.json \
		requirements/runtime.lock && ls dist

pictures: ## pictures of the pages from a demo of their own, into docs/images and var/pictures
	@requirements/install dev
	@$(PY) docs/screenshots.py
