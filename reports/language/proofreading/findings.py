"""What proofreading gives back."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """``text[start:end]`` is what the ``message`` is about.

    ``replacement`` is what that piece becomes with one click; None when it is only said.
    """

    rule: str
    start: int
    end: int
    message: str
    replacement: str | None = None


@dataclass(frozen=True, kw_only=True)
class TableFinding(Finding):
    """A finding that only the whole table shows; ``row`` counts the given rows from 0."""

    row: int
    field: str
