# `make help` lists the targets. Everything installs itself; stamps make later runs instant.
SHELL := /bin/bash
.SHELLFLAGS := -e -u -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

PORT ?= 8000
SPEED ?= 60
WORKERS ?= 2

PY := .venv/bin/python
CODE := $(wildcard portal data_export geo dashboards)
PO := $(wildcard portal/translations/*/LC_MESSAGES/*.po)
MO := $(PO:.po=.mo)
PYTEST := $(PY) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

LINT := "ruff check ." "ruff format --check ." "mypy --strict $(CODE) scripts" \
	"mypy --strict --explicit-package-bases deploy bench/production.py" \
	scripts.check_sizes scripts.check_addresses scripts.check_templates

RUN_READY := .venv/.run-ready
DEV_READY := .venv/.dev-ready
NODE_READY := node_modules/.ready
VENDOR_READY := static/vendor/.ready
TEST_READY := $(DEV_READY) $(NODE_READY) $(VENDOR_READY) $(MO) debian-packages

.PHONY: help run demo-reset test test-deep lint bench bench-production chaos security sbom translations debian-packages

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | while IFS=$$'\t' read -r name text; do printf '  make %-14s %s\n' "$$name" "$$text"; done

run: $(RUN_READY) $(VENDOR_READY) $(MO) ## start the demonstration: PORT=8000, SPEED=60 times real time
	@exec $(PY) -m portal demo --port $(PORT) --speed $(SPEED)

demo-reset: $(RUN_READY) ## forget the demonstration; the next `make run` starts anew
	@exec $(PY) -m portal demo --reset

test: $(TEST_READY) ## all tests, fast ones first, at a seeded tenth of the deep sizes
	TEST_DEPTH=0.1 $(PYTEST)

test-deep: $(TEST_READY) ## all tests at full size, with fresh random examples
	TEST_DEPTH=1 $(PYTEST)

lint: $(DEV_READY) ## style, types, sizes, addresses, arithmetic in templates; all checks run, whichever fails
	@status=0; for check in $(LINT); do echo "$$check"; $(PY) -m $$check || status=1; done; exit $$status

bench: $(DEV_READY) $(MO) ## measure and print the table of benchmarks
	@exec $(PY) -m bench

bench-production: $(TEST_READY) ## measure the whole production form beside its rivals: SECONDS=2 each, MINUTES=0 alone
	@exec $(PY) -m bench.production --seconds $(or $(SECONDS),2) --minutes $(or $(MINUTES),0)

chaos: $(TEST_READY) ## break the production form on purpose, case by case; every case asserts
	@exec $(PY) -m deploy.chaos

security: $(TEST_READY) ## attack the production form with known tools; reports in var/security
	@exec deploy/attack

sbom: $(DEV_READY) ## list every component with its licence in var/sbom.json, and hold it against the pins
	@exec $(PY) -m scripts.sbom

translations: $(RUN_READY) ## collect the messages of code and templates into the .po files, and compile
	@test -n "$(PO)" || { echo "natyija: portal/translations holds no .po file" >&2; exit 1; }
	umask 022; .venv/bin/pybabel -q extract -F pyproject.toml --add-location=file -o portal/translations/messages.pot .
	umask 022; .venv/bin/pybabel -q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -i portal/translations/messages.pot -d portal/translations
	umask 022; for po in $(PO); do .venv/bin/pybabel -q compile -i $$po -o $${po%.po}.mo; done

debian-packages:
	@scripts/setup.sh debian-packages

$(RUN_READY): requirements.txt
	@scripts/setup.sh python-venv requirements.txt
	@touch $@

$(DEV_READY): requirements.txt requirements-dev.txt
	@scripts/setup.sh python-venv requirements-dev.txt
	@touch $@ $(RUN_READY)

$(NODE_READY): package.json package-lock.json
	@scripts/setup.sh node-packages
	@touch $@

# Without npm there is no stamp: the next run tries again.
$(VENDOR_READY): package.json package-lock.json
	@scripts/setup.sh browser-libraries

$(MO): %.mo: %.po | $(RUN_READY)
	@umask 022; .venv/bin/pybabel -q compile -i $< -o $@
