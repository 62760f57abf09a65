# make demo: the main job on invented data, no account. make test: the whole suite. Both set up all they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := UV_PROJECT_ENVIRONMENT=$(VENV) $(BIN)/uv
SYNC := $(UV) sync --quiet --frozen --inexact

.PHONY: demo test check bench soak docs clean
.DEFAULT_GOAL := demo

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "coucou needs Python 3.11 or newer; try: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "This Python cannot make environments; on Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(BIN)/pip install --quiet --disable-pip-version-check 'uv>=0.9,<1'

$(VENV)/.demo: pyproject.toml uv.lock | $(BIN)/uv
	@$(SYNC) --no-dev
	@touch $@

$(VENV)/.dev: pyproject.toml uv.lock | $(BIN)/uv
	@$(SYNC) --group dev
	@touch $@ $(VENV)/.demo

$(VENV)/.bench: $(VENV)/.dev
	@$(SYNC) --group dev --group bench
	@touch $@

demo: $(VENV)/.demo
	@$(BIN)/coucou demo

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy daemon/coucou connectors/coucou_connectors tests benchmarks
	$(BIN)/lint-imports

test: check
	$(BIN)/pytest -n auto --dist loadgroup

bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks

soak: $(VENV)/.dev
	$(BIN)/pytest -n auto -m soak --soak

docs: $(VENV)/.dev
	$(BIN)/python -m docs.build

clean:
	rm -rf $(VENV) build dist
