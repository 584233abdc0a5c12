# `make site` builds and shows the sample site, `make test` runs every check, `make docs` writes the
# documents that are made from the code. Each sets up .venv.

.PHONY: site test format docs words screenshots clean
.DELETE_ON_ERROR:

# A Python 3.11 or newer: the first that is there, or the one given as PYTHON=...
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	then echo "$$name"; break; fi; done)
VENV = .venv
IN_VENV = $(VENV)/bin/python
INSTALL = $(IN_VENV) -m pip install --quiet --disable-pip-version-check -c constraints.txt

site: $(VENV)/site.ready
	$(IN_VENV) build.py --open

test: $(VENV)/test.ready
	$(VENV)/bin/ruff format --check --quiet .
	$(VENV)/bin/ruff check --quiet .
	$(VENV)/bin/mypy
	$(VENV)/bin/pytest -n auto

format: $(VENV)/test.ready
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

$(VENV)/venv.ready:
	@test -n "$(PYTHON)" || { echo "Broadsheet needs Python 3.11 or newer." >&2; exit 1; }
	@rm -rf $(VENV)
	@"$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); echo "On Debian and Ubuntu, first: \
	sudo apt-get install python3-venv" >&2; exit 1; }
	@touch $@

# A stamp is written last, so that a set-up that was interrupted is done again.
$(VENV)/site.ready: $(VENV)/venv.ready pyproject.toml constraints.txt
	@echo "setting up $(VENV)"
	@$(INSTALL) -e .
	@touch $@

$(VENV)/test.ready: $(VENV)/venv.ready pyproject.toml constraints.txt tests/checkers/package.json
	@echo "setting up $(VENV) with the tools for tests"
	@$(INSTALL) -e '.[test]'
	@if command -v npm >/dev/null; then \
	mkdir -p $(VENV)/checkers && cp tests/checkers/package.json $(VENV)/checkers/ && \
	npm install --prefix $(VENV)/checkers --no-audit --no-fund --loglevel=error >/dev/null \
	|| echo "npm could not install the checkers: their tests will be skipped"; fi
	@touch $@ $(VENV)/site.ready

docs: $(VENV)/test.ready
	$(IN_VENV) -m docs

clean:
	rm -rf $(VENV) public .broadsheet

# Finds the interface's words anew and brings the catalogues up to date; then translate and run it again.
words: $(VENV)/site.ready
	$(VENV)/bin/pybabel --quiet extract -F broadsheet/locale/babel.cfg -k say -k _say --no-location \
	--sort-output --omit-header -o broadsheet/locale/broadsheet.pot .
	$(VENV)/bin/pybabel --quiet update -i broadsheet/locale/broadsheet.pot -d broadsheet/locale \
	-D broadsheet --no-fuzzy-matching --ignore-pot-creation-date --ignore-obsolete -w 100
	$(VENV)/bin/pybabel --quiet compile -d broadsheet/locale -D broadsheet

# Pictures of the sample sites in build/screenshots, and those of the README in docs.
screenshots: $(VENV)/test.ready
	$(IN_VENV) docs/screenshots.py

# The charts of the sample site and of a new site, from the figures in docs/sample_charts.py.
.PHONY: charts
charts: $(VENV)/test.ready
	$(IN_VENV) -m docs.sample_charts
