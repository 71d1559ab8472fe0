"""The consolidated report once it is issued: frozen for good, and compared with what is true now."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from functools import cached_property

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from municipalities.log import log_line_when_done
from municipalities.models import Role, User
from reports.document.build import Include, consolidated_table, form_key_of, form_of
from reports.document.contents import Contents
from reports.document.outdated import NOTHING, Outdated, outdated
from reports.document.outline import outline
from reports.document.readiness import readiness
from reports.export.docx.writer import write_docx
from reports.export.table import ConsolidatedTable
from reports.export.xlsx.writer import write_xlsx
from reports.language.quarters import Span
from reports.language.typography import clean
from reports.models import Consolidation, Event, IssueStatus, LeftOut, Quarter
from reports.procedure.guards import Refused, locked_for_correction

KEPT = ("docx", "xlsx")  # kinds of files, and the names of their fields
PERSONAL_DATA = "personal_data"  # the tick: the personal data found may be printed


@dataclass(frozen=True)
class Current:
    """What is to be shown, and what would be issued now beside what was issued last. ``last_issue``
    is the last that was not cancelled. What is not asked for is not worked out: a file needs little
    of it."""

    span: Span
    include: Include
    built: ConsolidatedTable  # with reports that are not accepted yet, when they were asked for
    last_issue: Consolidation | None

    @cached_property
    def table(self) -> ConsolidatedTable:
        """A draft until it is issued as it is."""
        return replace(self.built, is_draft=self.built.is_draft or not self.is_issued)

    @cached_property
    def contents(self) -> Contents:
        """Of the accepted reports alone."""
        is_whole = self.include is Include.ACCEPTED
        return frozen(self.built if is_whole else consolidated_table(self.span), self.span)

    @cached_property
    def outdated(self) -> Outdated:
        """Empty as long as the last issue holds, and when there is none."""
        return outdated(self.last_issue, self.contents) if self.last_issue else NOTHING

    @cached_property
    def next_number(self) -> int:
        return _next_number(self.span)

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.contents)

    @property
    def is_issued(self) -> bool:
        """The very document: one in another order of the sections is not."""
        return self.holds and not self.outdated.is_reordered

    @property
    def holds(self) -> bool:
        """Whether there is an issue, and nothing in it has become false."""
        return self.last_issue is not None and not self.outdated

    @property
    def can_be_issued(self) -> bool:
        return bool(self.event_count or self.contents.get("statement")) and not self.is_issued

    @property
    def event_count(self) -> int:
        return sum(len(section["rows"]) for section in self.contents["sections"])

    def status_of(self, issued: Consolidation) -> IssueStatus:
        if issued.is_cancelled:
            return IssueStatus.CANCELLED
        if self.last_issue is None or issued.pk != self.last_issue.pk:
            return IssueStatus.REPLACED
        return IssueStatus.OUTDATED if self.outdated else IssueStatus.IN_FORCE

    def kept(self, extension: str) -> bytes | None:
        """The very bytes that were issued, while they are what would be written now; None while
        they are not, and for the files that are not kept."""
        is_kept = extension in KEPT and not self.table.has_data
        if not is_kept or not self.is_issued or self.table.is_draft:
            return None
        return bytes(getattr(self.last_issue, extension))


def current(span: Span, *, include: Include = Include.ACCEPTED, has_data: bool = False) -> Current:
    """The table of ``span`` as it stands now, with the last issue that holds."""
    built = consolidated_table(span, include=include, has_data=has_data)
    last = Consolidation.objects.of_span(span).standing().light().first()
    return Current(span, Include(include), built, last)


def last_of(span: Span) -> tuple[Consolidation, IssueStatus | None] | None:
    """What was issued last of ``span``, and what it is worth today; of a long document that is not
    worked out. None where nothing was issued."""
    issued = Consolidation.objects.of_span(span).standing().light().first()
    if issued is None:
        return None
    is_long = outline(span, Include.ACCEPTED).is_long
    return issued, None if is_long else current(span).status_of(issued)


def frozen(table: ConsolidatedTable, span: Span) -> Contents:
    """The table as data that JSON holds."""
    contents: Contents = {
        "title": list(table.title),
        "options": asdict(table.options),
        "form": form_key_of(span.last_quarter),
        "sections": [
            {
                "title": section.title,
                "rows": [
                    {"event": row.event_id or 0, "cells": list(row.cells)} for row in section.rows
                ],
            }
            for section in table.sections
        ],
    }
    if table.statement and not table.is_draft:
        contents["statement"] = table.statement
    return contents


def fingerprint(contents: Contents) -> str:
    """Equal for equal ``contents``: the page carries it, so that what is issued is what was seen."""
    text = json.dumps(contents, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


class UntickedError(Refused):
    """What must be ticked off before issuing was not."""


def issue(span: Span, *, user: User, seen: str, ticks: Collection[str] = ()) -> Consolidation:
    """Freeze the accepted reports of ``span``: rows, both files, and what was known of them.
    ``seen`` is the fingerprint of what was on the screen, ``ticks`` is what was ticked off there.

    Raises ``Refused``. Nobody waits for the files: they are written from one snapshot,
    before anything is locked.
    """
    _check_person(user)
    table = consolidated_table(span)
    contents = frozen(table, span)
    _check_contents(table, contents, seen)
    known = readiness(span, table, user=user, today=timezone.localdate())
    if known.personal_data and PERSONAL_DATA not in ticks:
        raise UntickedError(
            "Отметьте, что персональные данные проверены и их можно печатать.",
            code="personal_data_unticked",
        )
    docx = write_docx(table, form_of(span.last_quarter, table.options))
    xlsx = write_xlsx(table)
    return _keep(
        Consolidation(
            year=span.year,
            first_quarter=span.first,
            last_quarter=span.last,
            issued_by=user,
            contents=contents,
            event_count=table.event_count,
            decision=known.decision(ticks),
            file_stem=table.file_stem,
            docx=docx,
            docx_sha256=hashlib.sha256(docx).hexdigest(),
            xlsx=xlsx,
            xlsx_sha256=hashlib.sha256(xlsx).hexdigest(),
        )
    )


def _check_contents(table: ConsolidatedTable, contents: Contents, seen: str) -> None:
    """Raises ``Refused`` unless there is something to issue, and it is what was seen."""
    if table.statement and table.is_draft:
        raise Refused(
            "Выпустить отчет о том, что мероприятий не было, можно, когда приняты все отчеты.",
            code="silence_before_all_accepted",
        )
    if not table.event_count and not table.statement:
        raise Refused(
            "В сводном отчете нет ни одного мероприятия, выпускать нечего.", code="nothing_to_issue"
        )
    if fingerprint(contents) != seen:
        raise Refused(
            "Сводный отчет изменился, пока вы на него смотрели. Посмотрите его еще раз и повторите.",
            code="table_changed",
        )


@transaction.atomic
def _keep(issued: Consolidation) -> Consolidation:
    """Give it the next number; those of cancelled issues are not given again."""
    _hold_quarters(issued.span)
    last = Consolidation.objects.of_span(issued.span).standing().light().first()
    if last is not None:
        changed = outdated(last, issued.contents)
        if not changed and not changed.is_reordered:
            raise Refused(
                f"Выпуск № {last.number} не устарел: с тех пор ничего не изменилось, выпускать нечего.",
                code="issue_not_outdated",
            )
    issued.number = _next_number(issued.span)
    issued.save(force_insert=True)
    log_line_when_done(
        "issue", events=issued.event_count, user=issued.issued_by_id, **_keys(issued)
    )
    return issued


def _keys(issued: Consolidation) -> dict[str, str | int]:
    return {"span": issued.span.slug, "number": issued.number}


def _next_number(span: Span) -> int:
    given = Consolidation.objects.of_span(span).aggregate(highest=Max("number"))
    return (given["highest"] or 0) + 1


@transaction.atomic
def cancel(issued: Consolidation, *, reason: str, user: User) -> Consolidation:
    """Say that a report was issued by mistake. It stays, files and all; it is no longer in force,
    and the next issue gets the next number. Said twice, it is said once.

    Raises ``Refused``.
    """
    _check_person(user)
    reason = clean(reason)
    if not reason:
        raise Refused("Напишите, почему выпуск отменяется.", code="cancel_without_reason")
    _hold_quarters(issued.span)
    issued = Consolidation.objects.select_for_update().defer(*KEPT).get(pk=issued.pk)
    if not issued.is_cancelled:
        issued.cancelled_at, issued.cancelled_by = timezone.now(), user
        issued.cancel_reason = reason
        issued.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
        log_line_when_done("issue_cancelled", user=user.pk, **_keys(issued))
    elif (
        issued.cancel_reason != reason
    ):  # a colleague was faster; nobody's words are dropped unseen
        raise Refused(
            f"Выпуск № {issued.number} уже отменен: {issued.cancel_reason}",
            code="issue_cancelled_already",
        )
    return issued


def _check_person(user: User) -> None:
    if user.role != Role.REGION:
        raise Refused(
            "Сводный отчет выпускает сотрудник региона, он же отменяет выпуск.",
            code="issue_by_region_only",
        )


def _hold_quarters(span: Span) -> None:
    """Two people neither take the same number nor cancel what the other issues anew."""
    list(Quarter.objects.of_span(span).select_for_update().order_by("pk"))


@transaction.atomic
def leave_out(event: Event, *, reason: str, user: User) -> LeftOut:
    """Keep an event out of the consolidated report. Its municipality's own report stays as it is.
    Said twice, it is said once.

    Raises ``Refused``.
    """
    locked_for_correction(event.report, user)
    reason = clean(reason)
    if not reason:
        raise Refused(
            "Напишите, почему мероприятия не будет в сводном отчете.",
            code="left_out_without_reason",
        )
    kept_out, _ = LeftOut.objects.get_or_create(
        event=event, defaults={"reason": reason, "by": user}
    )
    if kept_out.reason != reason:  # nobody's words are dropped unseen
        raise Refused(
            f"Мероприятие уже убрано из сводного отчета: {kept_out.reason}", code="left_out_already"
        )
    return kept_out


@transaction.atomic
def put_back(event: Event, *, user: User) -> None:
    """Undo ``leave_out``; nothing happens when the event is in the report. Raises ``Refused``."""
    locked_for_correction(event.report, user)
    LeftOut.objects.filter(event=event).delete()
