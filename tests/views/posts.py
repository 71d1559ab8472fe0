"""Every POST of the site as a page of ours sends it, ready to be carried out.

``make_stage()`` sets the rows, ``POSTS[name](stage)`` says who sends what to where. Each changes the
database when it comes from a page of ours; tests send the same from elsewhere, or break it midway.
"""

import datetime as dt
import json
import re
import uuid
from dataclasses import dataclass, field
from types import SimpleNamespace

from axes.models import AccessAttempt
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from municipalities import accounts
from municipalities.models import AddedPlace, Role
from reports.document import duplicates, issuing
from reports.export.docx.writer import DEFAULT_FORM
from reports.language.quarters import Quarter as Calendar
from reports.language.quarters import Span
from reports.models import Action, Correction, Event, LeftOut, Remark, RememberedColumns, Status
from reports.procedure import extensions, workflow
from tests import factories

WORDS = "Слова, написанные на странице"
KEY = "6a1d5a3c-6f0f-4d6e-9f5e-1c1d7f3a9b10"
# They take POST and store nothing.
STORE_NOTHING = {"report_paste", "event_findings", "password_reset"}


@dataclass
class Post:
    person: object
    url: str
    data: dict = field(default_factory=dict)
    is_json: bool = False

    def __post_init__(self):
        self.data = dict(self.data)  # a test may add to its own; the table below is for all

    def send(self, client, **headers):
        if self.is_json:
            body = json.dumps(self.data)
            return client.post(self.url, body, content_type="application/json", headers=headers)
        return client.post(self.url, self.data, headers=headers)


def make_stage():
    """Four reports of a quarter: being written, under review, handed in and accepted."""
    stage = SimpleNamespace()
    stage.clerk = factories.make_user(username="clerk")
    stage.reviewer = factories.make_user(Role.REGION, username="reviewer")
    stage.administrator = factories.make_user(Role.ADMIN, username="administrator")
    stage.report = factories.make_report(stage.clerk.municipality, status=Status.RETURNED, events=2)
    stage.quarter = stage.report.quarter
    stage.event = stage.report.events.in_order().first()
    for name, status in (
        ("reviewed", Status.IN_REVIEW),
        ("waiting", Status.SUBMITTED),
        ("accepted", Status.ACCEPTED),
    ):
        municipality = factories.make_municipality(name)
        report = factories.make_report(municipality, quarter=stage.quarter, status=status, events=2)
        setattr(stage, name, report)
    return stage


def _remark(stage, report, *, sent=True):
    return Remark.objects.create(
        report=report,
        event=report.events.first(),
        text="Укажите город.",
        author=stage.reviewer,
        sent_at=timezone.now() if sent else None,
    )


def _correction(stage, event, **fields):
    new = {"old_text": "Прежние слова", "new_text": event.content, "author": stage.reviewer}
    return Correction.objects.create(event=event, cell="content", **new | fields)


def _asked(stage):
    asked = {"asked_at": timezone.now(), "asked_by": stage.clerk, "reason": "Было верно"}
    return _correction(stage, stage.accepted.events.first(), **asked)


def _pair(stage):
    """An event told in two reports, and known to be one."""
    first, second = stage.accepted.events.first(), stage.reviewed.events.first()
    Event.objects.filter(pk=second.pk).update(place="Районный дом культуры")
    duplicates.decide(first, second, is_same=True, user=stage.reviewer)
    return first


def _event(event):
    values = {name: value for name, value in factories.EVENT_VALUES.items() if name != "content"}
    return values | {"content": WORDS, "version": event.version if event else 1, "_end": "1"}


def _autosaved(stage, event=None):
    base = event.content if event else ""
    changes = {"content": {"value": WORDS, "bases": [base]}}
    return {"person": stage.clerk.pk, "fields": changes, "page": "page", "number": 1}


def _sealed(stage):
    values = dict(factories.EVENT_VALUES, content=WORDS)
    key = str(uuid.uuid4())
    offer = {"key": key, "is_wanted": True, "values": values}
    seal = signing.dumps(
        {"offers": [offer], "leftovers": []},
        salt=f"reports.pasting:{stage.clerk.pk}:{stage.report.pk}",
        compress=True,
    )
    return {"found": seal, "keep": [key], "_end": "1"}


def _columns(stage):
    asked = {"headings": ["Что", "Когда"], "guessed": ["", ""], "rows": [[WORDS, "5 ноября"]]}
    source = {"html": "", "text": f"Что\tКогда\n{WORDS}\t5 ноября"}
    seal = signing.dumps(
        {"source": source, "told": [], "asked": asked},
        salt=f"reports.pasting.columns:{stage.clerk.pk}:{stage.report.pk}",
        compress=True,
    )
    return {"sealed": seal, "column_0": "name", "column_1": "period", "_end": "1"}


def _forgotten(stage):
    kept = RememberedColumns.objects.create(
        municipality=stage.report.municipality,
        headings="что\nкогда",
        fields="name,period",
        told_by=stage.clerk,
    )
    return {"which": kept.pk}


def _of_clerk(name, pk, data=None, **options):
    def post(stage):
        given = data(stage) if callable(data) else data or {}
        return Post(stage.clerk, reverse(name, args=[pk(stage)]), given, **options)

    return post


def _of_region(name, pk, data=None):
    def post(stage):
        key = pk(stage)
        given = data(stage) if callable(data) else data or {}
        return Post(stage.reviewer, reverse(name, args=[key]), given)

    return post


def _deleted_file(stage):
    gone = {"deleted_at": timezone.now(), "deleted_by": stage.clerk}
    return factories.make_kept(stage.report, stage.clerk, **gone).pk


def _received(stage, **fields):
    """A file that tells one event of the report that is being written."""
    values = {"name": WORDS, "period": "5 ноября 2020 года", "format": ""}
    values |= {"place": WORDS, "content": WORDS, "participants": WORDS}
    offer = {"key": KEY, "where": "строка 1", "values": values}
    offer |= {"is_wanted": True, "is_other_quarter": False}
    told = {"municipality": stage.report.municipality, "offers": [offer]}
    return factories.make_received(stage.quarter, stage.reviewer, **told | fields)


def _of_other_quarter(stage):
    other = factories.make_quarter(Calendar(2020, 3))
    return _received(stage, file={"meant_for": other}).pk


def _receive(stage):
    file = SimpleUploadedFile("Отчет.csv", WORDS.encode())
    url = reverse("received_files", args=[stage.quarter.slug])
    return Post(stage.reviewer, url, {"brought": file, "_end": "1"})


def _enter_received(stage):
    ground = {"ground": "phone", "sender": WORDS, "received_on": "12.01.2021", "_end": "1"}
    url = reverse("received_enter_all", args=[stage.quarter.slug])
    return Post(stage.reviewer, url, ground | {"received": [_received(stage).pk]})


def _ready_remark(stage):
    sent = {"ready": "Укажите город.", "keep": "1"}
    return Post(stage.reviewer, reverse("ready_remark"), sent)


def _of_administrator(name, args=(), data=None):
    def post(stage):
        given = args(stage) if callable(args) else args
        return Post(stage.administrator, reverse(name, args=given), dict(data or {}))

    return post


def _perform(stage):
    url = reverse("report_perform", args=[stage.reviewed.pk, "accept"])
    return Post(stage.reviewer, url, {"version": stage.reviewed.version, "_end": "1"})


def _deleted(stage):
    Event.objects.filter(pk=stage.event.pk).update(deleted_at=timezone.now())
    return stage.event.pk


def _ordered_by_hand(stage):
    type(stage.report).objects.filter(pk=stage.report.pk).update(ordered_by_hand=True)
    return stage.report.pk


def _of_last_year(stage):
    quarter = factories.make_quarter(Calendar(2019, 4))
    past = factories.make_report(
        stage.clerk.municipality, quarter=quarter, status=Status.ACCEPTED, events=1
    )
    return {"event": past.events.get().pk}


def _closed(stage):
    stage.quarter.closed_at = timezone.now()
    stage.quarter.save()
    return [stage.quarter.slug]


def _empty_quarter(stage):
    return [factories.make_quarter(Calendar(2072, 1)).slug]


def _left_out(stage):
    event = stage.accepted.events.first()
    LeftOut.objects.create(event=event, reason="Не международное", by=stage.reviewer)
    return event.pk


def _wording(stage):
    """Written by the last button, which brings along what the preview said."""
    url = reverse("event_wording", args=[_pair(stage).pk])
    data = {"own_name": WORDS, "_end": "1"}
    client = Client()
    client.force_login(stage.reviewer, backend="django.contrib.auth.backends.ModelBackend")
    page = client.post(url, data).content.decode()
    shown = dict(re.findall(r'name="(shown|version_\d+)" value="([^"]*)"', page))
    client.logout()
    return Post(stage.reviewer, url, data | shown | {"confirm": "1"})


def _separate(stage):
    event = _pair(stage)
    return Post(stage.reviewer, reverse("event_separate", args=[event.pk]), {"quarter": "2020-4"})


def _issue(stage):
    seen = issuing.current(Span.parse_slug("2020-4")).fingerprint
    return Post(stage.reviewer, reverse("consolidated_issue", args=["2020-4"]), {"seen": seen})


def _issued(stage):
    seen = issuing.current(Span.parse_slug("2020-4")).fingerprint
    return issuing.issue(Span.parse_slug("2020-4"), user=stage.reviewer, seen=seen).pk


def _closed_report(stage):
    note = "Преобразовано"
    return workflow.perform(Action.CLOSE, stage.waiting, user=stage.reviewer, note=note).pk


def _until():
    return timezone.localdate() + dt.timedelta(days=3)


def _unhanded(stage, number):
    """A report that nobody has handed in yet, in a quarter that is due today."""
    quarter = factories.make_quarter(Calendar(2021, number), due_date=timezone.localdate())
    known = quarter.reports.filter(municipality=stage.clerk.municipality).first()
    return known or factories.make_report(stage.clerk.municipality, quarter=quarter)


def _ask_extension(stage):
    url = reverse("report_ask_extension", args=[_unhanded(stage, 1).pk])
    return Post(stage.clerk, url, {"until": f"{_until():%d.%m.%Y}", "reason": WORDS, "_end": "1"})


def _extension_asked(stage):
    return extensions.ask_extension(
        _unhanded(stage, 2), until=_until(), reason="Ждем сведений.", user=stage.clerk
    ).pk


def _locked_out(stage):
    AccessAttempt.objects.create(
        username="clerk",
        ip_address="192.0.2.7",
        failures_since_start=10,
        user_agent="",
        path_info="",
    )
    return Post(stage.administrator, reverse("sign_in_locks"), {"address": "192.0.2.7"})


def _upload(stage):
    file = SimpleUploadedFile("Форма.docx", DEFAULT_FORM.read_bytes())
    data = {"file": file, "since": "2020-4"}
    return Post(stage.administrator, reverse("document_settings"), data)


def _on_trial(stage):
    return [factories.make_form(stage.administrator).pk]


def _reset(stage):
    token = default_token_generator.make_token(stage.clerk)
    uid = urlsafe_base64_encode(force_bytes(stage.clerk.pk))
    password = {"new_password1": "новый-пароль-1", "new_password2": "новый-пароль-1"}
    return Post(None, reverse("password_reset_confirm", args=[uid, token]), password)


def _new_event(stage):
    url = f"{reverse('event_create', args=[stage.report.pk])}?key={uuid.uuid4()}"
    return Post(stage.clerk, url, _event(None))


def _new_autosaved(stage):
    url = f"{reverse('event_autosave_new', args=[stage.report.pk])}?key={uuid.uuid4()}"
    return Post(stage.clerk, url, _autosaved(stage), is_json=True)


def _to_accept(stage):
    seen = f"{stage.waiting.pk}:{stage.waiting.version}"
    return Post(stage.reviewer, reverse("review_accept"), {"report": seen, "_end": "1"})


def _own(stage):
    return stage.event.pk


def _reviewed(stage):
    return stage.reviewed.pk


def _first_accepted(stage):
    return stage.accepted.events.first().pk


def _municipality(stage):
    return [stage.report.municipality_id]


def _name(stage):
    return [stage.report.municipality.names.earliest("pk").pk]


def _added_place(stage):
    return [AddedPlace.objects.create(name="Гожа", country="BY").pk]


def _second_name(stage):
    names = stage.report.municipality.names
    return [names.create(full_name="Округ", short_name="Округ", valid_from="2025-01-01").pk]


def _account(stage):
    row = stage.clerk.acting.get()
    data = {
        "username": stage.clerk.username,
        "full_name": WORDS,
        "role": stage.clerk.role,
        "is_active": "on",
        "acting-TOTAL_FORMS": 1,
        "acting-INITIAL_FORMS": 1,
        "acting-0-municipality": row.municipality_id,
        "acting-0-since": f"{row.since:%d.%m.%Y}",
        "seen": accounts.stamp(stage.clerk),
        "_end": "1",
    }
    return Post(stage.administrator, reverse("account_detail", args=[stage.clerk.pk]), data)


NAME = {"full_name": WORDS, "short_name": "Ельня", "valid_from": "01.01.2025", "_end": "1"}
PASSWORDS = {
    "old_password": factories.PASSWORD,
    "new_password1": "новый-пароль-1",
    "new_password2": "новый-пароль-1",
}
POSTS = {
    "report_paste": _of_clerk(
        "report_paste", lambda s: s.report.pk, {"text": f"Форум\t{WORDS}", "_end": "1"}
    ),
    "report_paste_keep": _of_clerk("report_paste_keep", lambda s: s.report.pk, _sealed),
    "report_paste_columns": _of_clerk("report_paste_columns", lambda s: s.report.pk, _columns),
    "report_paste_forget": _of_clerk("report_paste_forget", lambda s: s.report.pk, _forgotten),
    "event_create": _new_event,
    "event_update": _of_clerk("event_update", _own, lambda s: _event(s.event)),
    "event_autosave": _of_clerk(
        "event_autosave", _own, lambda s: _autosaved(s, s.event), is_json=True
    ),
    "event_autosave_new": _new_autosaved,
    "event_presence": _of_clerk(
        "event_presence", _own, lambda s: {"person": s.clerk.pk, "version": 1}, is_json=True
    ),
    "event_findings": _of_clerk(
        "event_findings",
        lambda s: s.report.pk,
        lambda s: {"person": s.clerk.pk, "texts": {"content": WORDS}, "format": ""},
        is_json=True,
    ),
    "event_dismiss": _of_clerk(
        "event_dismiss",
        _own,
        lambda s: {"person": s.clerk.pk, "cell": "name", "key": WORDS, "is_dismissed": True},
        is_json=True,
    ),
    "event_delete": _of_clerk("event_delete", _own),
    "event_restore": _of_clerk("event_restore", _deleted),
    "event_copy": _of_clerk(
        "event_copy", _own, lambda s: {"report": s.report.pk, "creation_key": uuid.uuid4()}
    ),
    "event_move": _of_clerk("event_move", _own, {"down": "1"}),
    "event_place": _of_clerk("event_place", _own, {"number": "2"}),
    "report_order_by_date": _of_clerk("report_order_by_date", _ordered_by_hand),
    "report_delete_events": _of_clerk(
        "report_delete_events",
        lambda s: s.report.pk,
        lambda s: {"event": [event.pk for event in s.report.events.all()]},
    ),
    "report_welcome": _of_clerk("report_welcome", lambda s: s.report.pk),
    "report_not_held": _of_clerk("report_not_held", lambda s: s.report.pk, _of_last_year),
    "report_restore_events": _of_clerk(
        "report_restore_events", lambda s: s.report.pk, lambda s: {"event": [_deleted(s)]}
    ),
    "remark_fix": _of_clerk("remark_fix", lambda s: _remark(s, s.report).pk, {"fixed": "1"}),
    "remark_answer": _of_clerk(
        "remark_answer", lambda s: _remark(s, s.report).pk, {"text": WORDS, "_end": "1"}
    ),
    "correction_ask": _of_clerk(
        "correction_ask",
        lambda s: _correction(s, s.event).pk,
        {"reason": WORDS, "_end": "1"},
    ),
    "report_perform": _perform,
    "report_extension": _of_region(
        "report_extension",
        lambda s: s.report.pk,
        {"until": "01.03.2021", "reason": WORDS, "_end": "1"},
    ),
    "report_ask_extension": _ask_extension,
    "extension_settle": _of_region("extension_settle", _extension_asked, {"grant": "1"}),
    "extension_refuse": _of_region(
        "extension_refuse", _extension_asked, {"reason": WORDS, "_end": "1"}
    ),
    "consolidated_issue": _issue,
    "consolidation_cancel": _of_region(
        "consolidation_cancel", _issued, {"reason": WORDS, "_end": "1"}
    ),
    "report_close": _of_region(
        "report_close",
        lambda s: s.waiting.pk,
        lambda s: {"reason": WORDS, "version": s.waiting.version, "_end": "1"},
    ),
    "report_files": _of_clerk(
        "report_files",
        lambda s: s.report.pk,
        {"link": "https://пример.рф/программа", "title": WORDS, "_end": "1"},
    ),
    "file_delete": _of_clerk("file_delete", lambda s: factories.make_kept(s.report, s.clerk).pk),
    "file_restore": _of_clerk("file_restore", _deleted_file),
    "received_files": _receive,
    "received_enter_all": _enter_received,
    "received_answer": _of_region(
        "received_answer",
        lambda s: _received(s, doubt=WORDS).pk,
        lambda s: {"municipality": s.report.municipality_id, "_end": "1"},
    ),
    "received_choose": _of_region(
        "received_choose", lambda s: _received(s).pk, {"keep": [KEY], "_end": "1"}
    ),
    "received_set_aside": _of_region("received_set_aside", lambda s: _received(s).pk),
    "received_move": _of_region("received_move", _of_other_quarter),
    "report_enter": _of_region(
        "report_enter",
        lambda s: s.report.pk,
        {"ground": "phone", "sender": WORDS, "received_on": "12.01.2021", "_end": "1"},
    ),
    "report_hand_over": _of_region(
        "report_hand_over", _closed_report, lambda s: {"successor": s.report.pk, "_end": "1"}
    ),
    "sign_in_locks": _locked_out,
    "event_decide": _of_region(
        "event_decide",
        _first_accepted,
        lambda s: {"other": s.reviewed.events.first().pk, "verdict": "same", "quarter": "2020-4"},
    ),
    "event_separate": _separate,
    "event_wording": _wording,
    "event_arrange": _of_region("event_arrange", _first_accepted, {"down": "1"}),
    "event_leave_out": _of_region(
        "event_leave_out", _first_accepted, {"reason": WORDS, "_end": "1"}
    ),
    "event_put_back": _of_region("event_put_back", _left_out),
    "remarks_create": _of_region("remarks_create", _reviewed, {"remark": WORDS, "_end": "1"}),
    "remark_delete": _of_region(
        "remark_delete", lambda s: _remark(s, s.reviewed, sent=False).pk, {"_end": "1"}
    ),
    "remark_close": _of_region("remark_close", lambda s: _remark(s, s.reviewed).pk, {"_end": "1"}),
    "remark_reopen": _of_region(
        "remark_reopen",
        lambda s: _remark(s, s.reviewed).pk,
        lambda s: {f"remark_again_{Remark.objects.latest('pk').pk}": WORDS, "_end": "1"},
    ),
    "ready_remark": _ready_remark,
    "event_correct": _of_region(
        "event_correct", _first_accepted, lambda s: _event(s.accepted.events.first())
    ),
    "correction_settle": _of_region(
        "correction_settle", lambda s: _asked(s).pk, {"undo": "0", "_end": "1"}
    ),
    "review_accept": _to_accept,
    "quarter_list": _of_administrator(
        "quarter_list", data={"year": 2021, "number": 1, "due_date": "15.04.2021"}
    ),
    "quarter_due_date": _of_administrator(
        "quarter_due_date", ["2020-4"], {"due_date": "20.01.2021"}
    ),
    "quarter_close": _of_administrator("quarter_close", ["2020-4"]),
    "quarter_delete": _of_administrator("quarter_delete", _empty_quarter),
    "quarter_reopen": _of_administrator("quarter_reopen", _closed, {"reason": WORDS, "_end": "1"}),
    "municipality_create": _of_administrator(
        "municipality_create", data=NAME | {"slug": "elnya", "is_active": "on"}
    ),
    "municipality_detail": _of_administrator(
        "municipality_detail", _municipality, {"slug": "elnya", "_end": "1"}
    ),
    "municipality_place": _of_administrator("municipality_place", _municipality, {"number": "3"}),
    "municipality_rename": _of_administrator("municipality_rename", _municipality, NAME),
    "name_update": _of_administrator("name_update", _name, NAME),
    "name_delete": _of_administrator("name_delete", _second_name),
    "account_create": _of_administrator(
        "account_create",
        data={
            "username": "novaya",
            "full_name": WORDS,
            "role": Role.REGION,
            "password1": "новый-пароль-1",
            "password2": "новый-пароль-1",
        },
    ),
    "account_detail": _account,
    "account_password": _of_administrator(
        "account_password",
        lambda s: [s.clerk.pk],
        {"password1": "новый-пароль-1", "password2": "новый-пароль-1"},
    ),
    "added_place_list": _of_administrator(
        "added_place_list", data={"name": "Гожа", "country": "BY", "_end": "1"}
    ),
    "added_place_delete": _of_administrator("added_place_delete", _added_place),
    "region_settings": _of_administrator(
        "region_settings",
        data={
            "body_name": WORDS,
            "contact-TOTAL_FORMS": 0,
            "contact-INITIAL_FORMS": 0,
            "_end": "1",
        },
    ),
    "document_settings": _upload,
    "document_options": _of_administrator(
        "document_options", data={"since": "2020-4", "appendix": WORDS, "_end": "1"}
    ),
    "form_default": _of_administrator("form_default", data={"since": "2020-4"}),
    "form_take": _of_administrator("form_take", _on_trial),
    "form_discard": _of_administrator("form_discard", _on_trial),
    "login": lambda stage: Post(
        None, reverse("login"), {"username": stage.clerk.username, "password": factories.PASSWORD}
    ),
    "own_account": lambda stage: Post(
        stage.clerk,
        reverse("own_account"),
        {"full_name": WORDS, "post": "Главный специалист", "_end": "1"},
    ),
    "logout": lambda stage: Post(stage.clerk, reverse("logout")),
    "password_change": lambda stage: Post(stage.clerk, reverse("password_change"), PASSWORDS),
    "password_reset": lambda stage: Post(
        None, reverse("password_reset"), {"email": "clerk@svod.example"}
    ),
    "password_reset_confirm": _reset,
}
