# Made in Gard. `make demo` and `make test` are all a newcomer needs.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# What is compiled is kept: or each of the processes of the tests compiles all of it anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help install install-tests demo test check bench lock messages clean

help: ## say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "make %-12s %s\n", $$1, $$2}'

.venv/installed: requirements/base.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/base.txt
	touch $@

.venv/installed-tests: requirements/test.txt .venv/installed
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/test.txt
	touch $@

# Translations are compiled here, without GNU gettext; the result is not kept in git.
locale/en/LC_MESSAGES/django.mo: locale/en/LC_MESSAGES/django.po .venv/installed
	$(BIN)/pybabel --quiet compile --domain django --directory locale

install: .venv/installed locale/en/LC_MESSAGES/django.mo ## create .venv and install the locked dependencies
install-tests: install .venv/installed-tests

demo: install ## serve the demonstration on 127.0.0.1:8000 (PORT=… to change)
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) load_demo --if-empty
	SITE_URL=http://127.0.0.1:$(PORT) $(MANAGE) runserver 127.0.0.1:$(PORT) --noreload

test: install-tests ## run every test
	$(BIN)/python -m pytest

check: install-tests ## lint, migrations, deployment settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint templates
	$(MANAGE) makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=madeingard.settings.production SITE_URL=https://check.example \
	  ALLOWED_HOSTS=check.example SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(60))") \
	  $(MANAGE) check --deploy --fail-level WARNING

bench: install-tests ## measure the budgets of docs/architecture.md
	$(BIN)/python -m bench

# With an early Python 3.11, as Debian's: what refuses it is then passed over for what does not.
lock: ## lock the dependencies anew (needs pip-tools)
	CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o requirements/base.txt requirements/base.in
	CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o requirements/test.txt requirements/test.in

messages: ## gather the strings to translate (needs GNU gettext)
	$(MANAGE) makemessages --locale en --ignore .venv --ignore var --no-location

clean: ## remove the demonstration's data
	rm -rf var
