"""Rows of a table that somebody brings in, as a preview shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reports.columns import WRITTEN, Column
from reports.importing.comparison import Compared, Marked, compare, findings_in
from reports.language.proofreading import Finding
from reports.language.proofreading.kinds import PERSONAL_DATA
from reports.models import Quarter, Report
from reports.models.events import printed_name
from reports.procedure.findings import Findings, words_of

Offered = dict[str, Any]  # an ``Offer`` as JSON, with its key


@dataclass(frozen=True)
class BroughtCell:
    """``parts`` are both texts as one, where the report words it otherwise; ``notes`` say how it was
    read, ``findings`` what proofreading says."""

    column: Column
    text: str
    parts: Marked
    notes: list[str]
    findings: list[str]


@dataclass(frozen=True)
class BroughtRow:
    offer: Offered
    compared: Compared
    findings: Findings

    @property
    def key(self) -> str:
        return str(self.offer["key"])

    @property
    def where(self) -> str:
        return str(self.offer["where"])

    @property
    def name(self) -> str:
        return printed_name(self.offer["values"]["name"], self.offer["values"]["format"])

    @property
    def is_new(self) -> bool:
        return self.compared.event is None

    @property
    def is_shown(self) -> bool:
        """What the report says in the same words needs no look."""
        return self.is_new or bool(self.compared.changes)

    @property
    def is_wanted(self) -> bool:
        """Whether it is ticked at first."""
        return self.is_new and bool(self.offer["is_wanted"])

    @property
    def cells(self) -> list[BroughtCell]:
        return [self._cell(column) for column in WRITTEN]

    def _cell(self, column: Column) -> BroughtCell:
        stored = self.offer["values"][column.key]
        keys = [
            f"{column.key}_note",
            *(["joined_note", "facts_note"] if column.key == "name" else []),
        ]
        return BroughtCell(
            column,
            self.name if column.key == "name" else stored,
            self.compared.changes.get(column.key, []),
            [note for key in keys if (note := self.offer.get(key, ""))],
            _messages(self.findings.get(column.key, []), stored),
        )


def beside(offers: Sequence[Offered], report: Report | None, quarter: Quarter) -> list[BroughtRow]:
    """Each offer beside what ``report`` holds now; None while it is not known whose they are."""
    values = [offer["values"] for offer in offers]
    events = list(report.events.live().in_order()) if report is not None else []
    compared = compare(values, events, quarter)
    told = zip(offers, compared, findings_in(values), strict=True)
    return [BroughtRow(*each) for each in told]


def _messages(findings: Sequence[Finding], text: str) -> list[str]:
    """Each once, personal data first."""
    first = sorted(findings, key=lambda finding: finding.rule != PERSONAL_DATA)
    return list(dict.fromkeys(f"«{words_of(each, text)}». {each.message}" for each in first))
