"""Whose rows a file tells, when nobody has said it: by the names in it, its own name, its sender."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.text import Truncator

from municipalities.models import Municipality
from reports.importing.drafts import Heading, row_says_no_events, under_headings
from reports.importing.known_names import KnownNames
from reports.importing.read_table import EventCells, ReadTable

_SHOWN = 100  # characters of a text that a sentence quotes


@dataclass
class Part:
    """The rows of one municipality. ``doubt`` says why somebody must be asked whose they are; then
    ``municipality`` is only what is likely."""

    municipality: Municipality | None
    doubt: str = ""
    rows: list[EventCells] = field(default_factory=list)
    says_no_events: bool = False


@dataclass(frozen=True)
class Wrapping:
    """What is known besides the file: its name, and of whom the letter came."""

    file_name: str = ""
    senders: tuple[Municipality, ...] = ()


def parts_of(table: ReadTable, known: KnownNames[Municipality], wrapping: Wrapping) -> list[Part]:
    """The municipalities of a file in its order, each once; rows of which it is not sure whose they
    are stand in a part of their own. A file that tells nothing is one part without rows."""
    parts: dict[object, Part] = {}
    for row, heading, is_name in under_headings(table, known):
        if is_name:
            continue
        tells_none = row_says_no_events(row)
        if isinstance(row, EventCells) or tells_none:
            part = parts.setdefault(_key(heading), _begun(heading))
            if tells_none:
                part.says_no_events = True
            elif isinstance(row, EventCells):
                part.rows.append(row)
    found = list(parts.values()) or [Part(None)]
    certain = [part.municipality for part in found if part.municipality and not part.doubt]
    for part in found:
        if part.municipality is None and not part.doubt and not certain:
            _guess(part, _mentioned(table, known), known, wrapping)
        elif part.municipality is None and not part.doubt:
            part.doubt = "Над этими строками не сказано, чьи они."
        elif len(found) == 1 and not part.doubt:
            _check(part, known, wrapping)
    return found


def _key(heading: Heading | None) -> object:
    if heading is None:
        return None
    if heading.is_certain and heading.municipality is not None:
        return heading.municipality.pk
    return None if heading.municipality is not None else heading.text


def _begun(heading: Heading | None) -> Part:
    if heading is None or (heading.municipality is not None and not heading.is_certain):
        return Part(None)
    if heading.municipality is None:
        return Part(None, f"В файле написано «{_short(heading.text)}», а такого названия нет.")
    return Part(heading.municipality)


def _mentioned(table: ReadTable, known: KnownNames[Municipality]) -> list[Municipality]:
    """In headings, titles and signatures, but not in what the events tell."""
    texts = [left.text for left in (*table.titles, *table.leftovers) if not left.is_hidden]
    named = [one for text in texts for one in (known.find(text), *known.mentioned(text)) if one]
    return list(dict.fromkeys(named))


def _guess(
    part: Part,
    mentioned: list[Municipality],
    known: KnownNames[Municipality],
    wrapping: Wrapping,
) -> None:
    hints = [mentioned, known.hinted(wrapping.file_name), list(wrapping.senders)]
    hints = [each for each in hints if each]
    agreed = _common(hints)
    if len(agreed) == 1:
        part.municipality = agreed[0]
    elif not hints:
        part.doubt = "В файле не сказано, чей это отчет."
    else:
        part.doubt = f"Непонятно, чей это отчет: названы {_names(hints)}."


def _check(part: Part, known: KnownNames[Municipality], wrapping: Wrapping) -> None:
    """What the file names must not be contradicted by how it came."""
    for told, hints in (
        ("в имени файла", known.hinted(wrapping.file_name)),
        ("отправитель письма", list(wrapping.senders)),
    ):
        if hints and part.municipality not in hints:
            part.doubt = f"В таблице названо одно, а {told} — другое: {_names([hints])}."


def _common(hints: list[list[Municipality]]) -> list[Municipality]:
    """What all kinds of hints agree on."""
    if not hints:
        return []
    return [one for one in hints[0] if all(one in each for each in hints[1:])]


def _names(hints: Iterable[Iterable[Municipality]]) -> str:
    named = dict.fromkeys(str(one) for each in hints for one in each)
    return ", ".join(f"«{name}»" for name in named)


def _short(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(_SHOWN)
