"""One structured line for each thing that the server's keeper may ask about later: ``event=transition
request=5f2c… action=submit report=12 user=3``.

Keys, numbers and addresses of the network only. A text, a name or an address of a person never gets
in: whatever does not look like a key of ours is left out.
"""

import logging
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial

from django.db import transaction
from django.http import HttpRequest, HttpResponse

Fact = str | int | None

NUMBER_HEADER = "X-Request-Number"

_KEY = re.compile(r"[a-z0-9_.:-]{1,40}", re.ASCII)
_facts: ContextVar[dict[str, Fact]] = ContextVar("facts_of_every_line", default={})  # noqa: B039 - never changed in place


class NumberMiddleware:
    """Gives every request a number, which all its lines carry and its answer names."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with about(request=_new_number()):
            response = self.get_response(request)
            response[NUMBER_HEADER] = number_of_request()
            return response


class NumberFilter(logging.Filter):
    """Every line of any logger gets the attribute ``number``: that of the request during which
    it was written, «-» outside one."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.number = number_of_request() or "-"
        return True


def number_of_request() -> str:
    """Of the one that is being answered; empty outside one. Digits alone, to be said by telephone."""
    return str(_facts.get().get("request") or "")


def _new_number() -> str:
    digits = f"{secrets.randbelow(10**8):08}"
    return f"{digits[:4]}-{digits[4:]}"


@contextmanager
def about(**facts: Fact) -> Iterator[None]:
    """Every line written within carries ``facts`` too."""
    token = _facts.set(_facts.get() | facts)
    try:
        yield
    finally:
        _facts.reset(token)


def log_line(event: str, **facts: Fact) -> None:
    """Write the line of ``event`` now, to the logger ``svod.<event>``."""
    known = _facts.get() | facts
    line = " ".join(f"{name}={_shown(fact)}" for name, fact in known.items())
    logging.getLogger(f"svod.{event}").info("event=%s %s", event, line)


def log_line_when_done(event: str, **facts: Fact) -> None:
    """Write the line once what it says is committed; never, when it is taken back."""
    transaction.on_commit(partial(log_line, event, **(_facts.get() | facts)), robust=True)


def _shown(fact: Fact) -> str:
    if isinstance(fact, str):
        return str(fact) if _KEY.fullmatch(fact) else "-"
    return "-" if fact is None else str(int(fact))
