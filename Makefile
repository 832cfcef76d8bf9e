# `make serve` and `make test` set everything up from a fresh clone; the second run starts at once.
PYTHON ?= python3
VENV ?= .venv
PORT ?= 7860
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: serve test check lint format bench eval clean

serve: $(VENV)/.runtime
	$(BIN)/onrecord serve --demo --port $(PORT)

test: $(VENV)/.dev
	$(BIN)/python -m pytest

# Everything that must hold before a change lands: what .ci/run runs.
check: lint test

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev
	$(BIN)/python -m evals.bench.ingest
	$(BIN)/python -m evals.bench.reading
	$(BIN)/python -m evals.bench.copies
	$(BIN)/python -m evals.bench.search
	$(BIN)/python -m evals.bench.ask
	$(BIN)/python -m evals.bench.quotations --speed
	$(BIN)/python -m evals.bench.quotations --held

# The shipped questions beside the pinned baseline; fails when answers are worse, chance aside.
eval: $(VENV)/.dev
	$(BIN)/python -m evals.bench.baseline

clean:
	rm -rf $(VENV)

$(VENV)/.runtime: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --editable .
	touch $@

$(VENV)/.dev: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --editable ".[dev]"
	touch $(VENV)/.runtime $@
