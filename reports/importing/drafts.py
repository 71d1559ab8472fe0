"""Rows of a read table → values of events, municipality by municipality. Writes nothing.

An archived report (``drafts_of``) is taken whole or not at all; what a clerk brings into her own
report (``offers_of``) is taken as far as it can be read, for her to look at.
"""

from dataclasses import dataclass, field

from municipalities.models import Municipality, MunicipalityName
from reports.fields import LONGEST_TEXT
from reports.importing.archive import FileError
from reports.importing.report_rows import EventCells, Leftover, SectionHeading, WordTable
from reports.language import event_period, typography
from reports.models import Format, Quarter, Report

NO_EVENTS = "Мероприятия не проводились"
TEXT_COLUMNS = ("name", "place", "content", "participants")


@dataclass
class MunicipalityDraft:
    """What a file tells of one municipality: ``events`` are values for ``archive_report``."""

    municipality: Municipality
    events: list[dict] = field(default_factory=list)


def drafts_of(
    table: WordTable, quarter: Quarter, only: Municipality | None = None
) -> list[MunicipalityDraft]:
    """The municipalities of ``table`` in their order, each once; without events where the file
    says that there were none.

    ``only`` is the municipality of a file without section rows. Raises ``FileError`` with one
    line for every row that cannot be taken.
    """
    known = _KnownNames(quarter)
    drafts: dict[int, MunicipalityDraft] = {}
    current = only
    errors = []
    for row in table.rows:
        try:
            if current is not None and _says_no_events(row):
                drafts.setdefault(current.pk, MunicipalityDraft(current))
            elif isinstance(row, SectionHeading):
                current = _municipality(row, known, only)
            else:
                values = event_values(row, quarter)
                if current is None:
                    raise FileError(
                        f"{_where(row)}: над ней нет строки с названием муниципального "
                        "образования. Укажите, чей это отчет."
                    )
                drafts.setdefault(current.pk, MunicipalityDraft(current)).events.append(values)
        except FileError as error:
            errors.append(str(error))
    if errors:
        raise FileError("\n".join(errors))
    return list(drafts.values())


def _says_no_events(row: EventCells | SectionHeading) -> bool:
    """Whether the row stands in the place of events: across the table, or as one cell of it."""
    if isinstance(row, SectionHeading):
        texts = [row.text]
    else:
        texts = [getattr(row, column) for column in (*TEXT_COLUMNS, "period")]
    return [_letters(text) for text in texts if text.strip()] == [_letters(NO_EVENTS)]


def event_values(row: EventCells, quarter: Quarter) -> dict:
    """One row → values of an event. Raises ``FileError`` when the period is unreadable."""
    values = _event_texts(row)
    try:
        period = event_period.parse(row.period, quarter)
    except event_period.PeriodError as error:
        raise FileError(
            f"{_where(row)}, столбец «Сроки проведения мероприятия»: {error}"
        ) from error
    if not event_period.intersects(period, quarter):
        raise FileError(
            f"{_where(row)}, столбец «Сроки проведения мероприятия»: «{period.text}» — это не {quarter}."
        )
    if not values["name"]:
        raise FileError(f"{_where(row)}, столбец «Наименование мероприятия»: здесь пусто.")
    return values | {"period": period.text}


def _event_texts(row: EventCells) -> dict:
    texts = {
        column: typography.unwrap(typography.clean(getattr(row, column))) for column in TEXT_COLUMNS
    }
    name, is_online = typography.split_online_mark(texts["name"])
    return texts | {"name": name, "format": Format.ONLINE if is_online else ""}


@dataclass(frozen=True)
class Offer:
    """One event as it would stand in the report, and what the clerk is told of it."""

    where: str
    values: dict  # for ``editing.add_events``
    period_note: str = ""
    name_note: str = ""
    is_elsewhen: bool = False  # of another quarter: the wrong table, most likely

    @property
    def is_wanted(self) -> bool:
        """Whether it is ticked to begin with."""
        return not (self.name_note or self.is_elsewhen)


def offers_of(table: WordTable, report: Report) -> tuple[list[Offer], list[Leftover]]:
    """Every text of ``table``: as an event for ``report``, or as not taken.

    Raises ``FileError`` for a text that no field can hold.
    """
    known = _KnownNames(report.quarter)
    stored = set(report.events.live().values_list("name", "period"))
    foreign = ""  # the municipality under whose name the rows stand, if it is another
    offers, leftovers = [], list(table.leftovers)
    for row in table.rows:
        title = _only_text(row)
        municipality = known.find(title) if title else None
        if municipality == report.municipality:
            foreign = ""
        elif municipality is not None:
            foreign = title
            leftovers.append(Leftover(row.where, title))
        elif isinstance(row, SectionHeading) or _says_no_events(row):
            leftovers.append(Leftover(row.where, title or NO_EVENTS))
        else:
            offers.append(_offer(row, report.quarter, foreign, stored))
    return offers, leftovers


def _only_text(row: EventCells | SectionHeading) -> str:
    """The text across the table; without merged cells it stands in the column of names."""
    if isinstance(row, SectionHeading):
        return row.text
    others = (row.place, row.period, row.content, row.participants)
    return "" if any(text.strip() for text in others) else row.name


def _offer(row: EventCells, quarter: Quarter, foreign: str, stored: set) -> Offer:
    values = _event_texts(row) | {"period": typography.clean(row.period)}
    if any(len(text) > LONGEST_TEXT for text in values.values()):
        raise FileError(f"{_where(row)}: в одной ячейке больше {LONGEST_TEXT} знаков.")
    values["period"], period_note = _read_period(values["period"], quarter)
    name_note = ""
    if (values["name"], values["period"]) in stored:
        name_note = "Такое мероприятие уже есть в отчете."
    elif foreign:
        name_note = f"В таблице стоит под строкой «{foreign}»."
    is_elsewhen = period_note == _elsewhen(quarter)
    return Offer(row.where, values, period_note, name_note, is_elsewhen)


def _read_period(text: str, quarter: Quarter) -> tuple[str, str]:
    """The period as printed, or as typed while it cannot be read, and what to say of it."""
    if not text:
        return "", "Сроки не указаны. Укажите их в черновике."
    try:
        period = event_period.parse(text, quarter)
    except event_period.PeriodError as error:
        return text, f"Не прочитано и перенесено как есть. {error}"
    if not event_period.intersects(period, quarter):
        return period.text, _elsewhen(quarter)
    if period.year_assumed:
        return period.text, "Год не был указан. Проверьте, тот ли он."
    return period.text, ""


def _elsewhen(quarter: Quarter) -> str:
    return f"Это не {quarter}. Проверьте сроки в черновике."


def _municipality(row: SectionHeading, known, only: Municipality | None) -> Municipality:
    municipality = known.find(row.text)
    if municipality is None:
        raise FileError(f"{_where(row)}: муниципальное образование «{row.text}» неизвестно.")
    if only is not None and municipality != only:
        raise FileError(
            f"{_where(row)}: «{row.text}», а загружается отчет другого муниципального образования."
        )
    return municipality


def _where(row: EventCells | SectionHeading) -> str:
    return row.where.capitalize()


class _KnownNames:
    """Finds a municipality by any of its names, full or short; those valid in the quarter first."""

    def __init__(self, quarter: Quarter):
        names = MunicipalityName.objects.select_related("municipality").order_by("valid_from")
        in_force, others = [], []
        for name in names:
            (in_force if name.valid_from <= quarter.end else others).append(name)
        self._by_key = {}
        for name in (*others, *in_force):  # the later entry wins
            for text in (name.short_name, name.full_name):
                self._by_key[_letters(text)] = name.municipality

    def find(self, text: str) -> Municipality | None:
        return self._by_key.get(_letters(text))


def _letters(name: str) -> str:
    """Quotes, dashes, spaces and ё are typed as they come."""
    return "".join(filter(str.isalnum, name.casefold())).replace("ё", "е")
