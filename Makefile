# Two commands do everything: make run, make test.
PYTHON ?= python3
BIN := .venv/bin
# One more than there are cores: some tests wait for processes of their own (12 minutes become 11).
WORKERS ?= $(shell expr $$(nproc) + 1)

.PHONY: run env dev test check bench lock words clean

run: .venv/.ready
	@$(BIN)/kheo run

env: .venv/.ready

dev: .venv/.dev

.venv/.ready: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

.venv/.dev: .venv/.ready requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

test: .venv/.dev
	$(BIN)/python -m pytest -n $(WORKERS) --cov --cov-report=term-missing:skip-covered --cov-fail-under=95

check: .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -p no:cacheprovider tests/architecture
	$(BIN)/python -m content.words missing
	$(BIN)/kheo content check

bench: .venv/.dev
	$(BIN)/python -m bench

words: .venv/.dev
	$(BIN)/python -m content.words

# Contributors only: needs uv on the PATH (it writes no index address unless asked to).
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --extra build pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --extra build --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean:
	rm -rf .venv build *.egg-info
