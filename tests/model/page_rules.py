"""Pages that are only looked at, and addresses that somebody has no business at."""

import json
import re

from django.test import Client
from django.urls import reverse
from hypothesis import strategies as st

from municipalities.models import User
from reports.models import Consolidation, Correction, Event, Quarter, Remark, Report
from tests.model.desk import PICK, about
from tests.model.ways import Ways

# Of one municipality's rows: address, what its number names, and how it is asked for.
PAGES = (
    ("report_detail", Report, "get"),
    ("report_check", Report, "get"),
    ("report_receipt", Report, "get"),
    ("report_paste", Report, "get"),
    ("event_create", Report, "get"),
    ("event_choose", Report, "get"),
    ("event_completions", Report, "get"),
    ("report_review", Report, "get"),
    ("event_update", Event, "get"),
    ("event_correct", Event, "get"),
    ("event_update", Event, "post"),
    ("event_autosave", Event, "post"),
    ("event_presence", Event, "post"),
    ("event_delete", Event, "post"),
    ("event_restore", Event, "post"),
    ("event_copy", Event, "post"),
    ("event_move", Event, "post"),
    ("event_leave_out", Event, "post"),
    ("remark_fix", Remark, "post"),
    ("remark_answer", Remark, "post"),
    ("correction_ask", Correction, "post"),
)
CLERKS_PAGES = [name for name, model, _ in PAGES[:7]]
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


class PageRules(Ways):
    """Rules of pages. Nothing is changed by them."""

    @about(lambda desk: PAGES, which=PICK, who=PICK)
    def stranger_asks_for_a_page(self, page, which, who):
        name, model, method = page
        rows = self.now.rows(model)
        if rows:
            row = rows[which % len(rows)]
            strangers = self.cast.strangers_to(self.report_of(row))
            stranger = strangers[who % len(strangers)]
            self._ask(stranger, method, reverse(name, args=[row.pk]), expected={404})

    @about(lambda desk: desk.now.rows(Report), action=st.sampled_from(ACTIONS))
    def stranger_presses_a_button(self, report, action):
        stranger = self.cast.strangers_to(report)[0]
        address = reverse("report_perform", args=[report.pk, action])
        self._ask(stranger, "post", address, expected={404})

    @about(lambda desk: desk.now.rows(Report), page=st.sampled_from(CLERKS_PAGES))
    def clerk_looks_at_a_page(self, report, page):
        """It tells nothing of the other municipality."""
        clerk = self.cast.clerk_of(report)
        address = reverse(page, args=[report.pk])
        answer = self._ask(clerk, "get", address, expected={200, 302}, field="place", typed="г. ")
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
        has_come_over = any(town in text for text in self._own_words(events))
        assert has_come_over or town not in text, f"{town} on a page of {clerk}"

    def _own_words(self, events: set[int]) -> list[str]:
        """With what another has handed over."""
        return list(Event.history.filter(id__in=events).values_list("place", flat=True))

    @about(lambda desk: desk.cast.clerks, page=st.sampled_from(STAFF_PAGES), which=PICK)
    def clerk_asks_for_a_page_of_staff(self, clerk, page, which):
        name, model, method = page
        home = self.cast.home_of(clerk).pk
        rows = self.now.rows(model) if model else []
        if model in (Report, Event):
            rows = [row for row in rows if self.report_of(row).municipality_id == home]
        if model and not rows:
            return
        keys = (
            [getattr(rows[which % len(rows)], "slug", rows[which % len(rows)].pk)] if model else []
        )
        address = reverse(name, args=[*keys, *(["xlsx"] if name in FILES else [])])
        self._ask(clerk, method, address, expected={403, 404} - ({404} if rows else set()))

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

    @about(lambda desk: desk.now.rows(Report))
    def reviewer_looks_at_a_report(self, report):
        address = reverse("report_review", args=[report.pk])
        self._ask(self.cast.reviewers[0], "get", address, expected={200})

    def _ask(self, person, method: str, address: str, *, expected: set[int], body=None, **query):
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        if method == "post":
            sent = json.dumps(body if body is not None else {"person": person.pk})
            answer = client.post(address, sent, content_type="application/json")
        else:
            answer = client.get(address, query)
        assert answer.status_code in expected, f"{answer.status_code} for {address}"
        assert type(self.now)().is_same_as(self.now), f"{address} has changed something"
        self.did_something()
        return answer
