"""The consolidated report: the document on the screen, and what stands in it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from municipalities.access import require_role
from municipalities.models import Role
from reports.document import duplicates_suggested, readiness
from reports.document.build import Selection, form_name_of
from reports.document.issuing import Current
from reports.document.outline import Outline, outline, section_table
from reports.export.table import ConsolidatedTable
from reports.forms.region.consolidated import SelectionForm
from reports.language.quarters import Span
from reports.models import Consolidation, Event, Quarter
from reports.views.access import STAFF, Context, SignedInRequest, span_or_404
from reports.views.paging import Page, page_of
from reports.views.region.chosen import chosen_include, table_of
from reports.views.rows_shown import page_of_left_out, page_of_looks, page_of_rows

PROOFREAD_AT_ONCE = 100  # rows, a millisecond each; the texts of a longer document when asked for


@require_GET
def consolidated(request: SignedInRequest, slug: str) -> HttpResponse:
    require_role(request.user, *STAFF)
    span = span_or_404(slug)
    form = SelectionForm(request.GET, span=span)
    quarter = Quarter.objects.of_span(span).latest("number")  # the last that is open yet
    context: Context = {
        "span": span,
        "quarter": quarter,
        "spans": _spans_beside(span, quarter),
        "include": chosen_include(request),
        "selection_form": form,
        "query": _query(request),
        "form_name": form_name_of(span.last_quarter),
        "can_act": request.user.role == Role.REGION,
        "asks_texts": "texts" in request.GET,
        "alike": duplicates_suggested.waiting_pairs(quarter) if span.is_quarter else None,
    }
    context |= _document(request, span, form.selection)
    context["shown"], context["rows_page"] = page_of_rows(request, context["shown"])
    if context["asks_texts"] or context["event_count"] <= PROOFREAD_AT_ONCE:
        looks = readiness.looks_of_rows(context["shown"])
        context["row_by_row"] = page_of_looks(request, looks, name="after_text")
    return render(request, "region/consolidated.html", context)


def _document(request: SignedInRequest, span: Span, selection: Selection | None) -> Context:
    """The table, or of a long one the section to show: a browser takes tens of seconds for thousands
    of rows. Of a long report nothing else is built unless it is asked for, to be issued: ``whole``."""
    include = chosen_include(request)
    told = None if selection or "whole" in request.GET else outline(span, include)
    if told is not None and told.is_long:
        return _one_section(request, span, told)
    table, current = table_of(request, span, selection)
    shown, section_number = _part_to_show(table, request.GET.get("section", ""))
    context: Context = {
        "table": table,
        "section_counts": [(each.title, len(each.rows)) for each in table.sections],
        "event_count": table.event_count,
        "is_long": table.is_long,
        "shown": shown,
        "section_number": section_number,
        "distinct_count": _distinct_count(table),
        "current": current,
        "is_selection": current is None,
    }
    if current is not None:
        context |= _of_the_whole(request, span, current)
    return context


def _one_section(request: SignedInRequest, span: Span, told: Outline) -> Context:
    number = told.number_of(request.GET.get("section", ""))
    include = chosen_include(request)
    issues = list(_issues(span))
    return _covered(request, span) | {
        "section_counts": [(each.title, each.row_count) for each in told.sections],
        "event_count": told.event_count,
        "is_long": True,
        "shown": section_table(span, include, told.sections[number - 1]),
        "section_number": number,
        "distinct_count": told.distinct_count,
        "prints_empty": any(not each.row_count for each in told.sections),
        "last_standing": next((each for each in issues if not each.is_cancelled), None),
        "issues_page": _page_of_issues(request, [(each, None) for each in issues]),
    }


def _of_the_whole(request: SignedInRequest, span: Span, current: Current) -> Context:
    """What is told of the whole period, and of a part is not true: who is missing, what was issued,
    what only all the rows show."""
    looks = readiness.looks_of_table(current.table)
    issues = [(issued, current.status_of(issued)) for issued in _issues(span)]
    return _covered(request, span) | {
        "prints_empty": any(not section.rows for section in current.table.sections),
        "worth_a_look": page_of_looks(request, looks, name="after_look"),
        "issues_page": _page_of_issues(request, issues),
    }


def _covered(request: SignedInRequest, span: Span) -> Context:
    today = timezone.localdate()
    covered = vars(readiness.coverage(request.user, span, chosen_include(request), today))
    return covered | {"left_out_page": page_of_left_out(request, covered["left_out"])}


def _issues(span: Span) -> QuerySet[Consolidation]:
    return Consolidation.objects.of_span(span).light().defer("docx", "xlsx", "contents")


def _page_of_issues(request: SignedInRequest, issues: Sequence[Any]) -> Page[Any]:
    """Of issues with their status, the latest first."""
    return page_of(request, issues, lambda row: (-row[0].number,), name="after_issue")


def _distinct_count(table: ConsolidatedTable) -> int:
    """An event that several municipalities tell of counts once. Staff see all, so that no more is
    asked: it would make SQLite read the archive."""
    keys = [row.event_id for section in table.sections for row in section.rows if row.event_id]
    return Event.objects.filter(pk__in=keys).distinct_count()


def _spans_beside(span: Span, quarter: Quarter) -> list[Span]:
    """The quarter, and the longer periods of which it is a part."""
    longer = (other for other in Span.of_year(span.year) if quarter.calendar in other.quarters)
    return [quarter.span, *longer]


def _query(request: SignedInRequest) -> str:
    """What was chosen, for the links that keep it."""
    chosen = request.GET.copy()
    for name in ("section", "whole", "texts", *(name for name in request.GET if "after" in name)):
        chosen.pop(name, None)
    return chosen.urlencode()


def _part_to_show(table: ConsolidatedTable, asked: str) -> tuple[ConsolidatedTable, int | None]:
    """A long document is shown by sections, each with the numbers of the whole; a browser takes
    tens of seconds for thousands of rows. Such a section is a part, should somebody print it."""
    if not table.is_long:
        return table, None
    last = len(table.sections)
    number = min(max(int(asked), 1), last) if asked.isdecimal() and len(asked) < 6 else 1
    section = table.sections[number - 1]
    return table.part((section,), section.title, ""), number
