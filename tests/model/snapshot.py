"""All rows of the procedure at one moment, and the clock by which they are written."""

import datetime as dt
from contextlib import contextmanager
from functools import cached_property
from unittest import mock

from municipalities.models import Municipality
from reports.models import (
    EVENT_FIELDS,
    HANDED_IN,
    SUBMISSIONS,
    Consolidation,
    Correction,
    DocumentOptions,
    EntryOnBehalf,
    Event,
    LeftOut,
    Quarter,
    Remark,
    Report,
    ReportLog,
    Status,
)
from tests.tables import TABLES

WITH_HISTORY = (Quarter, Report, Event, Remark)
FILES = ("docx", "xlsx")


class Clock:
    """The time of an example: it stands still within a step."""

    def __init__(self, start: dt.datetime):
        self.now = start

    def pass_(self, **time: int) -> None:
        self.now += dt.timedelta(**time)

    @contextmanager
    def running(self):
        with mock.patch("django.utils.timezone.now", side_effect=lambda: self.now):
            yield self


class Snapshot:
    """``tables``: model → key → row. ``values`` holds the same as plain data, to be compared;
    ``history``: model → key and time of the rows of its history, in order."""

    def __init__(self):
        self.tables = {model: _rows_of(model) for model in TABLES}
        self.values = {
            model: {key: _fields(row) for key, row in rows.items()}
            for model, rows in self.tables.items()
        }
        self._tie()
        self.history = {
            model: list(
                model.history.order_by("history_id").values_list("history_id", "history_date")
            )
            for model in WITH_HISTORY
        }

    def _tie(self) -> None:
        """Rows know each other as they are here, and ask the database for nothing."""
        for report in self[Report].values():
            report.quarter = self[Quarter][report.quarter_id]
        for event in self[Event].values():
            event.report = self[Report][event.report_id]

    def __getitem__(self, model):
        return self.tables[model]

    def rows(self, model, **wanted) -> list:
        """Rows of ``model`` whose fields are as ``wanted``, in the order of their keys."""
        return [
            row
            for row in self.tables[model].values()
            if all(getattr(row, name) == value for name, value in wanted.items())
        ]

    def is_same_as(self, other: "Snapshot") -> bool:
        return self.values == other.values and self.history == other.history

    def of_document(self, quarter: int) -> tuple:
        """All that decides what the document says of a quarter, which is named by its key."""
        own = self.rows(Report, quarter_id=quarter)
        told = [
            (r.pk, r.status, r.accepted_at, r.no_events, list(self.texts(r).items())) for r in own
        ]
        reports = {report.pk for report in own}
        out = {o.event_id for o in self.rows(LeftOut)}
        kept_out = {pk for pk in out if self[Event][pk].report_id in reports}
        others = [self.values[model] for model in (Consolidation, DocumentOptions)]
        return told, kept_out, others

    def of_sight(self) -> dict:
        """Model → all that decides who sees its rows: which there are, of whom, and what was sent."""
        events = {key: event.report_id for key, event in self[Event].items()}
        remarks = {
            key: (remark.report_id, remark.sent_at is None) for key, remark in self[Remark].items()
        }
        reports = list(self[Report])
        return {
            Municipality: reports,
            Report: reports,
            Event: events,
            Remark: (reports, remarks),
            Correction: (events, list(self[Correction])),
        }

    def quarter_of(self, report: Report) -> Quarter:
        return self[Quarter][report.quarter_id]

    def report_of(self, event: Event) -> Report:
        return self[Report][event.report_id]

    def is_open(self, report: Report) -> bool:
        return self.quarter_of(report).is_open

    def is_editable(self, report: Report) -> bool:
        return self.is_open(report) and report.status in (Status.DRAFT, Status.RETURNED)

    @cached_property
    def _live(self) -> dict[int, list[Event]]:
        live = {report: [] for report in self[Report]}
        for event in sorted(self.rows(Event), key=lambda event: (event.position, event.pk)):
            if event.deleted_at is None and not event.is_empty:
                live[event.report_id].append(event)
        return live

    def live(self, report: Report) -> list[Event]:
        """What the report holds, in order."""
        return self._live.get(report.pk, [])

    def texts(self, report: Report) -> dict[int, dict]:
        """Everything written in the report: event → field → value."""
        return {event.pk: texts_of(event) for event in self.live(report)}

    def log_of_entries(self) -> dict[int, list[ReportLog]]:
        """Entry on behalf → what was done by it."""
        done: dict[int, list[ReportLog]] = {key: [] for key in self[EntryOnBehalf]}
        for row in self.rows(ReportLog):
            if row.on_behalf_id is not None:
                done[row.on_behalf_id].append(row)
        return done

    def last_submission(self, report: Report) -> ReportLog | None:
        log = self.rows(ReportLog, report_id=report.pk)
        return next((row for row in reversed(log) if row.action in SUBMISSIONS), None)

    def handed_in(self) -> list[Report]:
        return [report for report in self.rows(Report) if report.status in HANDED_IN]


def texts_of(event: Event) -> dict:
    return {field: vars(event)[field] for field in EVENT_FIELDS}


def _rows_of(model) -> dict:
    rows = model.objects.order_by("pk")
    return {row.pk: row for row in (rows.defer(*FILES) if model is Consolidation else rows)}


def _fields(row) -> dict:
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}
