# `make site` builds and shows the sample site, `make quick` runs what is checked in two minutes, `make
# test` what a change may break, `make test-all` the rest besides, `make docs` writes the documents that
# are made from the code. Each sets up .venv. See CONTRIBUTING.md.

.PHONY: site quick test test-all test-lowest test-newest lint format docs words screenshots clean
.DELETE_ON_ERROR:

# A Python 3.11 or newer: the first that is there, or the one given as PYTHON=...
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	then echo "$$name"; break; fi; done)
VENV = .venv
IN_VENV = $(VENV)/bin/python
PIP = -m pip install --quiet --disable-pip-version-check --retries 8
INSTALL = $(IN_VENV) $(PIP) -c constraints.txt
# Chromium is Debian's, so the checkers need not bring one.
NPM = PUPPETEER_SKIP_DOWNLOAD=1 npm install --prefix $(VENV)/checkers --no-audit --no-fund --fetch-retries 5
PYTEST = $(VENV)/bin/pytest -n auto --dist worksteal -r s
QUICK = "not slow and not browser and not whole and not rest"

# $(call step,WORDS,COMMAND) says what is done in one line, and what the command prints if it fails.
step = echo "$(1)"; log=$$(mktemp); ($(2)) >"$$log" 2>&1 && rm -f "$$log" || \
	{ status=$$?; cat "$$log" >&2; rm -f "$$log"; exit $$status; }

site: $(VENV)/site.ready
	@$(IN_VENV) build.py --open

lint: $(VENV)/test.ready
	@$(call step,checking how the code is laid out,$(VENV)/bin/ruff format --check .)
	@$(call step,checking the code,$(VENV)/bin/ruff check .)
	@$(call step,checking the types,$(VENV)/bin/mypy)

quick: lint
	@echo "running the quick tests"
	@$(PYTEST) -m $(QUICK)

test: lint
	@echo "running one test of each kind, the random ones at the smallest size"
	@$(PYTEST) -m "not rest" --durations 10

test-all: test
	@echo "running the rest: 3,400 random edits and 750 kills in all, other languages, widths and servers"
	@BROADSHEET_TEST_SIZE=16 BROADSHEET_TEST_SEED=2 $(PYTEST) -m "whole or rest" --durations 10

# The quick tests with the lowest and with the newest dependencies that pyproject.toml allows.
test-lowest test-newest: test-%: $(VENV)/test.ready
	@rm -rf build/$* && mkdir -p build/$*
	@$(if $(filter lowest,$*),$(IN_VENV) tests/lowest.py,true) > build/$*/constraints.txt
	@"$(PYTHON)" -m venv build/$*/venv
	@$(call step,installing the $* dependencies,build/$*/venv/bin/python $(PIP) --upgrade \
	-c build/$*/constraints.txt -e '.[test]')
	@build/$*/venv/bin/python -m pip freeze --exclude-editable > build/$*/installed.txt
	@echo "running the quick tests with the versions of build/$*/installed.txt"
	@build/$*/venv/bin/pytest -n auto -m $(QUICK)

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
	@$(call step,setting up $(VENV),$(INSTALL) -e .)
	@touch $@

$(VENV)/test.ready: $(VENV)/venv.ready pyproject.toml constraints.txt tests/checkers/package.json
	@$(call step,setting up $(VENV) with the tools for tests,$(INSTALL) -e '.[test]')
	@($(call step,setting up programs that tests talk to,"$(PYTHON)" -m venv $(VENV)/peers && \
	$(VENV)/peers/bin/python $(PIP) 'pelican[markdown]==4.12.*' 'moto[server]==5.2.*')) || \
	echo "without Pelican and moto, their tests are skipped"
	@$(call step,setting up a reader of catalogs of books,$(VENV)/peers/bin/python $(PIP) 'shelfline==0.1.*') || \
	echo "without Shelfline, its test is skipped"
	@if command -v npm >/dev/null; then mkdir -p $(VENV)/checkers; \
	cp tests/checkers/package.json $(VENV)/checkers/; \
	($(call step,setting up the checkers that come from npm,$(NPM) || $(NPM))) || \
	echo "npm could not install the checkers: their tests are skipped"; fi
	@touch $@ $(VENV)/site.ready

docs: $(VENV)/test.ready
	$(IN_VENV) -m docs

clean:
	rm -rf $(VENV) public .broadsheet

# Finds the interface's words anew and brings the catalogues up to date; then translate and run it again.
words: $(VENV)/site.ready
	$(VENV)/bin/pybabel --quiet extract -F broadsheet/data/locale/babel.cfg -k say -k _say --no-location \
	--sort-output --omit-header -o broadsheet/data/locale/broadsheet.pot .
	$(VENV)/bin/pybabel --quiet update -i broadsheet/data/locale/broadsheet.pot -d broadsheet/data/locale \
	-D broadsheet --no-fuzzy-matching --ignore-pot-creation-date --ignore-obsolete -w 100
	$(VENV)/bin/pybabel --quiet compile -d broadsheet/data/locale -D broadsheet

# Pictures of the sample sites in build/screenshots, and those of the documents in docs.
screenshots: $(VENV)/test.ready
	$(IN_VENV) docs/screenshots.py
	BROADSHEET_PICTURES=1 $(VENV)/bin/pytest -q tests/desk_server/test_stopwatch.py

# The charts of the sample site and of a new site, from the figures in docs/sample_charts.py.
.PHONY: charts
charts: $(VENV)/test.ready
	$(IN_VENV) -m docs.sample_charts
