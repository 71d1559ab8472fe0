"""The consolidated report: the document on the screen, and what stands in it."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from municipalities.access import require_role
from municipalities.models import Role
from reports.document import readiness
from reports.document.build import form_name_of
from reports.forms.region.consolidated import SelectionForm
from reports.language.quarters import Span
from reports.models import Consolidation, Event, Quarter
from reports.views.access import STAFF, span_or_404
from reports.views.region.chosen import chosen_include, table_of


@require_GET
def consolidated(request, slug):
    require_role(request.user, *STAFF)
    span = span_or_404(slug)
    form = SelectionForm(request.GET, span=span)
    table, current = table_of(request, span, form.selection)
    shown, section_number = _part_to_show(table, request.GET.get("section", ""))
    quarter = Quarter.objects.of_span(span).order_by("-number").first()  # the last that is open yet
    context = {
        "span": span,
        "quarter": quarter,
        "spans": _spans_beside(span, quarter),
        "include": chosen_include(request),
        "selection_form": form,
        "query": _query(request),
        "table": table,
        "shown": shown,
        "section_number": section_number,
        "form_name": form_name_of(span.last_quarter),
        "can_act": request.user.role == Role.REGION,
        "distinct_count": _distinct_count(table),
        "row_by_row": readiness.looks_of_rows(shown) if "texts" in request.GET else None,
        "current": current,
    }
    if current is not None:
        context |= _of_the_whole(request, span, current)
    return render(request, "region/consolidated.html", context)


def _of_the_whole(request, span, current):
    """What is told of the whole period, and of a part is not true: who is missing, what was issued,
    what only all the rows show."""
    table, today = current.table, timezone.localdate()
    issues = Consolidation.objects.of_span(span).light().defer("docx", "xlsx", "contents")
    return vars(readiness.coverage(request.user, span, chosen_include(request), today)) | {
        "prints_empty": any(not section.rows for section in table.sections),
        "worth_a_look": readiness.looks_of_table(table),
        "issues": [(issued, current.status_of(issued)) for issued in issues],
    }


def _distinct_count(table):
    """An event that several municipalities tell of counts once. Staff see all, so that no more is
    asked: it would make SQLite read the archive."""
    keys = [row.event_id for section in table.sections for row in section.rows]
    return Event.objects.filter(pk__in=keys).distinct_count()


def _spans_beside(span, quarter):
    """The quarter, and the longer periods of which it is a part."""
    longer = (other for other in Span.of_year(span.year) if quarter.calendar in other.quarters)
    return [quarter.span, *longer]


def _query(request):
    """What was chosen, for the links that keep it."""
    chosen = request.GET.copy()
    chosen.pop("section", None)
    return chosen.urlencode()


def _part_to_show(table, asked):
    """A long document is shown by sections, each with the numbers of the whole; a browser takes
    tens of seconds for thousands of rows. Such a section is a part, should somebody print it."""
    if not table.is_long:
        return table, None
    last = len(table.sections)
    number = min(max(int(asked), 1), last) if asked.isdecimal() and len(asked) < 6 else 1
    section = table.sections[number - 1]
    return table.part((section,), section.title, ""), number
