"""Reads settings from the environment and from ``.env``, and refuses to start half-configured."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")  # the real environment wins over the file

DEBUG = env.bool("DEBUG", default=False)


def required(name: str, development: str) -> str:
    """The value of ``name``; outside DEBUG an absent one stops the start.

    ``development`` is used only when DEBUG was asked for.
    """
    value = env.str(name, default="")
    if value:
        return value
    if DEBUG:
        return development
    raise ImproperlyConfigured(
        f"Не задана переменная окружения {name}. Без нее «Свод» не запускается; "
        "образец всех переменных — в файле .env.example."
    )
