"""PostgreSQL that a request waits for no longer than ``config.postgresql.deadline`` says.

A connection that did not answer in time is thrown away: its answer might come to the next question.
"""

import time
from types import SimpleNamespace

import psycopg
from django.db.backends.postgresql import base

from config.postgresql import deadline

CONNECT, CHECK = 3, 2  # seconds: for a new connection; to learn whether an old one still works
SERVER_TIMEOUTS = (
    f"-c statement_timeout={deadline.STATEMENT[deadline.PAGE]} -c lock_timeout=4000 "
    "-c idle_in_transaction_session_timeout=60000"
)


class NoAnswer(psycopg.OperationalError):
    pass


class Connection(psycopg.Connection):
    @classmethod
    def _connect_gen(cls, conninfo=""):
        return _within(super()._connect_gen(conninfo), at_most=CONNECT)

    def wait(self, gen, *args, **kwargs):
        try:
            return super().wait(_within(gen), *args, **kwargs)
        except NoAnswer:
            self.pgconn.finish()
            raise


class DatabaseWrapper(base.DatabaseWrapper):
    Database = SimpleNamespace(  # type: ignore[assignment] # what Django asks of a driver
        **vars(psycopg) | {"connect": Connection.connect}
    )

    def get_connection_params(self):
        params = super().get_connection_params()
        if params.pop("server_timeouts", False) and deadline.running() is not None:
            params["options"] = f"{params.get('options', '')} {SERVER_TIMEOUTS}".strip()
        return params

    def is_usable(self):
        """Asked at the start and the end of requests, outside their deadlines as well."""
        running = deadline.running()
        with deadline.database_within(CHECK if running is None else min(CHECK, running.left)):
            return super().is_usable()


def _within(gen, at_most=float("inf")):
    """``gen`` of psycopg, ended with ``NoAnswer`` when its time is over."""
    running = deadline.running()
    return gen if running is None else _ended(gen, running, min(at_most, running.left))


def _ended(gen, running, seconds):
    end = time.monotonic() + seconds
    try:
        wanted = next(gen)
        while True:
            ready = yield wanted
            if not ready and time.monotonic() >= end:  # psycopg wakes it ten times a second
                running.left -= seconds
                raise NoAnswer("the database does not answer")
            wanted = gen.send(ready)
    except StopIteration as result:
        return result.value
