"""Help with the text: what is offered with one click, and what is only said.

Nothing is ever changed here. Findings may overlap (a name in quotes holds a glued number): apply
one, then ask again.
"""

import bisect
import functools
import re
from collections.abc import Iterable, Mapping
from operator import itemgetter

from reports.language.places import Added, words_of
from reports.language.proofreading.agreement import check_agreement
from reports.language.proofreading.cells import (
    check_length,
    check_name,
    check_place,
    check_remote,
)
from reports.language.proofreading.dashes import check_dashes
from reports.language.proofreading.findings import Finding, TableFinding
from reports.language.proofreading.letters import check_letters
from reports.language.proofreading.marks import check_marks
from reports.language.proofreading.personal_data import check_personal_data
from reports.language.proofreading.quotes import check_quotes
from reports.language.proofreading.spacing import check_spacing
from reports.language.proofreading.table import proofread_table
from reports.language.proofreading.words import check_words

__all__ = [
    "Finding",
    "TableFinding",
    "proofread",
    "proofread_event",
    "proofread_table",
    "unknown_word",
]

# A page asks about all its fields whenever one has changed: the others are known.
REMEMBERED = 32
UNKNOWN_WORD = "unknown_word"

# Official names are right as they are, with quotes inside quotes and without any.
_OFFICIAL_NAME = re.compile(
    r"муниципальн[а-яё]{2,3}\sобразовани[а-яё]{1,2}\s(?:–\s)?"
    r"(?:«[^«»\n]{1,80}»|[А-ЯЁ][а-яё-]{1,40}\s(?:муниципальн[а-яё]{2,3}\s)?(?:район|округ)[а-яё]{0,2})"
    r"(?:\sСмоленской\sобласти)?",
    re.IGNORECASE,
)


def proofread(
    text: str,
    *,
    field: str = "content",
    known: frozenset[str] = frozenset(),
    added: Added = frozenset(),
) -> list[Finding]:
    """What can be said of one field alone, in the order of the text.

    ``field`` is name, place, period, content or participants; ``known`` are words that are right
    whatever the dictionary says, in small letters, «е» for «ё», and ``added`` are towns beside
    those of the table of places.
    """
    found = _findings(text, field, added if field == "place" else frozenset())
    known = known | words_of(added)
    return [each for each in found if unknown_word(each, text) not in known]


def unknown_word(finding: Finding, text: str) -> str | None:
    """The word that ``known`` would make right, as it wants it; None of other findings."""
    if finding.rule != UNKNOWN_WORD:
        return None
    return text[finding.start : finding.end].lower().replace("ё", "е")


@functools.lru_cache(maxsize=REMEMBERED)
def _findings(text: str, field: str, added: Added) -> tuple[Finding, ...]:
    findings = [
        *check_quotes(text),
        *check_dashes(text),
        *check_spacing(text),
        *check_marks(text),
        *check_agreement(text),
        *check_letters(text, field),
        *check_words(text),
        *check_personal_data(text),
        *check_length(text, field),
    ]
    if field == "name":
        findings += check_name(text)
    if field == "place":
        findings += check_place(text, added)
    return tuple(_in_order(findings, text))


def proofread_event(
    texts: Mapping[str, str],
    *,
    is_online: bool = False,
    known: frozenset[str] = frozenset(),
    added: Added = frozenset(),
) -> dict[str, list[Finding]]:
    """Findings of every given field, and those that several fields show together."""
    findings = {
        field: proofread(text, field=field, known=known, added=added)
        for field, text in texts.items()
    }
    if "name" in texts:
        remote = check_remote(texts["name"], is_online)
        findings["name"] = _in_order([*findings["name"], *remote], texts["name"])
    return findings


def _in_order(findings: Iterable[Finding], text: str) -> list[Finding]:
    official = [match.span() for match in _OFFICIAL_NAME.finditer(text)]
    return sorted(
        (each for each in findings if not _is_inside(each, official)),
        key=lambda each: (each.start, each.end, each.rule),
    )


def _is_inside(finding: Finding, spans: list[tuple[int, int]]) -> bool:
    """``spans`` are in order and do not overlap."""
    at = bisect.bisect_right(spans, finding.start, key=itemgetter(0)) - 1
    return at >= 0 and finding.end <= spans[at][1]
