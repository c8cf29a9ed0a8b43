# Folkmoot. `make demo` and `make test` are all that a fresh machine needs: Python 3.11+, make and the internet.
PYTHON ?= python3
BIN := .venv/bin
SERVE ?= 1
# Where `make test-all` finds PostgreSQL: an address like postgresql://user:password@127.0.0.1:5432/folkmoot,
# or nothing, and a cluster of its own is started under build/ and ended again.
POSTGRES ?=
# The tests that reach a database: those that PostgreSQL is tried with. The pages meet it in the journeys, and what is
# bound into a PDF does not depend on it.
STORED := tests/apps tests/cli tests/test_loop.py $(addprefix --ignore=tests/apps/packs/test_packs_,samples.py pdf.py attachments.py)

.PHONY: demo test thorough check test-all bench serve lock mutate assets python verify-pdf journeys test-ibis

demo: assets
	@if [ "$(SERVE)" = 0 ]; then $(BIN)/folkmoot demo --no-serve; else exec $(BIN)/folkmoot demo; fi

test: assets
	$(BIN)/pytest -m "not browser and not verapdf and not thorough" -n auto --dist worksteal -q

check: python
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry src
	DJANGO_SETTINGS_MODULE=folkmoot.project.settings.test $(BIN)/python -m django makemigrations --check --dry-run

test-all: test thorough verify-pdf journeys test-ibis

thorough: assets
	$(BIN)/pytest -q -m thorough -n 2

# The engine again, with what counts on DuckDB and on Spark (needs Java 17) in an environment of its own.
test-ibis: python
	@$(PYTHON) tools/setup.py ibis
	.venv-ibis/bin/pytest -q $(addprefix tests/engine/test_engine_,counting.py specifications.py ibis.py)

journeys: assets
	$(BIN)/python tools/with_postgres.py $(POSTGRES) -- $(BIN)/pytest -q -m "not verapdf and not browser and not thorough" -n 2 --dist worksteal $(STORED)
	$(BIN)/python tools/with_postgres.py $(POSTGRES) -- $(BIN)/pytest -q -m browser -n 2 --dist loadfile

verify-pdf: assets
	$(BIN)/pytest -q -m verapdf

serve: assets
	$(BIN)/folkmoot serve

bench: assets
	$(BIN)/python -m benchmarks

mutate: python
	$(BIN)/python tools/mutate.py

assets: python
	@$(PYTHON) tools/setup.py assets

python:
	@$(PYTHON) tools/setup.py python

lock:
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --group dev --group node pyproject.toml --output-file requirements.lock
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --extra ibis --extra spark --group dev pyproject.toml \
		--constraint requirements.lock --output-file requirements-ibis.lock
	npm install --package-lock-only --ignore-scripts
