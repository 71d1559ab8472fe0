"""The consolidated report once it is issued: frozen for good, and compared with what is true now."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace

from django.db import transaction

from municipalities.models import Role, User
from reports.comparison import Row, RowChange, compare
from reports.editing import locked_for_correction
from reports.export.build import Include, consolidated_table, form_key_of, form_of
from reports.export.docx_writer import write_docx
from reports.export.table import COLUMNS, NO_EVENTS, ConsolidatedTable
from reports.export.xlsx_writer import write_xlsx
from reports.language.quarters import Span
from reports.models import Consolidation, Event, LeftOut, Quarter
from reports.workflow import TransitionError

# A number follows from the place, so it is none of the cells that can change.
_CELLS = [column.title.partition("\n")[0] for column in COLUMNS[1:]]


@dataclass(frozen=True)
class Outdated:
    """What has changed since a report was issued."""

    rows: list[RowChange]
    design: bool  # the title, the options or the form of the document

    def __bool__(self) -> bool:
        return bool(self.rows) or self.design


@dataclass(frozen=True)
class Current:
    """What is to be shown, and what would be issued now beside what was issued last. It is a draft
    until it is issued as it is; ``outdated`` is empty as long as the last issue holds, and when there
    is none."""

    table: ConsolidatedTable  # with reports that are not accepted yet, when they were asked for
    contents: dict  # of the accepted ones alone
    last_issue: Consolidation | None
    outdated: Outdated

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.contents)

    @property
    def is_issued(self) -> bool:
        return self.last_issue is not None and not self.outdated


def current(span: Span, *, include: Include = Include.ACCEPTED, has_data: bool = False) -> Current:
    table = consolidated_table(span, include=include, has_data=has_data)
    is_whole = Include(include) is Include.ACCEPTED
    contents = frozen(table if is_whole else consolidated_table(span), span)
    last = Consolidation.objects.of_span(span).light().first()
    changes = outdated(last, contents) if last is not None else Outdated([], design=False)
    now = Current(table, contents, last, changes)
    return replace(now, table=replace(table, is_draft=table.is_draft or not now.is_issued))


def frozen(table: ConsolidatedTable, span: Span) -> dict:
    """The table as data that JSON holds: all that decides what the files say.

    ``{"title": […], "options": {…}, "form": …, "sections": [{"title": …, "rows": [{"event": …,
    "cells": [six texts]}]}]}``
    """
    return {
        "title": list(table.title),
        "options": asdict(table.options),
        "form": form_key_of(span.last_quarter),
        "sections": [
            {
                "title": section.title,
                "rows": [{"event": row.event_id, "cells": list(row.cells)} for row in section.rows],
            }
            for section in table.sections
        ],
    }


def fingerprint(contents: dict) -> str:
    """Equal for equal ``contents``: the page carries it, so that what is issued is what was seen."""
    text = json.dumps(contents, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def issue(span: Span, *, user: User, seen: str) -> Consolidation:
    """Freeze the accepted reports of ``span``: rows and both files. ``seen`` is the fingerprint of
    what was on the screen.

    Raises ``TransitionError``. Nobody waits for the files: they are written from one snapshot,
    before anything is locked.
    """
    if user.role != Role.REGION:
        raise TransitionError("Сводный отчет выпускает сотрудник региона.")
    table = consolidated_table(span)
    contents = frozen(table, span)
    if not table.event_count:
        raise TransitionError("В сводном отчете нет ни одного мероприятия, выпускать нечего.")
    if fingerprint(contents) != seen:
        raise TransitionError(
            "Сводный отчет изменился, пока вы на него смотрели. Посмотрите его еще раз и повторите."
        )
    table = replace(table, is_draft=False)
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
            file_stem=table.file_stem,
            docx=docx,
            docx_sha256=hashlib.sha256(docx).hexdigest(),
            xlsx=xlsx,
            xlsx_sha256=hashlib.sha256(xlsx).hexdigest(),
        )
    )


@transaction.atomic
def _keep(issued: Consolidation) -> Consolidation:
    """Give it the next number. The quarters are held, so that two people do not take the same."""
    list(Quarter.objects.of_span(issued.span).select_for_update().order_by("pk"))
    last = Consolidation.objects.of_span(issued.span).light().first()
    if last is not None and last.contents == issued.contents:
        raise TransitionError(
            f"Выпуск № {last.number} не устарел: с тех пор ничего не изменилось, выпускать нечего."
        )
    issued.number = last.number + 1 if last is not None else 1
    issued.save(force_insert=True)
    return issued


def outdated(issued: Consolidation, contents: dict) -> Outdated:
    """What ``contents``, as ``frozen`` gives them now, differ in from what was issued."""
    design = any(issued.contents[key] != contents[key] for key in ("title", "options", "form"))
    return Outdated(compare(_rows(issued.contents), _rows(contents)), design)


def _rows(contents: dict) -> list[Row]:
    """Named as people read them: the cells of a row that can differ. A section without events is a
    row of its own: it comes and goes with a zero report."""
    rows = []
    for section in contents["sections"]:
        title = section["title"]
        if not section["rows"]:
            rows.append(Row(title, {"Раздел": title, _CELLS[0]: NO_EVENTS}))
        for row in section["rows"]:
            cells = dict(zip(_CELLS, row["cells"][1:], strict=True))
            rows.append(Row(row["event"], cells | {"Раздел": title}))
    return rows


@transaction.atomic
def leave_out(event: Event, *, reason: str, user: User) -> LeftOut:
    """Keep an event out of the consolidated report. Its municipality's own report stays as it is.
    Said twice, it is said once.

    Raises ``TransitionError``.
    """
    locked_for_correction(event.report, user)
    if not reason.strip():
        raise TransitionError("Напишите, почему мероприятия не будет в сводном отчете.")
    kept_out, is_new = LeftOut.objects.get_or_create(
        event=event, defaults={"reason": reason, "by": user}
    )
    if not is_new and kept_out.reason != reason:  # nobody's words are dropped unseen
        raise TransitionError(f"Мероприятие уже убрано из сводного отчета: {kept_out.reason}")
    return kept_out


@transaction.atomic
def put_back(event: Event, *, user: User) -> None:
    locked_for_correction(event.report, user)
    LeftOut.objects.filter(event=event).delete()
