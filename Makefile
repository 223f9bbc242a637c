# What a machine needs: make, sh, Python 3.11. No root, no PostgreSQL, no Redis, no node.
# make demo       the whole system with a demo city on http://127.0.0.1:8000/ (PORT=…, SIZE=small)
# make test       all tests on a fresh server        make check / fix   linters: look / repair
# DATA_DIR=… puts another city beside the first; DATABASE_URL and REDIS_URL always win.

SIZE = full
BIN = .venv/bin
# The newest file decides: a second run finds the stamps in place and installs nothing.
RUNTIME = .venv/installed-runtime
DEV = .venv/installed-dev
PIP = $(BIN)/python -m pip --disable-pip-version-check

.PHONY: install demo city test check fix requirements clean
.SUFFIXES:

install: $(RUNTIME)

demo: $(RUNTIME)
	@exec $(BIN)/python manage.py serve --size $(SIZE)

city: $(RUNTIME)
	@exec $(BIN)/python manage.py city --size $(SIZE)

test: $(DEV)
	@exec $(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

check: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/python manage.py check

fix: $(DEV)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Needs uv (pip install uv) and the network; everything else works from these two files.
requirements:
	uv pip compile -q --generate-hashes --no-header --no-annotate --python-version 3.11 requirements/runtime.in -o requirements/runtime.txt
	uv pip compile -q --generate-hashes --no-header --no-annotate --python-version 3.11 requirements/dev.in -o requirements/dev.txt

# Data in var/ stays: it holds the keys of a city.
clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUNTIME): requirements/runtime.txt pyproject.toml $(BIN)/python
	@echo "· 安装运行所需的程序包"
	@$(PIP) install --quiet --require-hashes -r requirements/runtime.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $(RUNTIME)

$(DEV): requirements/dev.txt requirements/runtime.txt pyproject.toml $(BIN)/python
	@echo "· 安装测试所需的程序包"
	@$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $(RUNTIME) $(DEV)

# A link to a Python that is gone counts as missing, and --clear replaces such a .venv.
$(BIN)/python:
	@for python in $(PYTHON) python3.11 python3 python; do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "· 建立 Python 环境（$$("$$python" --version)）"; \
	    "$$python" -m venv --clear .venv && touch -h $(BIN)/python && exit 0; \
	    rm -rf .venv; \
	    echo "$$python 缺少 venv 模块，请先安装（Debian：apt-get install python3-venv）。" >&2; \
	    echo "$$python has no venv module: install it (Debian: apt-get install python3-venv)." >&2; \
	    exit 1; \
	  fi; \
	done; \
	echo "找不到 Python 3.11 或更新版本；已装在别处的，请写明：make demo PYTHON=/路径/python3.11" >&2; \
	echo "Python 3.11 or newer not found; name it: make demo PYTHON=/path/to/python3.11" >&2; exit 1
