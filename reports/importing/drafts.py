"""Rows of a read file → values of events, municipality by municipality. Writes nothing."""

from dataclasses import dataclass, field

from municipalities.models import Municipality, MunicipalityName
from reports.importing.archive import FileError
from reports.importing.word import EventCells, SectionHeading, WordTable
from reports.language import event_period, typography
from reports.models import Format, Quarter

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
    texts = {
        column: typography.unwrap(typography.clean(getattr(row, column))) for column in TEXT_COLUMNS
    }
    name, is_online = typography.split_online_mark(texts["name"])
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
    if not name:
        raise FileError(f"{_where(row)}, столбец «Наименование мероприятия»: здесь пусто.")
    return texts | {
        "name": name,
        "period": period.text,
        "format": Format.ONLINE if is_online else "",
    }


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
