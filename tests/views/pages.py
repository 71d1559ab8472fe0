"""Everything that can be read on the site, in its states: pages and files by their addresses.

``clerk_readings()`` sets the rows and says who reads what. One report stands for each state a clerk
meets, brought there by the procedure, so that its log, its receipts and its remarks are true.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from municipalities.models import Municipality, Region, Role, User
from reports.events import corrections, editing
from reports.language.quarters import Quarter as Calendar
from reports.models import Action, Quarter, Report
from reports.procedure import extensions, opening, remarks, workflow
from tests import factories

BACKEND = "django.contrib.auth.backends.ModelBackend"
READABLE_FILES = ("docx", "xlsx")
HELPER = {
    "name": "Мария Петровна Орлова",
    "post": "консультант",
    "phone": "8 (4812) 29-00-00",
    "room": "412",
    "hours": "будни с 9:00 до 18:00",
}
# What proofreading says something of, personal data among it.
SLIPS = {
    "name": 'Фестиваль "Радуга"',
    "place": "школа №5, г.Вязьма",
    "content": "Росийские школьники, 10обучающихся",
    "participants": "Глава района И.И. Иванов, тел. 8 910 123-45-67",
}


@dataclass(frozen=True)
class Reading:
    """``person`` None is nobody signed in. ``is_of_many``: ``state`` names an address of which there
    are others for other things."""

    state: str
    person: User | None
    address: str
    is_of_many: bool = False


def answers(readings: Iterable[Reading]) -> Iterator[tuple[Reading, HttpResponse]]:
    """Each with what is answered; whoever is sent on elsewhere has read nothing. Where nobody of a
    role may come, or nothing is to be read, one try is enough."""
    clients, refused = {}, set()
    for reading in readings:
        person = reading.person
        way = (person and person.role, reading.state)
        if person not in clients:
            clients[person] = Client()
            if person:
                clients[person].force_login(person, BACKEND)
        if reading.is_of_many and way in refused:
            continue
        answer = clients[person].get(reading.address)
        if answer.status_code in (403, 405):
            refused.add(way)
        if answer.status_code != 302:
            yield reading, answer


def clerk_readings() -> list[Reading]:
    """All that a clerk can read of reports in every state, and the pages of no report."""
    states = _states(factories.make_user(Role.REGION), factories.make_user(Role.ADMIN))
    readings = [Reading("никто", None, address) for address in _of_nobody()]
    for state, (report, clerk) in states.items():
        readings += [Reading(state, clerk, address) for address in _of_report(report)]
    _, clerk = states["возвращен"]
    return readings + [Reading("любой", clerk, address) for address in _of_no_report()]


def _of_no_report() -> Iterator[str]:
    for name in ("how_to", "own_account", "password_change", "password_change_done"):
        yield reverse(name)
    yield "/nothing/"
    yield reverse("quarter_list")  # of another role


def _of_nobody() -> Iterator[str]:
    for name in ("login", "password_reset", "password_reset_done", "password_reset_complete"):
        yield reverse(name)
    yield reverse("password_reset_confirm", args=["a", "b"])


def _of_report(report: Report) -> Iterator[str]:
    yield from (reverse("home"), reverse("own_reports"))
    key = [report.pk]
    for name in (
        *("report_detail", "report_check", "report_no_events", "report_story", "report_print"),
        *("report_receipt", "report_ask_extension", "report_withdraw", "report_paste"),
        *("event_choose", "report_files"),
    ):
        yield reverse(name, args=key)
    yield f"{reverse('report_check', args=key)}?personal"
    yield f"{reverse('event_create', args=key)}?key={uuid.uuid4()}"
    yield f"{reverse('period_answer', args=key)}?period=завтра"
    for ordinal in (1, 2):
        yield reverse("report_receipt_numbered", args=[report.pk, ordinal])
    for extension in READABLE_FILES:
        yield reverse("report_download", args=[report.pk, extension])
    yield reverse("report_perform", args=[report.pk, Action.SUBMIT])  # opened by a button alone
    for event in report.events.all():
        yield reverse("event_update", args=[event.pk])
        if event.deleted_at:
            yield f"{report.get_absolute_url()}?deleted={event.pk}"


# States: each a municipality of its own, so that numbers and receipts do not meet


def _states(reviewer: User, administrator: User) -> dict[str, tuple[Report, User]]:
    today = timezone.localdate()
    Region.objects.get_or_create(
        pk=1,
        defaults={
            "contacts": [HELPER],
            "announcement": "Отчеты ждем до четверга.",
            "announced_until": today,
        },
    )
    made = {}
    for number, (state, bring) in enumerate(STATES.items(), start=1):
        municipality = _municipality(number)
        clerk = factories.make_user(municipality=municipality, full_name="Никитина Ольга")
        report = factories.make_report(municipality, quarter=_due(dt.timedelta(days=10)))
        bring(report, clerk, reviewer)
        report.refresh_from_db()
        made[state] = (report, clerk)
    late = factories.make_report(_municipality(51), quarter=_due(-dt.timedelta(days=3)))
    clerk = factories.make_user(municipality=late.municipality)
    _event(late, clerk)
    made["опоздал"] = (late, clerk)
    made["опоздал и сдал"] = _handed_in_late(late.quarter)
    made["квартал закрыт"] = _of_closed_quarter(administrator)
    return made


def _municipality(number: int) -> Municipality:
    return factories.make_municipality(
        f"place-{number}", full_name=f"Муниципальный округ № {number}", short_name=f"Округ {number}"
    )


def _due(wait: dt.timedelta) -> Quarter:
    """The quarter that ended last, or the one before it, due so long from today."""
    today = timezone.localdate()
    calendar = Calendar.of(today).previous
    calendar = calendar if wait > dt.timedelta() else calendar.previous
    return factories.make_quarter(calendar, due_date=today + wait)


def _event(report: Report, clerk: User, **texts: str):
    day = report.quarter.calendar.start
    values = {**factories.EVENT_VALUES, "period": f"{day:%d.%m.%Y}", **texts}
    return editing.save_event(report, user=clerk, **values)


def _handed_in_late(quarter: Quarter) -> tuple[Report, User]:
    report = factories.make_report(_municipality(52), quarter=quarter)
    clerk = factories.make_user(municipality=report.municipality)
    return _submitted(report, clerk, None), clerk


def _of_closed_quarter(administrator: User) -> tuple[Report, User]:
    calendar = Calendar.of(timezone.localdate()).previous.previous.previous
    quarter = factories.make_quarter(calendar)
    report = factories.make_report(_municipality(53), quarter=quarter)
    clerk = factories.make_user(municipality=report.municipality)
    _event(report, clerk)
    opening.close_quarter(quarter, user=administrator)
    report.refresh_from_db()
    return report, clerk


def _unready(report, clerk, _reviewer):
    _event(report, clerk, place="", period="когда-нибудь")
    _event(report, clerk, **SLIPS)
    editing.delete_event(_event(report, clerk, name="Лишнее"), user=clerk)


def _ready(report, clerk, _reviewer):
    for number in range(3):
        _event(report, clerk, name=f"Форум {number}")
    until = timezone.localdate() + dt.timedelta(days=20)
    extensions.ask_extension(report, until=until, reason="Ждем сведений.", user=clerk)


def _submitted(report, clerk, _reviewer):
    _event(report, clerk)
    return workflow.perform(Action.SUBMIT, report, user=clerk)


def _withdrawn(report, clerk, reviewer):
    workflow.perform(Action.WITHDRAW, _submitted(report, clerk, reviewer), user=clerk)


def _in_review(report, clerk, reviewer):
    report = _submitted(report, clerk, reviewer)
    report = workflow.perform(Action.START_REVIEW, report, user=reviewer)
    corrections.correct_event(report.events.get(), user=reviewer, content="Обсуждали общие дела")
    report.refresh_from_db()
    return report


def _returned(report, clerk, reviewer):
    report = _in_review(report, clerk, reviewer)
    event = report.events.get()
    for cell, text in (("place", "Укажите город."), ("content", "Что решили?"), ("", "Кто был?")):
        remarks.add_remark(report, text=text, user=reviewer, event=event, cell=cell)
    report = workflow.perform(Action.RETURN, report, user=reviewer, remark="Проверьте даты.")
    first, second, *_ = report.remarks.order_by("pk")
    remarks.mark_fixed(first, fixed=True, user=clerk)
    remarks.answer_remark(second, text="Решили дружить.", user=clerk)
    corrections.ask_to_undo(event.corrections.get(), reason="Было верно.", user=clerk)
    return report


def _handed_in_again(report, clerk, reviewer):
    report = _returned(report, clerk, reviewer)
    return workflow.perform(Action.SUBMIT, report, user=clerk)


def _accepted(report, clerk, reviewer):
    report = _handed_in_again(report, clerk, reviewer)
    report = workflow.perform(Action.START_REVIEW, report, user=reviewer)
    workflow.perform(Action.ACCEPT, report, user=reviewer)


def _zero(report, clerk, reviewer):
    report = workflow.perform(Action.SUBMIT_EMPTY, report, user=clerk)
    report = workflow.perform(Action.START_REVIEW, report, user=reviewer)
    workflow.perform(Action.ACCEPT, report, user=reviewer)


def _closed(report, clerk, reviewer):
    _event(report, clerk)
    report.refresh_from_db()
    workflow.perform(Action.CLOSE, report, user=reviewer, note="Образование преобразовано.")


def _nothing(_report, _clerk, _reviewer):
    pass


STATES = {
    "пустой": _nothing,
    "не готов": _unready,
    "готов, просят срок": _ready,
    "сдан": _submitted,
    "отозван": _withdrawn,
    "на проверке, исправлен": _in_review,
    "возвращен": _returned,
    "сдан повторно": _handed_in_again,
    "принят": _accepted,
    "принят нулевой": _zero,
    "закрыт без отчета": _closed,
}
