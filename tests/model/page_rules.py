"""Pages that are only looked at, and addresses that somebody has no business at."""

import json
import re
from functools import cache

from django.test import Client
from django.urls import reverse

from municipalities.models import User
from reports.models import Consolidation, Correction, Event, Quarter, Remark, Report
from tests.model.cast import TOWNS
from tests.model.desk import PICK, about, always
from tests.model.ways import Ways
from tests.views.addresses import patterns

# What a key in an address points at, by the beginning of it: a row of one municipality's.
ROWS = {"reports": Report, "events": Event, "remarks": Remark, "corrections": Correction}
CLERKS_PAGES = (
    "report_detail",
    "report_check",
    "report_receipt",
    "report_paste",
    "event_create",
    "event_choose",
)
# What staff alone may ask for; the first are about everybody's rows.
STAFF_PAGES = (
    ("quarter_board", Quarter, "get"),
    ("quarter_calls", Quarter, "get"),
    ("board_download", Quarter, "get"),
    ("calls_download", Quarter, "get"),
    ("consolidated", Quarter, "get"),
    ("consolidated_download", Quarter, "get"),
    ("duplicates", Quarter, "get"),
    ("consolidation_detail", Consolidation, "get"),
    ("consolidation_download", Consolidation, "get"),
    ("review_queue", None, "get"),
    ("quarter_list", None, "get"),
    ("document_settings", None, "get"),
    ("review_accept", None, "post"),
    ("report_review", Report, "get"),
    ("event_correct", Event, "get"),
    ("event_leave_out", Event, "post"),
    ("report_close", Report, "get"),
)
FILES = ("consolidated_download", "consolidation_download")
ACTIONS = ("submit", "submit_empty", "withdraw", "accept", "return")
ADDRESS = re.compile(r"/(reports|events)/(\d+)/")


@cache
def _pages_of_rows() -> list[tuple[str, type]]:
    """Name of the address, and model of the row that it points at."""
    named = ((name, ROWS.get(route.partition("/")[0]), parts) for name, route, parts in patterns())
    return [(name, model) for name, model, parts in named if model and parts == ["pk"]]


class PageRules(Ways):
    """Rules of pages. Nothing is changed by them."""

    def __init__(self):
        super().__init__()
        self.clients = {}  # person and step → where they are signed in

    @about(always, which=PICK, who=PICK)
    def stranger_asks_for_pages(self, _, which, who):
        """Each there is, of a row of the other municipality's."""
        for name, model in _pages_of_rows():
            rows = self.now.rows(model)
            if rows:
                row = rows[which % len(rows)]
                strangers = self.cast.strangers_to(self.report_of(row))
                stranger, address = strangers[who % len(strangers)], reverse(name, args=[row.pk])
                answer = self._ask(stranger, "get", address, expected={404, 405})
                if answer.status_code == 405:
                    self._ask(stranger, "post", address, expected={404})
        self._nothing_has_changed()

    @about(lambda desk: desk.now.rows(Report))
    def stranger_presses_every_button(self, report):
        stranger = self.cast.strangers_to(report)[0]
        for action in ACTIONS:
            address = reverse("report_perform", args=[report.pk, action])
            self._ask(stranger, "post", address, expected={404})
        self._nothing_has_changed()

    @about(always, which=PICK)
    def clerks_look_at_their_pages(self, _, which):
        """One of each municipality, one after the other: they tell nothing of the other one."""
        clerks = self.cast.one_of_each
        for clerk in clerks if which % 2 else reversed(clerks):
            own = self.now.rows(Report, municipality_id=self.cast.home_of(clerk).pk)
            report = own[which // 2 % len(own)]
            for page in CLERKS_PAGES:
                self._look(clerk, page, report)
            for town in TOWNS.values():  # as somebody begins to type it
                self._look(clerk, "event_completions", report, field="place", typed=town[:5])
        self._nothing_has_changed()

    def _look(self, clerk: User, page: str, report: Report, **query: str) -> None:
        address = reverse(page, args=[report.pk])
        answer = self._ask(clerk, "get", address, expected={200, 302}, **query)
        self._tells_nothing_foreign(answer, clerk)

    def _tells_nothing_foreign(self, answer, clerk: User) -> None:
        is_json = answer.get("Content-Type", "").startswith("application/json")
        text = json.dumps(answer.json(), ensure_ascii=False) if is_json else answer.content.decode()
        home = self.cast.home_of(clerk).pk
        reports = {r.pk for r in self.now.rows(Report, municipality_id=home)}
        events = {event.pk for event in self.now.rows(Event) if event.report_id in reports}
        for kind, key in ADDRESS.findall(text):
            assert int(key) in (reports if kind == "reports" else events), f"{kind} {key}"
        town = self.cast.other_town(clerk)
        has_come_over = any(town in text for text in self._words_ever_in(reports))
        assert has_come_over or town not in text, f"{town} on a page of {clerk}"

    def _words_ever_in(self, reports: set[int]) -> list[str]:
        """With what another has handed over, be it handed on since."""
        return list(Event.history.filter(report__in=reports).values_list("place", flat=True))

    @about(lambda desk: desk.cast.clerks, which=PICK)
    def clerk_asks_for_pages_of_staff(self, clerk, which):
        home = self.cast.home_of(clerk).pk
        for name, model, method in STAFF_PAGES:
            rows = self.now.rows(model) if model else []
            if model in (Report, Event):
                rows = [row for row in rows if self.report_of(row).municipality_id == home]
            if model and not rows:
                continue
            row = rows[which % len(rows)] if model else None
            keys = [getattr(row, "slug", row.pk)] if model else []
            address = reverse(name, args=[*keys, *(["xlsx"] if name in FILES else [])])
            self._ask(clerk, method, address, expected={403})
        self._nothing_has_changed()

    @about(lambda desk: desk.now.rows(Event))
    def page_of_another_person_saves(self, event):
        """Somebody else has signed in at the same computer since the page was opened."""
        clerks = self.cast.clerks_of(self.now.report_of(event))
        others = [person for person in self.cast.everybody if person != clerks[0]]
        for person in (clerks[-1], others[0]):
            body = {
                "person": person.pk,
                "fields": {"content": {"value": "Чужое слово", "bases": [event.content]}},
                "page": "other",
                "number": 1,
            }
            if person != clerks[0]:
                address = reverse("event_autosave", args=[event.pk])
                answer = self._ask(clerks[0], "post", address, expected={409}, body=body)
                assert answer.json()["state"] == "other_person"
        self._nothing_has_changed()

    @about(lambda desk: desk.now.rows(Report))
    def reviewer_looks_at_a_report(self, report):
        address = reverse("report_review", args=[report.pk])
        self._ask(self.cast.reviewers[0], "get", address, expected={200})
        self._nothing_has_changed()

    def _ask(self, person, method: str, address: str, *, expected: set[int], body=None, **query):
        client = self._signed_in(person)
        if method == "post":
            sent = json.dumps(body if body is not None else {"person": person.pk})
            answer = client.post(address, sent, content_type="application/json")
        else:
            answer = client.get(address, query)
        assert answer.status_code in expected, f"{answer.status_code} for {address}"
        self.did_something()
        return answer

    def _signed_in(self, person: User) -> Client:
        client = self.clients.get((person.pk, self.clock.now))
        if client is None:
            client = self.clients[person.pk, self.clock.now] = Client()
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def _nothing_has_changed(self) -> None:
        assert type(self.now)().is_same_as(self.now), "looking has changed something"
