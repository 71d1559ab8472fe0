"""What tests of the consolidated report have in common."""

from reports.document import issuing
from reports.document.build import consolidated_table
from reports.language.quarters import Span
from reports.models import Event

SPAN = Span(2020, 4, 4)

YEAR = Span(2020, 1, 4)


def issue(reviewer, span=SPAN):
    return issuing.issue(span, user=reviewer, seen=issuing.current(span).fingerprint)


def names(span, **options):
    table = consolidated_table(span, **options)
    return [row.name for section in table.sections for row in section.rows]


def join(root, *others):
    Event.objects.filter(pk__in=[event.pk for event in others]).update(same_as=root)
