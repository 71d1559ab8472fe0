"""Rows of a read table → values of events, municipality by municipality. Writes nothing.

An archived report (``drafts_of``) is taken whole or not at all; what a clerk brings into her own
report (``offers_of``) is taken as far as it can be read, for her to look at.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.text import Truncator

from municipalities.models import Municipality
from reports.columns import BY_KEY, FREE_TEXT_KEYS, WRITTEN_KEYS
from reports.export.table import NO_EVENTS
from reports.importing.cell_periods import parse_cell, place_and_period
from reports.importing.event_facts import facts_of
from reports.importing.known_names import KnownNames, Name
from reports.importing.read_table import EventCells, Leftover, ReadTable, SectionHeading
from reports.language import event_period, typography
from reports.language.no_events import says_no_events
from reports.language.plural import ru_number
from reports.models import Format, Quarter, Report
from reports.models.fields import LONGEST_TEXT
from reports.office.archive import FileError

_PERIOD, _NAME = BY_KEY["period"].name, BY_KEY["name"].name
COLUMNS_OF_FACTS = {
    "format": "Формат",
    "category": "Вид",
    "countries": "Страны",
    "agreements": "Договоренности",
    "participants_own": "Участников от муниципального образования",
    "participants_total": "Участников всего",
}
MOST_QUOTED = 100  # characters of a text that a sentence names

Values = dict[str, str]  # field of an event → its text


@dataclass
class MunicipalityDraft:
    """The events of one municipality in a file; ``events`` are values for ``archive_report``,
    ``notes`` say what of their periods is left out, or is doubtful."""

    municipality: Municipality
    events: list[Values] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Heading:
    """The last text above a row that names its municipality."""

    municipality: Municipality | None  # None: they look like a name, and we do not know it
    text: str
    where: str
    is_certain: bool = True  # they are its name and nothing else, in a place where one stands
    is_row: bool = False

    def note(self, day: dt.date) -> str:
        """For a row below that is not known to be the report's own, with the name of the day."""
        if self.is_row:
            return f"В таблице стоит под строкой «{_short(self.text)}»."
        known = self.municipality
        name = known.short_name_on(day) if known else _short(self.text)
        return (
            f"Выше в файле названо другое муниципальное образование: «{name}». "
            "Проверьте, ваше ли это мероприятие."
        )


def under_headings(
    table: ReadTable, known: KnownNames[Municipality]
) -> Iterator[tuple[EventCells | SectionHeading, Heading | None, bool]]:
    """Every row in the order of the file, what stands above it, and whether it is a name itself.

    A name may stand in a row of any shape, in a paragraph, a text box, another table or a page
    header. Where it is only mentioned, or hidden, or one of several texts, nothing is certain.
    """
    heading = None
    named = [leftover for leftover in table.leftovers if leftover.order is not None]
    for item in sorted([*named, *table.titles, *table.rows], key=lambda item: item.order or 0):
        if isinstance(item, Leftover):
            heading = _after(item, heading, known)
            continue
        title = item.title
        municipality = known.find(title, in_table=True)
        if municipality is not None:
            heading = Heading(municipality, title, item.where, is_row=True)
        elif isinstance(item, SectionHeading):
            heading = _mentioned(title, item.where, heading, known)
        yield item, _beside(item, heading, known), municipality is not None
        heading = _among(item, heading, known)


def _after(
    left: Leftover, heading: Heading | None, known: KnownNames[Municipality]
) -> Heading | None:
    """The heading that holds for the rows below, once this text is read."""
    municipality = known.find(left.text)
    if municipality is None:
        return heading if left.is_hidden else _mentioned(left.text, left.place, heading, known)
    is_certain = not left.is_hidden and left.order != 0
    if not is_certain and heading and heading.municipality == municipality:
        return heading
    return Heading(municipality, left.text, left.place, is_certain)


def _mentioned(
    text: str, where: str, heading: Heading | None, known: KnownNames[Municipality]
) -> Heading | None:
    mentioned = known.mentioned(text)
    if heading and heading.municipality in mentioned:
        return heading
    if mentioned:
        return Heading(mentioned[0], text, where, is_certain=False)
    if known.looks_like_a_name(text):
        return Heading(None, text, where, is_certain=False)
    return heading


def _among(
    row: EventCells | SectionHeading, heading: Heading | None, known: KnownNames[Municipality]
) -> Heading | None:
    """The heading below a row that others were taken to go on with: one of them may be a name."""
    for text in row.alone if isinstance(row, EventCells) else ():
        municipality = known.find(text, in_table=True)
        is_other = municipality is not None or known.looks_like_a_name(text)
        if is_other and not (heading and heading.municipality == municipality):
            heading = Heading(municipality, text, row.where, is_certain=False)
    return heading


def _beside(
    row: EventCells | SectionHeading,
    heading: Heading | None,
    known: KnownNames[Municipality],
) -> Heading | None:
    """The same for a row that has a name in a column which is not ours."""
    for text in row.others if isinstance(row, EventCells) else ():
        municipality = known.find(text)
        if municipality is not None and not (heading and heading.municipality == municipality):
            return Heading(municipality, text, row.where, is_certain=False)
    return heading


def drafts_of(
    table: ReadTable, quarter: Quarter, only: Municipality | None = None
) -> list[MunicipalityDraft]:
    """The municipalities of ``table`` in their order, each once; without events where the file
    says that there were none.

    ``only`` is the municipality of a file without section rows. Raises ``FileError`` with one
    line for every row that cannot be taken, or that may be of another municipality.
    """
    drafts: dict[int, MunicipalityDraft] = {}
    errors = []
    for row, heading, is_name in under_headings(table, known_names(quarter)):
        try:
            if is_name:
                _whose(row, heading, only)
            elif row_says_no_events(row) and (heading or only):
                owner = _whose(row, heading, only)
                drafts.setdefault(owner.pk, MunicipalityDraft(owner))
            elif isinstance(row, SectionHeading):
                raise FileError(
                    f"{_where(row)}: муниципальное образование «{row.text}» неизвестно."
                )
            else:
                values, notes = event_values(row, quarter)
                owner = _whose(row, heading, only)
                draft = drafts.setdefault(owner.pk, MunicipalityDraft(owner))
                draft.events.append(values)
                draft.notes += notes
        except FileError as error:
            errors.append(str(error))
    if errors:
        raise FileError("\n".join(errors))
    if not drafts and only and table.says_no_events:
        return [MunicipalityDraft(only)]
    return list(drafts.values())


def _whose(
    row: EventCells | SectionHeading, heading: Heading | None, only: Municipality | None
) -> Municipality:
    if heading is None:
        if only is None:
            raise FileError(
                f"{_where(row)}: над ней нет строки с названием муниципального "
                "образования. Укажите, чей это отчет."
            )
        return only
    if only is not None and heading.municipality == only:
        return only
    if heading.municipality is None or not heading.is_certain:
        raise FileError(
            f"{_where(row)}: непонятно, чье это мероприятие: {heading.where} — "
            f"«{_short(heading.text)}». Поставьте над ней строку с названием муниципального "
            "образования."
        )
    if only is not None:
        raise FileError(
            f"{_where(row)}: «{_short(heading.text)}», а загружается отчет другого "
            "муниципального образования."
        )
    return heading.municipality


def row_says_no_events(row: EventCells | SectionHeading) -> bool:
    """Whether the row stands in the place of events: across the table, or as one cell of it."""
    heading = [row.text] if isinstance(row, SectionHeading) else []
    texts = heading or [getattr(row, key) for key in WRITTEN_KEYS]
    return [says_no_events(text) for text in texts if text.strip()] == [True]


def event_values(row: EventCells, quarter: Quarter) -> tuple[Values, list[str]]:
    """One row → values of an event, and notes on its period. Raises ``FileError`` when that is
    unreadable."""
    values = _event_texts(row, quarter)
    try:
        period = parse_cell(values["period"], quarter)
    except event_period.PeriodError as error:
        raise FileError(f"{_where(row)}, столбец «{_PERIOD}»: {error}") from error
    if not event_period.intersects(period, quarter):
        raise FileError(f"{_where(row)}, столбец «{_PERIOD}»: «{period.text}» — это не {quarter}.")
    if not values["name"]:
        raise FileError(f"{_where(row)}, столбец «{_NAME}»: здесь пусто.")
    notes = [f"{_where(row)}, столбец «{_PERIOD}»: {note}" for note in period.notes]
    return values | {"period": period.text}, notes


def _event_texts(row: EventCells, quarter: Quarter) -> Values:
    given = {key: typography.clean(getattr(row, key)) for key in WRITTEN_KEYS}
    if given["place"] and given["place"] == given["period"]:  # of one column for both
        given["place"], given["period"] = place_and_period(given["period"], quarter)
    texts = given | {key: typography.unwrap(given[key]) for key in FREE_TEXT_KEYS}
    name, is_online = typography.split_online_mark(texts["name"])
    facts = facts_of(row.facts)
    if facts.get("format", Format.ONLINE) != Format.ONLINE:  # the mark says another thing: it stays
        return texts | facts
    return texts | {"name": name, "format": Format.ONLINE if is_online else ""} | facts


@dataclass(frozen=True)
class Offer:
    """One event as it would stand in the report, and what the clerk is told of it."""

    where: str
    values: Values  # for ``editing.add_events``
    period_note: str = ""
    name_note: str = ""
    is_other_quarter: bool = False  # of another quarter: the wrong table, most likely
    joined_note: str = ""  # which rows of the table are one here
    facts_note: str = ""  # what is taken beside the columns of the document

    @property
    def is_wanted(self) -> bool:
        """Whether the preview shows it ticked at first."""
        return not (self.name_note or self.is_other_quarter)


def offers_of(
    table: ReadTable, report: Report, most: int | None = None
) -> tuple[list[Offer], list[Leftover]]:
    """Every text of ``table``: as an event for ``report``, or as not taken.

    Reads no further than ``most`` events and one. Raises ``FileError`` for a text that no field
    can hold.
    """
    offers, leftovers = [], list(table.leftovers)
    for row, heading, is_name in under_headings(table, known_names(report.quarter)):
        foreign = heading if heading and heading.municipality != report.municipality else None
        if is_name:
            if foreign:
                leftovers.append(Leftover(row.where, row.title))
        elif isinstance(row, SectionHeading) or row_says_no_events(row):
            leftovers.append(Leftover(row.where, row.title or NO_EVENTS))
        else:
            whose_note = foreign.note(report.quarter.end) if foreign else ""
            offers.append(offer_of(row, report.quarter, whose_note))
            if most is not None and len(offers) > most:
                break
    return offers, leftovers


def offer_of(row: EventCells, quarter: Quarter, whose_note: str = "") -> Offer:
    """Raises ``FileError`` for a text that no field can hold."""
    values = _event_texts(row, quarter)
    if any(len(text) > LONGEST_TEXT for text in values.values()):
        raise FileError(f"{_where(row)}: в одной ячейке больше {ru_number(LONGEST_TEXT)} знаков.")
    values["period"], period_note, is_other_quarter = _read_period(values["period"], quarter)
    return Offer(
        row.where,
        values,
        period_note,
        whose_note,
        is_other_quarter,
        _joined_note(row),
        _facts_note(row),
    )


def _facts_note(row: EventCells) -> str:
    taken = facts_of(row.facts)
    shown = [f"{COLUMNS_OF_FACTS[name]}: {' '.join(row.facts[name].split())}" for name in taken]
    return f"Взято и это. {'; '.join(shown)}." if shown else ""


def _joined_note(row: EventCells) -> str:
    if not row.joined:
        return ""
    numbers = ", ".join(map(str, row.joined))
    if len(row.joined) == 1:
        return f"Строка {numbers} — продолжение этой."
    return f"Строки {numbers} — продолжение этой."


def _read_period(text: str, quarter: Quarter) -> tuple[str, str, bool]:
    """The period as printed, or as typed while it cannot be read; what to say of it; whether it is
    of another quarter."""
    if not text:
        return "", "Сроки не указаны. Укажите их в черновике.", False
    try:
        period = parse_cell(text, quarter)
    except event_period.PeriodError as error:
        return text, f"Перенесено как есть. {error}", False
    is_other_quarter = not event_period.intersects(period, quarter)
    notes = list(period.notes)
    if is_other_quarter:
        notes.insert(0, f"Это не {quarter}. Проверьте сроки в черновике.")
    elif period.year_assumed:
        notes.insert(0, "Год не был указан. Проверьте, тот ли он.")
    return period.text, " ".join(notes), is_other_quarter


def _where(row: EventCells | SectionHeading) -> str:
    return row.where.capitalize()


def _short(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(MOST_QUOTED)


def known_names(quarter: Quarter) -> KnownNames[Municipality]:
    """All names of all municipalities, official and short, of any time, and their codes."""
    municipalities = Municipality.objects.with_names()
    return KnownNames(
        Name(text, municipality, name == municipality.name_on(quarter.end))
        for municipality in municipalities
        for name in municipality.names.all()
        for text in (name.full_name, name.short_name, municipality.slug)
    )
