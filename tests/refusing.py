"""A refusal that a test waits for."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from reports.procedure.guards import Refused


@contextmanager
def refused(code: str, match: str | None = None) -> Iterator[None]:
    """``code`` is what the log says of it, ``match`` stands in its sentence; None where another test
    asks for the words."""
    with pytest.raises(Refused, match=match) as caught:
        yield
    assert caught.value.code == code
