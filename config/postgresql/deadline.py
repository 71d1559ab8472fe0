"""How long a request waits for the database.

A server that hangs (a stopped process, a dead disk) answers nothing, its kernel still acknowledges
every packet, and no time-out of the server fires: the wait ends on this side. Commands have no limit.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import Error, OperationalError, connection

PAGE, HEALTH, FILE = 6, 2, 30  # seconds that may be waited in vain
# The server's own, kinder answer comes a little earlier.
STATEMENT = {PAGE: 5000, FILE: 28000}  # milliseconds

P = ParamSpec("P")
R = TypeVar("R")


class Deadline:
    """``left``: seconds for waits that end in vain; what is answered costs nothing."""

    def __init__(self, seconds: float):
        self.left = seconds


_running: ContextVar[Deadline | None] = ContextVar("deadline", default=None)
running = _running.get


@contextmanager
def database_within(seconds: float) -> Iterator[None]:
    """What is done in here waits for the database no longer than ``seconds`` in all."""
    outer, inner = running(), Deadline(seconds)
    token = _running.set(inner)
    try:
        with ExitStack() as stack:
            if outer is None and connection.vendor == "sqlite":
                stack.enter_context(connection.execute_wrapper(_wait_for_the_lock))
            yield
    finally:
        _running.reset(token)
        if outer is not None:
            outer.left -= seconds - inner.left


class DeadlineMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with database_within(PAGE):
            return self.get_response(request)


def makes_a_file(view: Callable[P, R]) -> Callable[P, R]:
    """For a view that writes or reads a whole document: it may wait longer than a page."""

    @wraps(view)
    def patient(*args: P.args, **kwargs: P.kwargs) -> R:
        with database_within(FILE), _longer_statements():
            return view(*args, **kwargs)

    return patient


def _wait_for_the_lock(execute, sql, params, many, context):
    """SQLite: another process may hold the lock for writing, and hang with it."""
    deadline = running()
    if deadline is None:
        return execute(sql, params, many, context)
    milliseconds = max(0, int(deadline.left * 1000))
    context["connection"].connection.execute(f"PRAGMA busy_timeout = {milliseconds}")
    try:
        return execute(sql, params, many, context)
    except OperationalError:
        deadline.left = 0
        raise


@contextmanager
def _longer_statements() -> Iterator[None]:
    """PostgreSQL, where its time-outs are ours to set."""
    if not connection.settings_dict["OPTIONS"].get("server_timeouts"):
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET statement_timeout = {STATEMENT[FILE]}")
    try:
        yield
    finally:
        try:
            with connection.cursor() as cursor:
                cursor.execute("RESET statement_timeout")
        except Error:
            connection.close()  # the connection is gone, or must not stay as it is
