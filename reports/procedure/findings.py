"""What proofreading says of a report, but for the hints that somebody has hidden."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from municipalities.added_places import added_places
from reports.columns import BY_KEY, FREE_TEXT_KEYS
from reports.language.places import Added
from reports.language.proofreading import Finding, proofread_event, unknown_word
from reports.language.proofreading.kinds import PERSONAL_DATA
from reports.models import DismissedFinding, Event, Report
from reports.procedure.guards import Refused
from reports.procedure.known_words import known_words

Findings = dict[str, list[Finding]]  # of one event, by its field

NEAR = 60  # characters of the words around a finding
LONGEST_WORDS = 48


@dataclass(frozen=True)
class Said:
    """A finding on one text of one event: ``words`` it is about, as they stand there."""

    event: Event
    field: str
    finding: Finding
    words: str

    @property
    def column(self) -> str:
        return BY_KEY[self.field].short_title

    @property
    def is_personal(self) -> bool:
        return self.finding.rule == PERSONAL_DATA

    @property
    def hint(self) -> tuple[str, str]:
        """The cell and the key by which it is hidden."""
        return self.field, key_of(self.finding, getattr(self.event, self.field))

    @property
    def place(self) -> str:
        """Where it stands on a page: an id of HTML."""
        return f"said-{self.event.pk}-{self.field}-{self.finding.start}"


def words_of(finding: Finding, text: str) -> str:
    """What it is about, with the rest of the words that it touches, but for the marks beside them:
    «г.Вязьма» of «г.Вязьма,», not «г.»."""
    left, middle, right = _touched(finding, text)
    right = right.rstrip(",;:!?…")
    sides = (side if re.search(r"\w", side) else "" for side in (left, right))
    return _shortened(middle.join(sides))


def _touched(finding: Finding, text: str) -> tuple[str, str, str]:
    left = re.search(r"\S*$", text[max(0, finding.start - NEAR) : finding.start])
    right = re.match(r"\S*", text[finding.end : finding.end + NEAR])
    middle = text[finding.start : min(finding.end, finding.start + NEAR)]
    return left.group() if left else "", middle, right.group() if right else ""


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST_WORDS else f"{words[: LONGEST_WORDS - 3]}…"


def key_of(finding: Finding, text: str) -> str:
    """By rule and by the words it stands on: «№» hidden in «№5» is not hidden in «№ 7». The marks
    beside them belong to it: so it was stored from the beginning."""
    return f"{finding.rule}:{_shortened(''.join(_touched(finding, text)))}"


def said_of(report: Report) -> list[Said]:
    """What proofreading says of the live events of ``report``: personal data first, the rest in the
    order of the rows. Four statements. Who hides a hint has not said that it may be printed, so
    personal data are always said."""
    events = list(report.events.live().in_order())
    hidden = defaultdict(set)
    for one in DismissedFinding.objects.filter(event__in=events):
        hidden[one.event_id].add((one.cell, one.key))
    said = [
        each
        for each in _said_of(events)
        if each.is_personal or each.hint not in hidden[each.event.pk]
    ]
    return sorted(said, key=lambda each: not each.is_personal)


def _said_of(events: list[Event]) -> Iterator[Said]:
    rows = [{name: getattr(event, name) for name in FREE_TEXT_KEYS} for event in events]
    added = added_places()
    found = [
        proofread_event(texts, is_online=event.is_online, added=added)
        for event, texts in zip(events, rows, strict=True)
    ]
    for event, texts, fields in zip(events, rows, without_known(found, rows), strict=True):
        for field, findings in fields.items():
            for finding in findings:
                yield Said(event, field, finding, words_of(finding, texts[field]))


def told(texts: Mapping[str, str], *, added: Added, is_online: bool = False) -> Findings:
    """What proofreading says of one event, but for words that others have used, too. ``added`` are
    the places that administrators have added."""
    return without_known([proofread_event(texts, is_online=is_online, added=added)], [texts])[0]


def without_known(found: list[Findings], rows: Sequence[Mapping[str, str]]) -> list[Findings]:
    """What was ``found`` in each of ``rows``, without the words that others have used. At most one
    statement for all of them."""
    unknown = {
        word
        for fields, texts in zip(found, rows, strict=True)
        for field, findings in fields.items()
        for each in findings
        if (word := unknown_word(each, texts[field]))
    }
    known = known_words(unknown)
    return [
        {
            field: [each for each in findings if unknown_word(each, texts[field]) not in known]
            for field, findings in fields.items()
        }
        for fields, texts in zip(found, rows, strict=True)
    ]


def check_personal_data(report: Report) -> None:
    """Raises ``Refused`` where a text of ``report`` holds what looks like personal data."""
    found = [said for said in said_of(report) if said.is_personal]
    if found:
        raise Refused(
            "Отчет не сдан: в нем есть то, что похоже на персональные данные, например "
            f"«{found[0].words}». Уберите их или отметьте, что они оставлены намеренно.",
            code="personal_data",
        )
