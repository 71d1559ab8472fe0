"""What a person has chosen of the consolidated report: on the page and in its files alike."""

from reports.document import issuing
from reports.document.build import Include, Selection, consolidated_table
from reports.export.table import ConsolidatedTable
from reports.language.quarters import Span
from reports.views.access import SignedInRequest


def chosen_include(request: SignedInRequest) -> Include:
    submitted = request.GET.get("include") == Include.SUBMITTED
    return Include.SUBMITTED if submitted else Include.ACCEPTED


def table_of(
    request: SignedInRequest, span: Span, selection: Selection | None, *, has_data: bool = False
) -> tuple[ConsolidatedTable, issuing.Current | None]:
    """What is on the screen is what is downloaded: the table, and what is issued of it.

    The second is None for a selection, which is never issued."""
    include = chosen_include(request)
    if selection:
        table = consolidated_table(span, include=include, selection=selection, has_data=has_data)
        return table, None
    current = issuing.current(span, include=include, has_data=has_data)
    return current.table, current
