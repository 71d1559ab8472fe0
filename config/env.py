"""Reads settings from the environment and from ``.env``, and refuses to start half-configured."""

import ipaddress
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


def networks(name: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """Addresses and networks separated by commas; what is neither stops the start."""
    try:
        return [
            ipaddress.ip_network(part.strip(), strict=False)
            for part in env.str(name, default="").split(",")
            if part.strip()
        ]
    except ValueError as error:
        raise ImproperlyConfigured(
            f"Переменная окружения {name}: перечислите через запятую адреса и сети, "
            "например 127.0.0.1, 10.0.0.0/8."
        ) from error
