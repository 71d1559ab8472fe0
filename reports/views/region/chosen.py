"""What a person has chosen of the consolidated report: on the page and in its files alike."""

from reports.document import issuing
from reports.document.build import Include, consolidated_table


def chosen_include(request):
    submitted = request.GET.get("include") == Include.SUBMITTED
    return Include.SUBMITTED if submitted else Include.ACCEPTED


def table_of(request, span, selection, *, has_data=False):
    """What is on the screen is what is downloaded: the table, and what is issued of it.

    The second is None for a selection, which is never issued."""
    include = chosen_include(request)
    if selection:
        table = consolidated_table(span, include=include, selection=selection, has_data=has_data)
        return table, None
    current = issuing.current(span, include=include, has_data=has_data)
    return current.table, current
