# Thin aliases for habits. The real commands are bin/demo and bin/test.
PY = .venv/bin/python
BIN = .venv/bin
PRODUCTION = DJANGO_SETTINGS_MODULE=config.settings.production SECRET_KEY=only-for-the-check-x3vV8qk2Zr7mT1nB5yH9cW4pL6sD0fG \
	SITE_URL=https://valmentamo.example ALLOWED_HOSTS=valmentamo.example \
	KEY_FOLDER=var/check-keys SEAL_KEY=seal CREDENTIAL_KEY=credential

.PHONY: check format lint types layers templates deploy migrations texts messages run worker golden proof bench

check: lint types layers templates deploy migrations texts

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format:
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types:
	$(BIN)/mypy valmentamo rubric certificates courses site/config site/home site/accounts

layers:
	PYTHONPATH=.:site $(BIN)/lint-imports

templates:
	$(BIN)/djlint --lint --quiet valmentamo rubric certificates courses site

# What a public server would be told, with made-up values from the environment.
deploy:
	test -e var/check-keys/seal.pem || $(PRODUCTION) $(PY) manage.py certificate_keys new seal seal
	test -e var/check-keys/credential.pem || $(PRODUCTION) $(PY) manage.py certificate_keys new credential credential
	$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING

migrations:
	DJANGO_SETTINGS_MODULE=config.settings.test $(PY) manage.py makemigrations --check --dry-run

texts:
	$(PY) bin/messages.py --check

messages:
	$(PY) bin/messages.py

run:
	bin/demo

worker:
	$(PY) manage.py qcluster

# The approved pictures of the certificate's page, made again; look at them before a commit.
golden:
	RENEW_GOLDEN=1 $(PY) -m pytest tests/certificates/test_golden_pages.py -q

# What is too long for every day, on both databases; properties with new examples too.
proof:
	HYPOTHESIS_PROFILE=searching $(PY) -m pytest -n 2 -m "not browser"
	bin/services start
	env $$(bin/services env) $(PY) -m pytest -m proof; code=$$?; bin/services stop; exit $$code

bench:
	for file in benchmarks/*.py; do $(PY) -m benchmarks.$$(basename $$file .py) || exit 1; done
