"""Files of reports that were accepted long ago: which quarter each is of, and what it brings."""

import re
from collections.abc import Sequence

from reports.importing.cell_periods import parse_cell
from reports.importing.drafts import MunicipalityDraft, event_values, known_names
from reports.importing.read_table import EventCells, ReadTable
from reports.importing.whose import Part, Wrapping, parts_of
from reports.language import event_period
from reports.language.quarters import EARLIEST_YEAR, LATEST_YEAR, named_in
from reports.language.quarters import Quarter as Calendar
from reports.models import Quarter
from reports.office.archive import FileError

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)", re.ASCII)


def quarter_told(table: ReadTable, file_name: str) -> Calendar:
    """The quarter that the file names, or that its name does, or else the only one that all its
    events fit into. Raises ``FileError``."""
    texts = [left.text for left in (*table.titles, *table.leftovers) if not left.is_hidden]
    for told in (texts, [file_name]):
        named = list(dict.fromkeys(quarter for text in told for quarter in named_in(text)))
        if len(named) == 1:
            return named[0]
        if named:
            raise FileError(
                f"Названы разные кварталы: {', '.join(each.nominative for each in named)}. "
                "Укажите квартал."
            )
    rows = [row for row in table.rows if isinstance(row, EventCells) and row.period.strip()]
    years = {int(year) for row in rows for year in _YEAR.findall(row.period)}
    fitting = [
        quarter
        for year in sorted(years)
        if EARLIEST_YEAR <= year <= LATEST_YEAR
        for quarter in (Calendar(year, number) for number in (1, 2, 3, 4))
        if _is_all_of(rows, quarter)
    ]
    if len(fitting) != 1:
        raise FileError("В файле не сказано, за какой он квартал. Укажите квартал.")
    return fitting[0]


def _is_all_of(rows: Sequence[EventCells], quarter: Calendar) -> bool:
    try:
        return all(
            event_period.intersects(parse_cell(row.period, quarter), quarter) for row in rows
        )
    except event_period.PeriodError:
        return False


def drafts_told(table: ReadTable, quarter: Quarter, file_name: str) -> list[MunicipalityDraft]:
    """As ``drafts_of``, for a file that may tell whose it is by a heading, a signature or its name.
    Raises ``FileError``."""
    parts = parts_of(table, known_names(quarter), Wrapping(file_name))
    drafts, errors = [], []
    for part in parts:
        try:
            drafts.append(_draft(part, quarter, is_zero=table.says_no_events))
        except FileError as error:
            errors.append(str(error))
    if errors:
        raise FileError("\n".join(errors))
    return drafts


def _draft(part: Part, quarter: Quarter, *, is_zero: bool) -> MunicipalityDraft:
    if part.municipality is None or part.doubt:
        raise FileError(part.doubt or "В файле не сказано, чей это отчет.")
    if not (part.rows or part.says_no_events or is_zero):
        raise FileError("В файле нет ни одного мероприятия.")
    draft, errors = MunicipalityDraft(part.municipality), []
    for row in part.rows:
        try:
            values, notes = event_values(row, quarter)
        except FileError as error:
            errors.append(str(error))
        else:
            draft.events.append(values)
            draft.notes += notes
    if errors:
        raise FileError("\n".join(errors))
    return draft
