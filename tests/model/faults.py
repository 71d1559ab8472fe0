"""A database that fails in the middle of a step."""

from contextlib import contextmanager

from django.db import OperationalError, connection


class Lost(OperationalError):
    """The planted failure: whatever else goes wrong is not taken for it."""


@contextmanager
def failing_statement(number: int, *, for_good: bool):
    """The ``number``-th statement fails, and every later one too when it is ``for_good``."""
    count = 0

    def run(execute, sql, params, many, context):
        nonlocal count
        if sql.startswith("ROLLBACK") or (count >= number and sql.startswith("RELEASE")):
            return execute(sql, params, many, context)  # a lost connection does it by itself
        count += 1
        if count == number or (for_good and count > number):
            raise Lost(f"statement {count} failed: {sql[:60]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(run):
        yield


@contextmanager
def counted_statements():
    """The statements of which one may fail, in their order."""
    said: list[str] = []

    def run(execute, sql, params, many, context):
        if not sql.startswith("ROLLBACK"):
            said.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(run):
        yield said
