"""The quarters of the demonstration: a year of the archive, the four last ones, and the present one
in every state."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path as File

from django.conf import settings

from reports.document import duplicates, issuing
from reports.document.issuing import PERSONAL_DATA
from reports.events import editing
from reports.language.quarters import Quarter as Calendar
from reports.language.quarters import Span
from reports.management.demo import ways
from reports.management.demo.story import Story, Window, working_day_before
from reports.management.demo.ways import Cast, Path
from reports.models import Consolidation, Event, Quarter, Status
from reports.procedure import opening, workflow

DATA = File(__file__).resolve().parent
ARCHIVED_YEAR = 2020
EARLIER = 4  # quarters before the present one
OPENED_BEFORE = dt.timedelta(days=7)
# Events of the present quarter have been by this share of what has passed of it.
EVENTS_SHARE = 0.6
LEFT_OUT, CANCELLED = 2, 3  # quarters ago
Way = Callable[[Path], None]
# Quarters ago → municipality → how its report went. Of the present quarter nobody else has begun.
WAYS: dict[int, dict[str, Way]] = {
    4: {"yartsevsky": ways.returned_once, "ugransky": ways.late},
    3: {
        "sychevsky": ways.late,
        "khislavichsky": ways.returned_twice,
        "vyazemsky": ways.corrected_and_undone,
    },
    2: {
        "dorogobuzhsky": ways.extended,
        "velizhsky": ways.withdrawn_once,
        "yelninsky": ways.corrected,
    },
    1: {
        "gagarinsky": ways.entered_by_letter,
        "kardymovsky": ways.silent,
        "monastyrshchinsky": ways.silent,
        "temkinsky": ways.refused_extension,
        "pochinkovsky": ways.returned_once,
    },
    0: {
        "smolensk": ways.accepted,
        "desnogorsk": ways.accepted,
        "velizhsky": ways.objected,
        "vyazemsky": ways.draft,
        "gagarinsky": ways.waiting,
        "glinkovsky": ways.zero_and_accepted,
        "demidovsky": ways.withdrawn_once,
        "yershichsky": ways.closed,
        "krasninsky": ways.draft_with_more_time,
        "monastyrshchinsky": ways.accepted,
        "pochinkovsky": ways.in_review,
        "roslavlsky": ways.waiting_after_two_returns,
        "rudnyansky": ways.draft,
        "temkinsky": ways.zero_and_waiting,
        "ugransky": ways.zero_and_waiting,
        "khislavichsky": ways.returned,
        "shumyachsky": ways.accepted,
        "yartsevsky": ways.draft_with_a_request,
    },
}


def fill_archived_year(cast: Cast) -> None:
    """What went on through several quarters is confirmed to be one event: in the report of the
    year it stands once."""
    told = defaultdict(list)
    for number in range(1, 5):
        quarter, _ = opening.open_quarter(Calendar(ARCHIVED_YEAR, number), user=cast.administrator)
        sections = _sections(f"events_{quarter.year}_{number}.json")
        for report in quarter.reports.select_related("municipality"):
            values = sections.get(report.municipality.slug, [])
            same = [value.pop("same", None) for value in values]
            editing.archive_report(report, values)
            for key, event in zip(same, report.events.in_order(), strict=True):
                told[key].append(event)
        opening.close_quarter(quarter, user=cast.administrator)
    told.pop(None)
    for first, *others in told.values():
        for event in others:
            duplicates.decide(first, event, is_same=True, user=cast.reviewer)
    _issue(Span(ARCHIVED_YEAR, 1, 4), cast)


def opening_of(calendar: Calendar) -> dt.datetime:
    """When the administrator opens it."""
    day = working_day_before(calendar.start - OPENED_BEFORE)
    return Window(day, day).at(0.1)


class ToldQuarter:
    """One of the last quarters; ``ago`` is 0 for the present one. ``today`` is when the demonstration
    ends."""

    def __init__(self, story: Story, cast: Cast, calendar: Calendar, ago: int, today: dt.date):
        self.story, self.cast, self.calendar, self.ago = story, cast, calendar, ago
        yesterday = today - dt.timedelta(days=1)
        self.due = calendar.end + dt.timedelta(days=settings.DUE_DAY)
        self.over = calendar.end  # no event is after that
        begin = calendar.end + dt.timedelta(days=1)
        if ago == 0:
            # Nobody reports on what is still to come: all is squeezed into what has passed.
            passed = (yesterday - calendar.start).days
            self.over = calendar.start + dt.timedelta(days=int(passed * EVENTS_SHARE))
            self.over = min(self.over, calendar.end)
            begin = self.over + dt.timedelta(days=1)
        self.window = Window(begin, min(self.due, yesterday))
        following = self.due + dt.timedelta(days=1)
        self.after = Window(following, min(self.due + dt.timedelta(days=12), yesterday))

    def tell(self) -> None:
        self.story.tell(
            opening_of(self.calendar),
            lambda: opening.open_quarter(self.calendar, user=self.cast.administrator),
        )
        sections = _sections(f"events_{self.ago}_ago.json" if self.ago else "events_current.json")
        for number, slug in enumerate(self.cast.clerk_of):
            way = WAYS[self.ago].get(slug, ways.accepted if self.ago else ways.silent)
            way(self._path(slug, sections.get(slug, []), number))
        if self.ago:
            self._tell_end()

    def _path(self, slug: str, events: list[dict], number: int) -> Path:
        count = len(self.cast.clerk_of)
        return Path(
            story=self.story,
            cast=self.cast,
            slug=slug,
            quarter=self.calendar,
            due=self.due,
            events=[self._dated(values) for values in events],
            window=self.window,
            after=self.after,
            turn=number * 7 % count / count * 0.8,  # not in the order of the document
        )

    def _dated(self, values: dict) -> dict:
        """``days`` are of a whole quarter, the first one is 0."""
        days = values.pop("days")
        if not days:
            return values
        share = min(1.0, (self.over - self.calendar.start).days / 91)
        first, last = (self.calendar.start + dt.timedelta(days=int(day * share)) for day in days)
        period = f"{first:%d.%m.%Y}" + ("" if first == last else f" – {last:%d.%m.%Y}")
        return values | {"period": period}

    def _tell_end(self) -> None:
        """What the region does of the whole quarter."""
        self.story.tell(self.window.at(0.97), self._accept_zero_reports)
        if self.ago == LEFT_OUT:
            self.story.tell(self.after.at(0.45), self._leave_out)
        if self.ago == CANCELLED:
            self.story.tell(self.after.at(0.3), self._issue)
            self.story.tell(self.after.at(0.6), self._cancel)
        self.story.tell(self.after.at(0.65), self._issue)
        self.story.tell(self.after.at(0.95), self._close)

    def _quarter(self) -> Quarter:
        return Quarter.objects.by_slug(self.calendar.slug).get()

    def _accept_zero_reports(self) -> None:
        waiting = self._quarter().reports.filter(status=Status.SUBMITTED, no_events=True)
        seen = [(report, report.version) for report in waiting]
        workflow.accept_several(seen, user=self.cast.reviewer)

    def _leave_out(self) -> None:
        events = Event.objects.live().filter(report__quarter=self._quarter())
        event = events.get(report__municipality__slug="smolensky")
        reason = "Ярмарку проводили сами предприниматели, без органов местного самоуправления."
        issuing.leave_out(event, reason=reason, user=self.cast.reviewer)

    def _issue(self) -> None:
        _issue(self._quarter().span, self.cast)

    def _cancel(self) -> None:
        issued = Consolidation.objects.of_span(self._quarter().span)[0]
        reason = "Выпущен раньше, чем приняли последний отчет: его мероприятий в документе нет."
        issuing.cancel(issued, reason=reason, user=self.cast.reviewer)

    def _close(self) -> None:
        opening.close_quarter(self._quarter(), user=self.cast.administrator)


def _issue(span: Span, cast: Cast) -> None:
    seen = issuing.current(span).fingerprint
    issuing.issue(span, user=cast.reviewer, seen=seen, ticks=[PERSONAL_DATA])


def _sections(name: str) -> dict[str, list[dict]]:
    """Municipality's slug → values of its events."""
    sections = json.loads((DATA / name).read_text(encoding="utf-8"))["sections"]
    return {section["municipality"]: section["events"] for section in sections}
