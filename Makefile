# Two commands do everything: `make run` and `make test`. `make help` explains the rest.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP     = $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help run test mutants rigs bench check format lock clean update-transcripts

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-20s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/.use ## Start the advisor: the Telegram bot with TELEGRAM_BOT_TOKEN, else the terminal
	@$(BIN)/python -m bot run

test: $(VENV)/.development ## Run the whole test suite
	@$(BIN)/python -m pytest -n auto --dist loadgroup -q

mutants: SAMPLE ?= 100
mutants: SEED ?= 1
mutants: $(VENV)/.development ## Change the code in SAMPLE places and list what no test notices (about an hour)
	@$(BIN)/python tests/mutants.py --sample $(SAMPLE) --seed $(SEED)

rigs: $(VENV)/.development ## Kill the bot, cut its power, spoil its calls, and count what is lost (some hours)
	@$(BIN)/python tests/rig_kills.py --kills 1000 --people 20 --rate 50 --seed 1
	@$(BIN)/python tests/rig_kills.py --kills 1000 --people 20 --rate 50 --seed 1 --webhook
	@$(BIN)/python tests/rig_crashes.py --jobs 4
	@$(BIN)/python tests/rig_power.py --cuts 2000 --updates 600
	@$(BIN)/python tests/rig_telegram.py --updates 10000 --people 100 --seed 1
	@$(BIN)/python tests/rig_fuzz.py --updates 100000 --seed 1
	@$(BIN)/python tests/rig_model.py --runs 10000
	@$(BIN)/python -m pytest -n auto -q -m hypothesis --hypothesis-profile random
	@$(BIN)/python tests/rig_database.py --seconds 10
	@$(BIN)/python tests/rig_promises.py

bench: $(VENV)/.development ## Measure against bots as they are usually written (some minutes; a quiet machine)
	@$(BIN)/python tests/bench/load.py --rounds 3

check: $(VENV)/.development ## Check format, lint, types and content
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m bot check

format: $(VENV)/.development ## Format the code and mend what lint can mend
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

update-transcripts: $(VENV)/.development ## Rewrite tests/transcripts from today's conversation
	@$(BIN)/python -m pytest -q tests/test_transcripts.py --update

lock: ## Resolve the dependencies again and write both lock files
	@$(PYTHON) -m venv $(VENV)-lock
	@$(VENV)-lock/bin/python -m pip --disable-pip-version-check --quiet install uv
	@$(VENV)-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
		--no-header --no-emit-index-url --no-emit-find-links --group install pyproject.toml -o requirements.lock
	@$(VENV)-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
		--no-header --no-emit-index-url --no-emit-find-links --group install --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	@rm -rf $(VENV)-lock

clean: ## Remove what was built; the people's answers in data/ stay
	rm -rf $(VENV) $(VENV)-lock .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp file is younger than its lock exactly when .venv holds what the lock names.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it: make run PYTHON=python3.12")'
	@echo "Preparing .venv (once) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.use: requirements.lock pyproject.toml | $(VENV)/bin/python
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/.development: requirements-dev.lock $(VENV)/.use
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
