# `make site` builds and shows the sample site, `make test` runs every check, `make docs` writes the
# documents that are made from the code. Each sets up .venv.

.PHONY: site test format docs clean
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

$(VENV)/test.ready: $(VENV)/venv.ready pyproject.toml constraints.txt
	@echo "setting up $(VENV) with the tools for tests"
	@$(INSTALL) -e '.[test]'
	@touch $@ $(VENV)/site.ready

docs: $(VENV)/test.ready
	$(IN_VENV) -m docs

clean:
	rm -rf $(VENV) public .broadsheet
