"""The columns of a table whose headings tell too little: assumed, told by a person, or to be asked."""

import re
from collections import Counter
from collections.abc import Sequence

from reports.columns import WRITTEN_KEYS
from reports.importing.chosen_columns import CHOICES, AskedColumns, Chosen, ChosenColumns, ask
from reports.importing.column_headings import TITLES, find_columns, find_facts, find_more
from reports.importing.page import Row
from reports.importing.row_numbers import RUNNING_NUMBER
from reports.importing.table_columns import TableColumns

OFFICIAL_LENGTHS = (len(WRITTEN_KEYS), len(TITLES))
UNKNOWN = TableColumns({}, [], ())
_DIGIT = re.compile(r"\d")

Settled = tuple[TableColumns, AskedColumns | None, ChosenColumns | None]


def settle(rows: Sequence[Row], chosen: Chosen) -> Settled:
    """The columns, unless headings will tell them; what to ask; what a person has said of them."""
    texts = [[cell.text for cell in row.cells] for row in rows]
    known = [(at, found) for at, row in enumerate(texts) if (found := find_columns(row))]
    if known:
        at, found = known[0]
        too_little = chosen is not None and len(known) == 1 and _tells_too_little(texts[at], found)
        return UNKNOWN, ask(texts[at:], found) if too_little else None, None
    assumed = _assumed(rows, is_asked=chosen is not None)
    return (assumed, None, None) if assumed.titles else _told(texts, chosen)


def _told(texts: list[list[str]], chosen: Chosen) -> Settled:
    lengths = Counter(len(row) for row in texts if len(row) > 1)
    if not lengths or chosen is None:
        return UNKNOWN, None, None
    length = lengths.most_common(1)[0][0]
    for each in chosen:
        if not each.headings and len(each.fields) == length:
            titles = [CHOICES[name] for name in each.fields]
            columns = TableColumns(each.positions, titles, (), each.more, each.facts)
            return columns, None, each
    return UNKNOWN, ask([row for row in texts if len(row) == length], None), None


def _assumed(rows: Sequence[Row], *, is_asked: bool) -> TableColumns:
    """Without headings: those of the document, if rows are as long; where somebody can be asked, also
    only if nothing speaks against it."""
    lengths = Counter(len(row.cells) for row in rows if len(row.cells) in OFFICIAL_LENGTHS)
    if not lengths:
        return UNKNOWN
    length = lengths.most_common(1)[0][0]
    texts = [
        [cell.unmarked.strip() for cell in row.cells] for row in rows if len(row.cells) == length
    ]
    is_numbered = all(RUNNING_NUMBER.fullmatch(first) for first, *_ in texts)
    names = list(TITLES)[:length] if is_numbered else list(TITLES)[-length:]
    positions = {name: at for at, name in enumerate(names)}
    if is_asked and _speaks_against(texts, positions):
        return UNKNOWN
    return TableColumns(positions, [TITLES[name] for name in names], ())


def _speaks_against(texts: Sequence[Sequence[str]], positions: dict[str, int]) -> bool:
    """A heading that we do not know stands above the days, or few rows have days where they should."""
    days = [row[positions["period"]] for row in texts]
    has_heading = bool(days[0]) and not _DIGIT.search(days[0]) and any(map(_DIGIT.search, days[1:]))
    written = [day for day in days if day]
    told = sum(bool(_DIGIT.search(day)) for day in written)
    return has_heading or (len(written) > 1 and 2 * told < len(written))


def _tells_too_little(texts: Sequence[str], found: dict[str, int]) -> bool:
    """Whether a field has no column, and a column has no field."""
    more = find_more(texts, found)
    taken = {*found.values(), *more}
    taken |= set(find_facts(texts, taken))
    has_unknown = any(text.strip() and at not in taken for at, text in enumerate(texts))
    return has_unknown and not set(WRITTEN_KEYS) <= found.keys()
