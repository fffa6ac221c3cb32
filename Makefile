# `make` lists what can be made. Every target starts from nothing and does only what is missing.
PYTHON ?= python3
BOOK   ?= book
OUT    ?= dist

BIN    := .venv/bin
# Tests and tools find the environment's own programs (node, npm, storybook) first.
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PYTHON
PIP    := $(BIN)/python -m pip --disable-pip-version-check -qq install
# The project itself: a link to src/, made without the network by the locked build backend.
LINK   := $(PIP) --no-deps --no-index --no-build-isolation --editable .
UV     := $(BIN)/uv --no-config pip compile pyproject.toml --quiet --universal --python-version 3.11 \
          --generate-hashes --no-emit-index-url --no-annotate --no-header --group build

# Stamps: what has been installed from which lock.
BOOK_READY := .venv/ready-book
TEST_READY := .venv/ready-test
NODE_READY := tests/node/node_modules/.package-lock.json
ART_READY  := .venv-art/ready
PROVE      := .venv-prove/bin
PROVE_READY := .venv-prove/ready
# Seconds that each target of `make fuzz` runs: `make fuzz SECONDS=3600` for long.
SECONDS    := 60
FUZZED     := prose_to_xhtml drawings manifest pictures
# `make mutants MODULES="read.paths outputs" SAMPLE=0`: these modules only, and every mutant of them.
MODULES    :=
SAMPLE     := 100

.DEFAULT_GOAL := help
.PHONY: help book test lint format lock lock-upgrade wheel art fuzz mutants setup setup-test setup-system setup-system-test clean

help: ## list the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "Variables: BOOK=$(BOOK) OUT=$(OUT) PYTHON=$(PYTHON) ARGS= (more arguments of storybook or pytest)"

book: setup ## make the book of this repository: EPUB and PDFs in dist/
	$(BIN)/storybook build $(BOOK) --out $(OUT) $(ARGS)

test: lint ## install what the tests need, then run all of them
	$(BIN)/python -m pytest --numprocesses 2 $(ARGS)

lint: setup-test ## types, style and complexity
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: setup-test ## lay the code out and mend what can be mended safely
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

setup: setup-system $(BOOK_READY) ## .venv with all that building a book needs

setup-test: setup-system-test $(BOOK_READY) $(TEST_READY) $(NODE_READY) ## the same for the tests

setup-system:
	@sh .ci/setup-system book

setup-system-test:
	@sh .ci/setup-system test

.venv/bin/python: | setup-system
	$(PYTHON) -m venv .venv

$(BOOK_READY): requirements.lock pyproject.toml | .venv/bin/python
	$(PIP) --require-hashes -r requirements.lock
	$(LINK)
	@touch $@

$(TEST_READY): requirements-test.lock $(BOOK_READY)
	$(PIP) --require-hashes -r requirements-test.lock
	@touch $@

$(NODE_READY): tests/node/package-lock.json | $(TEST_READY)
	cd tests/node && npm ci --no-update-notifier
	@touch $@

lock: setup-test ## write the lock files again after a change of pyproject.toml or package.json
	$(UV) --output-file requirements.lock
	$(UV) --extra checks --group dev --constraint requirements.lock --output-file requirements-test.lock
	$(UV) --group prove --constraint requirements-test.lock --output-file requirements-prove.lock
	cd tests/node && npm install --package-lock-only --no-update-notifier

lock-upgrade: UV += --upgrade
lock-upgrade: lock ## the same, with the newest versions allowed

wheel: setup-test ## the wheel and the source archive, in build/
	rm -rf build
	$(BIN)/python -m build --no-isolation --outdir build .

art: $(ART_READY) ## draw the pictures of the book again
	.venv-art/bin/python book/art/draw.py $(ARGS)

$(ART_READY): book/art/requirements.txt | setup-system
	$(PYTHON) -m venv .venv-art
	.venv-art/bin/python -m pip --disable-pip-version-check -qq install -r book/art/requirements.txt
	@touch $@

fuzz: $(PROVE_READY) ## hostile input made by a fuzzer, SECONDS (60) for each target
	@for target in $(FUZZED); do \
	  echo "== $$target"; $(PROVE)/python tests/fuzz/run.py $$target $(SECONDS) || exit 1; \
	done

mutants: $(PROVE_READY) ## small changes of the modules that guard, and how many of them the tests notice
	$(PROVE)/python benchmarks/mutants.py --sample $(SAMPLE) $(MODULES)

$(PROVE_READY): requirements-prove.lock pyproject.toml | setup-system
	$(PYTHON) -m venv .venv-prove
	$(PROVE)/python -m pip --disable-pip-version-check -qq install --require-hashes -r requirements-prove.lock
	$(PROVE)/python -m pip --disable-pip-version-check -qq install --no-deps --no-index --no-build-isolation --editable .
	@touch $@

clean: ## remove everything that was made
	rm -rf .venv .venv-art .venv-prove .cache .pytest_cache .mypy_cache .hypothesis build mutants tests/node/node_modules
	rm -rf $(OUT) $(dir $(OUT)).$(notdir $(OUT)).storybook
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
