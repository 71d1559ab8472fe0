"""What the document reads of reports and their events: values, of which a model takes several times
as long to make."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import QuerySet

from reports.models import OFFICIAL_ORDER, Report
from reports.models.events import EventQuerySet, printed_name


class Told(NamedTuple):
    """An event; what was not asked for has no value."""

    report_id: int
    pk: int
    same_as_id: int | None
    name: str
    format: str
    place: str
    period: str
    content: str
    participants: str
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    category: str = ""
    countries: str = ""  # ISO codes with commas between them
    agreements: str = ""
    participants_own: int | None = None
    participants_total: int | None = None

    @property
    def printed_name(self) -> str:
        return printed_name(self.name, self.format)

    @property
    def root_key(self) -> int:
        return self.same_as_id or self.pk

    @property
    def country_codes(self) -> list[str]:
        return self.countries.split(",") if self.countries else []


# What to read: the columns of a row; the days too, for the order of rows from several quarters; all,
# for a selection and the sheet «Данные».
WHOLE_EVENT: Sequence[str] = tuple(Told.__annotations__)
PRINTED, WITH_DAYS = WHOLE_EVENT[:9], WHOLE_EVENT[:11]


def read_told(
    reports: QuerySet[Report], events: EventQuerySet, fields: Sequence[str]
) -> list[tuple[Report, list[Told]]]:
    """``reports`` in the order of the document, each with those of ``events`` that it holds; of a
    report there is only what the document asks of it."""
    in_order = reports.order_by(*OFFICIAL_ORDER, "quarter__number").select_related("municipality")
    own = list(in_order.only("accepted_at", "municipality"))
    told = defaultdict(list)
    for values in events.live().filter(report__in=own).in_order().values_list(*fields):
        event = Told(*values)
        told[event.report_id].append(event)
    return [(report, told[report.pk]) for report in own]
