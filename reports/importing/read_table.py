"""What any file or the clipboard becomes: sections, events and what is left over."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reports.importing.chosen_columns import AskedColumns, ChosenColumns
from reports.importing.page import row_place
from reports.language.no_events import says_no_events


@dataclass(frozen=True)
class _TableRow:
    number: int  # in its table, as a person counts: from one, the heading included
    table: int | None = field(default=None, kw_only=True)  # its number, if the file has several
    order: int = field(default=0, kw_only=True, compare=False)  # among all that the file tells

    @property
    def where(self) -> str:
        return row_place(self.number, self.table)


@dataclass(frozen=True)
class EventCells(_TableRow):
    """One event as it was typed: paragraphs and line breaks are newlines, nothing is cleaned."""

    name: str
    place: str
    period: str
    content: str
    participants: str
    others: tuple[str, ...] = field(default=(), compare=False)  # of the columns that are not ours
    facts: Mapping[str, str] = field(default_factory=dict, compare=False)  # see ``event_facts``
    joined: tuple[int, ...] = field(default=(), compare=False)  # numbers of rows that go on with it
    alone: tuple[str, ...] = field(default=(), compare=False)  # texts of those that say but one

    @classmethod
    def of(
        cls,
        texts: Mapping[str, str],
        number: int,
        others: tuple[str, ...],
        table: int | None,
        order: int,
    ) -> "EventCells":
        """With ``texts`` by the keys of the columns."""
        return cls(
            number,
            name=texts["name"],
            place=texts["place"],
            period=texts["period"],
            content=texts["content"],
            participants=texts["participants"],
            others=others,
            table=table,
            order=order,
        )

    @property
    def title(self) -> str:
        """The row as one text, if it has no period: it may be a name, in whatever column."""
        texts = [self.name, self.place, self.content, self.participants, *self.others]
        return "" if self.period.strip() else " ".join(text for text in texts if text.strip())


@dataclass(frozen=True)
class SectionHeading(_TableRow):
    """A row of one cell over the whole width: the name of a municipality."""

    text: str

    @property
    def title(self) -> str:
        return self.text


@dataclass(frozen=True)
class Leftover:
    """Text of the file that went into no event and no section, and where it stands."""

    place: str
    text: str
    reason: str = ""  # why it was not taken, a whole sentence
    is_hidden: bool = field(default=False, kw_only=True)  # the file does not show it
    # Among all that the file tells, if the text may name whose rows stand below it.
    order: int | None = field(default=None, kw_only=True, compare=False)


@dataclass(frozen=True)
class ReadTable:
    """``rows`` in their order; ``leftovers`` are all other text of the source."""

    rows: tuple[EventCells | SectionHeading, ...]
    leftovers: tuple[Leftover, ...]
    titles: tuple[Leftover, ...] = ()  # of sheets: they may name whose rows stand there
    asked: AskedColumns | None = None  # its columns are not certain
    recalled: ChosenColumns | None = None  # its columns were told by a person

    @property
    def says_no_events(self) -> bool:
        """Whether it has no events, and says that there were none."""
        if any(isinstance(row, EventCells) for row in self.rows):
            return False
        texts = [row.title for row in self.rows]
        texts += [left.text for left in self.leftovers if not left.is_hidden]
        return any(map(says_no_events, texts))
