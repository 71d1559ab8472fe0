import importlib
import os
import tempfile
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, override_settings

from municipalities.models import Municipality, Role
from tests import factories

# Playwright runs an event loop of its own in the thread of the test.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_configure():
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # With hashed names the live server serves no file at all, and pages pass bare.
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    # A query for every row of a page is an error; Django's admin is not ours to mend.
    settings.INSTALLED_APPS += ["zeal"]
    settings.MIDDLEWARE.insert(0, "zeal.middleware.zeal_middleware")
    settings.SECURE_SSL_REDIRECT = False
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
        # A file, not memory: threads race on it as they do in a real installation.
        folder = tempfile.mkdtemp(prefix="svod-tests-")
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = f"{folder}/db.sqlite3"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests begin without municipalities: the 27 of the migration would be gone after the first
    test that empties the tables, and there before it."""
    with django_db_blocker.unblock():
        Municipality.objects.all().delete()
        Municipality.history.all().delete()
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            # A server of the tests may still be finishing a request that nobody waits for; its
            # session would keep the database from being removed.
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    """The 27 municipalities and all that ``demo`` makes, once for the tests of a module: each of them
    gives back what it changes. The value is what the command has printed."""
    printed = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        the_27 = importlib.import_module("municipalities.migrations.0002_the_27_municipalities")
        the_27.load(apps, None)
        with override_settings(DEBUG=True):
            call_command("demo", stdout=printed)
        yield printed.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def vyazma(db):
    return factories.make_municipality("vyazma", short_name="Вяземский район")


@pytest.fixture
def rudnya(db):
    return factories.make_municipality("rudnya", short_name="Руднянский район")


@pytest.fixture
def clerk(vyazma):
    """The clerk of Вязьма."""
    return factories.make_user(municipality=vyazma, username="clerk", full_name="Сотрудник Вязьмы")


@pytest.fixture
def stranger(rudnya):
    """The clerk of Рудня, to whom nothing of Вязьма belongs."""
    return factories.make_user(
        municipality=rudnya, username="stranger", full_name="Сотрудник Рудни"
    )


@pytest.fixture
def reviewer(db):
    return factories.make_user(Role.REGION, username="reviewer", full_name="Сотрудник региона")


@pytest.fixture
def administrator(db):
    return factories.make_user(Role.ADMIN, username="administrator", full_name="Администратор")


@pytest.fixture
def sign_in():
    """``sign_in(person)`` → a test client in which they are signed in."""

    def client_of(person):
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return client_of
