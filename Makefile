# The README's two commands. Both make a virtual environment in .venv when there is none.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Half of the tests wait for programs they started: two to a core keep it busy.
WORKERS = $(shell $(BIN)/python -c 'import os; print(min(2 * (os.cpu_count() or 1), 16))')

.PHONY: video test

video: $(VENV)/.installed
	$(BIN)/tiktok-photo-video make fixtures/photos/*.jpg \
	  -m "turn my photos into a TikTok video with music and transitions" -o out.mp4

# Hundreds of programs are started: without its compiled files each would compile the house anew.
test: export PYTHONDONTWRITEBYTECODE =
test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -q

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/.installed-dev: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $(VENV)/.installed $@
