"""What an issue keeps of the document, as data that JSON holds: all that decides what the files say."""

from typing import NotRequired, TypedDict


class RowContents(TypedDict):
    event: int
    cells: list[str]  # of the six columns


class SectionContents(TypedDict):
    title: str
    rows: list[RowContents]


class Contents(TypedDict):
    """``form`` is the key of a ``DocumentForm``, None for the default one. The statement is missing
    where the document makes none, or may not yet make it."""

    title: list[str]
    options: dict[str, str | int | bool | None]
    form: int | None
    sections: list[SectionContents]
    statement: NotRequired[str]
