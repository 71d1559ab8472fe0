"""An empty database of its own for a benchmark: a file of SQLite or, with DATABASE_URL, a scratch
database of that server."""

import contextlib
import os
import tempfile
from collections.abc import Iterator


@contextlib.contextmanager
def scratch_database(urls: str = "") -> Iterator[None]:
    """Nothing of Django may be imported before. ``urls`` is the module of addresses, if not ours."""
    _set_up(urls)
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        teardown_databases(databases, verbosity=0)


def _set_up(urls: str) -> None:
    os.environ.setdefault("DEBUG", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    folder = tempfile.mkdtemp(prefix="svod-bench-")
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/db.sqlite3")
    import django
    from django.conf import settings

    django.setup()
    settings.DEBUG = False  # or every query is kept
    settings.ROOT_URLCONF = urls or settings.ROOT_URLCONF
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        settings.DATABASES["default"]["TEST"]["NAME"] = f"{folder}/test.sqlite3"
    settings.SECURE_SSL_REDIRECT = False
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    settings.MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
