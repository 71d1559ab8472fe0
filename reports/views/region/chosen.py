"""What a person has chosen of the consolidated report: on the page and in its files alike."""

from reports.document import issuing
from reports.document.build import Include, Selection, consolidated_table
from reports.export.table import ConsolidatedTable
from reports.forms.region.consolidated import SelectionForm
from reports.language.quarters import Span
from reports.views.access import SignedInRequest


def chosen_include(request: SignedInRequest) -> Include:
    submitted = request.GET.get("include") == Include.SUBMITTED
    return Include.SUBMITTED if submitted else Include.ACCEPTED


def chosen_selection(request: SignedInRequest, span: Span) -> Selection:
    """What was chosen, as far as it is in the lists; the rest is as if not asked for."""
    form = SelectionForm(request.GET, span=span)
    form.is_valid()
    return Selection(**form.cleaned_data)


def table_of(
    request: SignedInRequest, span: Span, *, has_data: bool = False
) -> tuple[ConsolidatedTable, issuing.Current | None]:
    """What is on the screen is what is downloaded: the table, and what is issued of it.

    The second is None for a selection, which is never issued."""
    include, selection = chosen_include(request), chosen_selection(request, span)
    if selection:
        table = consolidated_table(span, include=include, selection=selection, has_data=has_data)
        return table, None
    current = issuing.current(span, include=include, has_data=has_data)
    return current.table, current
