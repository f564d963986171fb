# Two commands do everything: `make serve` and `make test`. Both make the virtual environment they need first.
PORT ?= 8000
HOST ?= 127.0.0.1
PYTHON ?= python3
BIN := .venv/bin

.PHONY: serve test check format terms.db benchmarks screenshot lock clean
.DELETE_ON_ERROR:

serve: .venv/serve  ## web UI and API on http://HOST:PORT
	$(BIN)/glossary serve --host $(HOST) --port $(PORT)

test: .venv/dev  ## every test that can run here; the last line names what could not
	$(BIN)/pytest

check: .venv/dev  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

CORPUS ?= ../shared/corpus
terms.db: .venv/serve  ## the shipped term base, from the documents in CORPUS and the list in reference/
	$(BIN)/glossary build $(CORPUS)/*.zh.txt --reference reference/un-secretariat.csv --without-text --date $(TERMS_DATE) --out $@
TERMS_DATE := 2026-11-26

benchmarks: .venv/dev  ## figures of the README
	$(BIN)/python -m benchmarks

screenshot: .venv/dev  ## the picture in the README; needs Chromium
	$(BIN)/python docs/screenshot.py docs/search.png

lock: .venv/dev  ## renew the locked dependencies from pyproject.toml
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --upgrade --no-emit-index-url --group build -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --upgrade --no-emit-index-url --group build --group dev -c requirements.lock -o requirements-dev.lock pyproject.toml

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist

.venv/serve: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "glossary needs Python 3.11 or newer; this is " + sys.version.split()[0] + ": set PYTHON=")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

.venv/dev: .venv/serve requirements-dev.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	touch $@
