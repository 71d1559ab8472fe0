"""What proofreading says of a report, but for the hints that somebody has hidden."""

import re
from collections import defaultdict
from dataclasses import dataclass

from reports.columns import BY_KEY, FREE_TEXT_KEYS
from reports.language.proofreading import Finding, proofread_event
from reports.language.proofreading.kinds import PERSONAL_DATA
from reports.models import DismissedFinding, Event, Report
from reports.procedure.guards import Refused

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
    """What it is about, with the rest of the words that it touches: «г.Вязьма», not «г.»."""
    left = re.search(r"\S*$", text[max(0, finding.start - NEAR) : finding.start])
    right = re.match(r"\S*", text[finding.end : finding.end + NEAR])
    middle = text[finding.start : min(finding.end, finding.start + NEAR)]
    whole = f"{left.group() if left else ''}{middle}{right.group() if right else ''}"
    words = " ".join(whole.split())
    return words if len(words) <= LONGEST_WORDS else f"{words[: LONGEST_WORDS - 3]}…"


def key_of(finding: Finding, text: str) -> str:
    """By rule and by the words it stands on: «№» hidden in «№5» is not hidden in «№ 7»."""
    return f"{finding.rule}:{words_of(finding, text)}"


def said_of(report: Report) -> list[Said]:
    """What proofreading says of the live events of ``report``: personal data first, the rest in the
    order of the rows. Two statements. Who hides a hint has not said that it may be printed, so
    personal data are always said."""
    events = list(report.events.live().in_order())
    hidden = defaultdict(set)
    for one in DismissedFinding.objects.filter(event__in=events):
        hidden[one.event_id].add((one.cell, one.key))
    said = [
        each
        for event in events
        for each in _said_of(event)
        if each.is_personal or each.hint not in hidden[event.pk]
    ]
    return sorted(said, key=lambda each: not each.is_personal)


def _said_of(event: Event) -> list[Said]:
    texts = {name: getattr(event, name) for name in FREE_TEXT_KEYS}
    return [
        Said(event, field, finding, words_of(finding, texts[field]))
        for field, findings in proofread_event(texts, is_online=event.is_online).items()
        for finding in findings
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
