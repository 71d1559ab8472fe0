"""A database that fails in the middle of a step."""

from contextlib import contextmanager

from django.db import OperationalError, connection

# What a lost connection does by itself.
_ENDS_A_TRANSACTION = ("ROLLBACK",)


class Lost(OperationalError):
    """The planted failure: whatever else goes wrong is not taken for it."""


@contextmanager
def failing_statement(number: int, *, for_good: bool):
    """The ``number``-th statement fails, and every later one too when it is ``for_good``."""
    count = 0

    def run(execute, sql, params, many, context):
        nonlocal count
        if sql.startswith(_ENDS_A_TRANSACTION):
            return execute(sql, params, many, context)
        count += 1
        if count == number or (for_good and count > number):
            raise Lost(f"statement {count} failed: {sql[:60]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(run):
        yield
