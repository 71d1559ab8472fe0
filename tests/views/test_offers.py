"""Nothing is offered that would be refused.

In every state of a report and its quarter each person opens every page that is theirs, follows
every link drawn there and presses every button, with the fields as they are drawn. What a button
did is undone before the next one is pressed.
"""

from collections import deque
from dataclasses import dataclass
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

import pytest
from django.contrib.messages import constants
from django.db import transaction
from django.urls import resolve
from lxml import html

from reports.document import issuing
from reports.document import settings as document_settings
from reports.events import corrections, editing
from reports.language.quarters import Quarter as Calendar
from reports.language.quarters import Span
from reports.models import Action, Status
from reports.procedure import opening, remarks, workflow
from tests import factories
from tests.factories import make_event, make_municipality, make_quarter, make_report

pytestmark = pytest.mark.django_db

QUARTER = "2020-4"  # of the factories
FESTIVAL = "XVIII Международный фестиваль «Мост»"
# What a person is asked to write or to choose first, in the words of the page.
ASKED_FIRST = (
    "Обязательное поле",
    "Напишите",
    "Заполните",
    "Выберите файл",
    "Вставьте таблицу",
    "Отметьте",
    "Укажите",
    "Выберите или напишите",
    "Здесь нет таблицы",
)
TYPED_INTO = {"text", "search", "date", "number", "email", "tel", "password", "file"}
ELSEWHERE = ("/sign-out/", "/password/", "/admin/", "/static/")  # no pages of the procedure


@dataclass(frozen=True)
class Button:
    """A form as it would be sent by one of its buttons."""

    method: str
    address: str
    data: tuple[tuple[str, str], ...]
    label: str
    has_empty_text: bool


# Reading pages as a browser does


def tree_of(response):
    if response.streaming:
        response.getvalue()  # read to the end, or the file stays open
        return None
    if "html" not in response.headers.get("Content-Type", ""):
        return None
    return html.fromstring(response.content.decode())


def is_drawn(element):
    return not any("hidden" in each.attrib for each in (element, *element.iterancestors()))


def links(tree):
    return [link.get("href") for link in tree.iter("a") if link.get("href") and is_drawn(link)]


def buttons(tree, page):
    for form in tree.iter("form"):
        if not is_drawn(form):
            continue
        controls = _controls(tree, form)
        data, has_empty_text = _drawn_values(controls)
        for pressed in [c for c in controls if _submits(c)]:
            named = [(pressed.get("name"), pressed.get("value", ""))] if pressed.get("name") else []
            yield Button(
                (pressed.get("formmethod") or form.get("method") or "get").lower(),
                urljoin(page, pressed.get("formaction") or form.get("action") or page),
                tuple(data + named),
                " ".join(pressed.text_content().split()) or pressed.get("value", ""),
                has_empty_text,
            )


def _controls(tree, form):
    """Those inside the form, and those elsewhere that name it."""
    inside = [each for each in form.iter() if each.get("form") in (None, form.get("id"))]
    named = tree.xpath("//*[@form=$id]", id=form.get("id")) if form.get("id") else []
    known = {*inside}
    controls = inside + [each for each in named if each not in known]
    return [
        each
        for each in controls
        if each.tag in ("input", "select", "textarea", "button") and "disabled" not in each.attrib
    ]


def _submits(control):
    kind = control.get("type", "submit" if control.tag == "button" else "text")
    return kind == "submit" and is_drawn(control)


def _drawn_values(controls):
    """Name → value of every field as it is drawn, and whether a text is still to be written. Of
    choices that are all empty the first is taken, and boxes that are all empty are all ticked:
    each is offered."""
    data, has_empty_text = [], False
    chosen, choices = set(), {}
    for control in controls:
        name = control.get("name")
        kind = control.get("type", "text") if control.tag == "input" else control.tag
        if not name or kind in ("button", "submit"):
            continue
        if kind == "select":
            selected = [option for option in control.iter("option") if "selected" in option.attrib]
            first = [] if "multiple" in control.attrib else list(control.iter("option"))[:1]
            data += [(name, option.get("value", "")) for option in selected or first]
        elif kind in ("checkbox", "radio"):
            known = choices.setdefault(name, [])
            if kind == "checkbox" or not known:
                known.append(control.get("value", "on"))
            if "checked" in control.attrib:
                chosen.add(name)
                data.append((name, control.get("value", "on")))
        else:
            value = control.text if kind == "textarea" else control.get("value")
            empty = kind in {*TYPED_INTO, "textarea"} and not (value or "").strip()
            has_empty_text = has_empty_text or empty
            if kind != "file":
                data.append((name, value or ""))
    data += [(name, v) for name, some in choices.items() if name not in chosen for v in some]
    return data, has_empty_text


def told(response):
    """The messages at the head of the page."""
    context = response.context or {}
    return [(message.level, str(message)) for message in context.get("messages", ())]


def alarms(tree):
    """What stands in red on the page."""
    found = tree.xpath("//*[@role='alert' or contains(@class, 'invalid-feedback')]")
    texts = [" ".join(each.text_content().split()) for each in found if is_drawn(each)]
    return {text for text in texts if text}


# Walking through


class Walk:
    """Of pages that differ in nothing but the quarter, or in what was chosen on them, one of the
    quarter in question is opened: ``QUARTER`` and the year around it."""

    def __init__(self, client):
        self.client, self.todo = client, deque()
        self.seen, self.pressed, self.refusals = set(), set(), []

    def run(self, *begin):
        for address in begin:
            self._follow("", address)
        while self.todo:
            self._look_at(*self.todo.popleft())
        return self.refusals

    def _look_at(self, address, tree):
        for href in links(tree):
            self._follow(address, href)
        before = alarms(tree)
        for button in buttons(tree, address):
            if not button.address.startswith(ELSEWHERE) and self._is_new(button):
                self._press(address, button, before)

    def _is_new(self, button):
        kinds = {(button.method, button.label, *kind) for kind in self._kinds(button.address)}
        is_new = not kinds <= self.pressed
        self.pressed |= kinds
        return is_new

    @staticmethod
    def _kinds(address):
        """What the page of an address is of, and each choice made on it by itself."""
        parts = urlsplit(address)
        match = resolve(parts.path)
        is_long = len(match.kwargs.get("slug", QUARTER)) != len(QUARTER)
        page = match.url_name, *(match.kwargs | {"slug": is_long}).items()
        return {(*page, name) for name, _ in [("", ""), *parse_qsl(parts.query)] if name != "key"}

    def _follow(self, page, href):
        target = urldefrag(urljoin(page, href)).url
        if urlsplit(target).scheme or target.startswith(ELSEWHERE):
            return
        slug = resolve(urlsplit(target).path).kwargs.get("slug", QUARTER)
        kinds = self._kinds(target)
        if kinds <= self.seen or slug not in (QUARTER, QUARTER[:4]):
            return
        self.seen |= kinds
        response = self.client.get(target, follow=True)
        tree = tree_of(response)
        reached = response.redirect_chain[-1][0] if response.redirect_chain else target
        if response.status_code != 200:
            self.refusals.append((page, href, response.status_code))
        elif told(response):
            self.refusals.append((page, href, told(response)))
        elif target not in ("/", reached) and urlsplit(reached).path == urlsplit(page).path:
            self.refusals.append((page, href, "leads back to the page it stands on"))
        elif tree is not None:
            self.todo.append((reached, tree))

    def _press(self, page, button, before):
        """And undo whatever it did."""
        point = transaction.savepoint()
        cookies = self.client.cookies.output()
        send = getattr(self.client, button.method)
        data = {}
        for name, value in button.data:
            data.setdefault(name, []).append(value)
        response = send(button.address, data, follow=True)
        why = self._refused(response, button, before)
        if why:
            self.refusals.append((page, button.label, button.address, why))
        transaction.savepoint_rollback(point)
        self.client.cookies.load(cookies)

    @staticmethod
    def _refused(response, button, before):
        if response.status_code >= 400:
            return response.status_code
        tree = tree_of(response)
        if tree is None:
            return None
        said = {text for level, text in told(response) if level >= constants.WARNING}
        said |= alarms(tree) - before
        if button.has_empty_text:
            said = {text for text in said if not any(word in text for word in ASKED_FIRST)}
        return sorted(said)


# What there is to see


def neighbours(clerk, reviewer, administrator):
    """An earlier quarter, the next one, two more municipalities, groups, an issue, forms."""
    earlier, following = make_quarter(Calendar(2020, 3)), make_quarter(Calendar(2021, 1))
    zero = make_report(clerk.municipality, quarter=earlier)
    workflow.perform(Action.SUBMIT_EMPTY, zero, user=clerk)
    workflow.perform(Action.START_REVIEW, zero, user=reviewer)
    workflow.perform(Action.ACCEPT, zero, user=reviewer)
    make_report(clerk.municipality, quarter=following)
    second, third = (make_municipality(slug) for slug in ("second", "third"))
    told = make_event(make_report(second, status=Status.ACCEPTED), name=FESTIVAL)
    again = make_event(told.report, name=FESTIVAL)
    make_event(told.report, name="Турнир по самбо")
    other = make_event(make_report(third, status=Status.SUBMITTED), name="Ярмарка дружбы")
    editing.Event.objects.filter(pk=again.pk).update(same_as=told)
    out = make_event(told.report, name="Внутренний конкурс")
    issuing.leave_out(out, reason="Не международное.", user=reviewer)
    span = Span(2020, 4, 4)
    seen = issuing.current(span).fingerprint
    issuing.issue(span, user=reviewer, seen=seen)
    document_settings.change_options(
        {"executor": "Исп. Петрова"}, Calendar(2020, 4), user=administrator
    )
    factories.make_form(administrator, taken_at=factories.MOMENT)
    factories.make_form(administrator)
    return other


def own_report(clerk, reviewer, status, *, is_empty):
    """Вязьма's report, brought to ``status`` the way it goes, with a return behind it."""
    report = make_report(clerk.municipality, number=9)
    if not is_empty:
        for name in (FESTIVAL, "Выставка «Соседи»"):
            make_event(report, name=name)
        editing.delete_event(make_event(report, name="Лишнее"), user=clerk)
    submit = Action.SUBMIT_EMPTY if is_empty else Action.SUBMIT
    if status == Status.DRAFT:
        return report
    workflow.perform(submit, report, user=clerk)
    workflow.perform(Action.START_REVIEW, report, user=reviewer)
    event = report.events.live().first()
    if event is not None:
        for cell in ("place", "period"):
            remarks.add_remark(report, event=event, cell=cell, text="Уточните.", user=reviewer)
        made = corrections.correct_event(event, user=reviewer, content="Встреча", name=f"{event}!")
        corrections.ask_to_undo(made[0], reason="Было иначе.", user=clerk)
    workflow.perform(Action.RETURN, report, user=reviewer, remark="Проверьте даты.")
    first = report.remarks.first()
    remarks.answer_remark(first, text="В Вязьме.", user=clerk)
    remarks.mark_fixed(first, fixed=True, user=clerk)
    if status == Status.RETURNED:
        return report
    workflow.perform(submit, report, user=clerk)
    if status != Status.SUBMITTED:
        workflow.perform(Action.START_REVIEW, report, user=reviewer)
    if status == Status.IN_REVIEW:
        remarks.add_remark(report, text="Не забыть.", user=reviewer)
    if status == Status.ACCEPTED:
        workflow.perform(Action.ACCEPT, report, user=reviewer)
    return report


SCENES = {
    f"{status}, {words}": (status, is_open, is_empty)
    for status in Status
    for words, is_open, is_empty in (
        ("with events", True, False),
        ("without events", True, True),
        ("closed", False, False),
    )
}


@pytest.mark.parametrize("scene", SCENES)
def test_whatever_is_drawn_can_be_done(sign_in, clerk, reviewer, administrator, scene):
    status, is_open, is_empty = SCENES[scene]
    neighbours(clerk, reviewer, administrator)
    report = own_report(clerk, reviewer, status, is_empty=is_empty)
    if not is_open:
        opening.close_quarter(report.quarter, user=administrator)
    refusals = {
        person: Walk(sign_in(person)).run("/", "/how-to/", page)
        for person, page in (
            (clerk, report.get_absolute_url()),
            (reviewer, report.get_review_url()),
            (administrator, report.get_review_url()),
        )
    }
    assert refusals == {clerk: [], reviewer: [], administrator: []}
