"""The consolidated report: the document on the screen, and what stands in it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from municipalities.access import require_role
from municipalities.models import Role
from reports.document import duplicates_suggested, readiness
from reports.document.build import Selection, form_name_of
from reports.document.issuing import Current
from reports.document.outline import outline, outline_of
from reports.forms.region.consolidated import SelectionForm
from reports.language.quarters import Span
from reports.models import Consolidation, Quarter
from reports.views.access import STAFF, Context, SignedInRequest, span_or_404
from reports.views.paging import page_of
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
    if context["asks_texts"] or context["told"].event_count <= PROOFREAD_AT_ONCE:
        looks = readiness.looks_of_rows(context["shown"])
        context["row_by_row"] = page_of_looks(request, looks, name="after_text")
    return render(request, "region/consolidated.html", context)


def _document(request: SignedInRequest, span: Span, selection: Selection | None) -> Context:
    """What is on the screen: the table, or of a long one a section, since a browser takes tens of
    seconds for thousands of rows. Of a long report nothing else is built unless it is asked for, to
    be issued: ``whole``. Then ``table`` and ``current`` are None, as ``current`` is for a selection.
    """
    told, table, current = None, None, None
    if not selection and "whole" not in request.GET:
        told = outline(span, chosen_include(request))
    if told is None or not told.is_long:
        table, current = table_of(request, span, selection)
        told = outline_of(table)
    number = told.number_of(request.GET.get("section", "")) if told.is_long else None
    context: Context = {
        "told": told,
        "table": table,
        "current": current,
        "is_selection": bool(selection),
        "section_number": number,
        "shown": table if number is None else told.sections[number - 1].table(),
    }
    return context if selection else context | _of_the_whole(request, span, current)


def _of_the_whole(request: SignedInRequest, span: Span, current: Current | None) -> Context:
    """What is told of the whole period, and of a part is not true: who is missing, what was issued,
    what only all the rows show."""
    issues = list(Consolidation.objects.of_span(span).light().defer("docx", "xlsx", "contents"))
    statuses = [(issued, current.status_of(issued) if current else None) for issued in issues]
    looks = readiness.looks_of_table(current.table) if current else ()
    return _covered(request, span) | {
        "last_standing": next((each for each in issues if not each.is_cancelled), None),
        "issues_page": page_of(  # the latest first
            request, statuses, lambda row: (-row[0].number,), name="after_issue"
        ),
        "worth_a_look": page_of_looks(request, looks, name="after_look"),
    }


def _covered(request: SignedInRequest, span: Span) -> Context:
    today = timezone.localdate()
    covered = vars(readiness.coverage(request.user, span, chosen_include(request), today))
    return covered | {"left_out_page": page_of_left_out(request, covered["left_out"])}


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
