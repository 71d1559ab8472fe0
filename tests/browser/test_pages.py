"""Every page as a person meets it: fits the screen, says nothing in English, passes axe."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from axes.models import AccessAttempt
from playwright.sync_api import expect

from municipalities.models import Role, User
from reports.document import duplicates, issuing
from reports.events import corrections
from reports.language.quarters import Quarter as Calendar
from reports.models import Action, Event, Remark, ReportLog, Status
from tests import factories

# What is neither Russian nor English: file names of the formats, Roman numerals, fields of a form,
# and names of programs, keys and typefaces.
NOT_ENGLISH = re.compile(
    r"\.docx|\.xlsx|\.csv|\b(?:Ctrl|Alt|Shift|Tab|Esc|Enter)\b|\b[IVXLC]+\b|\{\{\w+\}\}"
    r"|\b(?:Word|Excel|LibreOffice)\b|Times New Roman|PT Astra Serif|SHA-256|\b[0-9a-f]{64}\b"
)


@pytest.fixture
def scene():
    """One municipality with a returned report, one with a submitted one, one with nothing yet."""
    quarter = factories.make_quarter()
    texts = {"name": "Очень длинное наименование " * 12, "content": "Д" * 300, "place": ""}
    municipality = factories.make_municipality()
    returned = factories.make_report(municipality, quarter=quarter, status=Status.RETURNED)
    event = factories.make_event(returned, **texts)
    reviewer = factories.make_user(Role.REGION)
    Remark.objects.create(
        report=returned,
        event=event,
        text="Укажите место.",
        author=reviewer,
        sent_at=factories.MOMENT,
    )
    submitted = factories.make_report(
        factories.make_municipality("submitted"), quarter=quarter, status=Status.IN_REVIEW, events=2
    )
    accepted = factories.make_report(
        factories.make_municipality("accepted"), quarter=quarter, status=Status.ACCEPTED, events=1
    )
    ReportLog.objects.create(
        report=accepted,
        action=Action.SUBMIT,
        from_status=Status.DRAFT,
        to_status=Status.SUBMITTED,
        version=accepted.version,
        user=factories.make_user(municipality=accepted.municipality),
    )
    issued = issue_and_change(accepted, reviewer)
    told_again = accepted.events.in_order()[0]
    empty = factories.make_report(factories.make_municipality("empty"), quarter=quarter)
    clerk_of = {
        r.pk: factories.make_user(municipality=r.municipality) for r in (returned, accepted, empty)
    }
    handed_in = factories.make_report(
        factories.make_municipality("handed"), quarter=quarter, events=1
    )
    sender = factories.make_user(municipality=handed_in.municipality)
    factories.submit(handed_in, sender)
    administrator = factories.make_user(Role.ADMIN)
    AccessAttempt.objects.create(
        username="иванова",
        ip_address="2001:1111:2222:3333:4444:5555:6666:7777",
        failures_since_start=10,
    )
    return {
        None: ["/sign-in/", "/password/reset/"],
        clerk_of[returned.pk]: [
            f"/reports/{returned.pk}/",
            f"/reports/{returned.pk}/check/",
            f"/reports/{returned.pk}/no-events/",
            f"/reports/{returned.pk}/events/create/",
            f"/events/{event.pk}/update/",
            f"/reports/{returned.pk}/events/earlier/",
            f"/reports/{returned.pk}/paste/",
            "/how-to/",
            "/password/",
        ],
        clerk_of[accepted.pk]: [
            f"/reports/{accepted.pk}/",
            f"/reports/{accepted.pk}/story/",
            f"/reports/{accepted.pk}/print/",
            "/reports/",
            "/account/",
        ],
        sender: [
            f"/reports/{handed_in.pk}/",
            f"/reports/{handed_in.pk}/receipt/",
            f"/reports/{handed_in.pk}/withdraw/",
        ],
        clerk_of[empty.pk]: [
            f"/reports/{empty.pk}/",
            f"/reports/{empty.pk}/check/",
            f"/reports/{empty.pk}/no-events/",
            f"/reports/{empty.pk}/ask-extension/",
        ],
        reviewer: [
            "/quarters/2020-4/",
            "/quarters/2020-4/?state=zero",
            "/quarters/2020-4/?state=attention",
            "/quarters/2020-3/",
            "/quarters/2020-4/calls/",
            f"/reports/{returned.pk}/extension/",
            f"/reports/{submitted.pk}/review/",
            f"/reports/{returned.pk}/review/",
            f"/reports/{submitted.pk}/close/",
            f"/events/{submitted.events.first().pk}/correct/",
            "/review/",
            "/quarters/2020-4/consolidated/",
            "/quarters/2020-4/consolidated/?include=submitted",
            "/quarters/2020-4/consolidated/?country=IT&texts=1",
            "/quarters/2020-4/consolidated/rows/",
            f"/quarters/2020-4/consolidated/issue/?seen={issuing.current(issued.span).fingerprint}",
            f"/issues/{issued.pk}/",
            f"/issues/{issued.pk}/cancel/",
            "/quarters/2020/consolidated/",
            f"/events/{told_again.pk}/leave-out/",
            "/quarters/2020-4/sameness/",
            f"/events/{told_again.pk}/wording/",
        ],
        administrator: [
            "/quarters/",
            "/quarters/2020-4/due-date/",
            "/quarters/2020-4/close/",
            "/quarters/2020-4/delete/",
            "/quarters/2020-3/reopen/",
            "/municipalities/",
            "/municipalities/create/",
            f"/municipalities/{returned.municipality_id}/",
            f"/municipalities/{returned.municipality_id}/rename/",
            "/accounts/",
            "/accounts/create/",
            f"/accounts/{clerk_of[returned.pk].pk}/",
            f"/accounts/{clerk_of[returned.pk].pk}/password/",
            "/document/",
            "/document/options/",
            f"/document/form/{factories.make_form(administrator).pk}/",
            "/region/",
            "/sign-in/locks/",
        ],
    }


def issue_and_change(report, reviewer):
    """An issue that is out of date, a correction with an objection, an event that is left out, a
    group of one event and an offer of another."""
    factories.make_quarter(Calendar(2020, 3), closed_at=factories.MOMENT)
    twin = factories.make_report(factories.make_municipality("twin"), status=Status.ACCEPTED)
    first, again, third = (
        factories.make_event(of, name="Международный форум «Мост»", countries=["IT"])
        for of in (report, twin, twin)
    )
    span = report.quarter.span
    seen = issuing.current(span).fingerprint
    issued = issuing.issue(span, user=reviewer, seen=seen)
    duplicates.decide(first, again, is_same=True, user=reviewer)
    clerk = factories.make_user(municipality=report.municipality)
    (made,) = corrections.correct_event(first, user=reviewer, content="Обсуждение № 5 и №6")
    corrections.ask_to_undo(made, reason="Было верно.", user=clerk)
    issuing.leave_out(third, reason="Рассказано дважды.", user=reviewer)
    return issued


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (360, 740), (320, 640)])
def test_pages_fit_and_speak_russian(desk, scene, width, height):
    faults = []
    for person, addresses in scene.items():
        page = desk(person, width, height)
        for address in addresses:
            page.goto(address)
            assert address in page.url, f"{address}: страница ведет на {page.url}"
            overflow = page.evaluate(
                "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if overflow > 0:
                faults.append(f"{address}: шире экрана на {overflow}")
            english = re.findall(r"[A-Za-z]{2,}", NOT_ENGLISH.sub("", page.inner_text("body")))
            own = User.objects.values_list("username", flat=True)  # the list of accounts shows them
            known = set(re.findall(r"[A-Za-z]{2,}", " ".join(own))) if person else set()
            if (
                set(english)
                - known
                - {"district", "vyazma", "submitted", "accepted", "empty", "twin", "handed"}
            ):
                faults.append(f"{address}: {english}")
            if page.locator("h1").count() != 1:
                faults.append(f"{address}: заголовков первого уровня {page.locator('h1').count()}")
    assert faults == []


def test_word_longer_than_the_screen_is_broken(desk):
    word = "Достопримечательность" * 12
    report = factories.make_report(factories.make_municipality())
    texts = {"name": word, "place": f'"{word}"', "content": word, "participants": ""}
    event = factories.make_event(report, **texts)
    page = desk(factories.make_user(municipality=report.municipality), 320, 640)
    for address in (f"/reports/{report.pk}/", f"/reports/{report.pk}/check/"):
        page.goto(address)
        expect(page.get_by_text(word[:20]).first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
    page.goto(f"/events/{event.pk}/update/")
    expect(page.locator(".findings q").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_pages_pass_axe(desk, scene):
    faults = []
    for person, addresses in scene.items():
        page = desk(person)
        for address in addresses:
            page.goto(address)
            results = Axe().run(page)
            faults += [
                f"{address}: {v['id']} {v['nodes'][0]['html']}"
                for v in results.response["violations"]
            ]
    assert faults == []


def test_main_way_by_keyboard_alone(desk, scene):
    clerk = next(
        person for person, addresses in scene.items() if person and "check" in addresses[1]
    )
    page = desk(clerk)
    page.goto(scene[clerk][3])
    expect(page.get_by_label("Наименование мероприятия", exact=True)).to_be_focused()
    page.keyboard.type("Форум")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the format
    for text in ("г. Вязьма", "5-6 ноября", "Обсуждали", "50 человек"):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    for _ in range(2):  # over the folded statistics to the button
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Сохранено: Форум.")).to_be_visible()
    saved = Event.objects.get(name="Форум")
    assert (saved.place, saved.period, saved.problems) == ("г. Вязьма", "5-6 ноября 2020 года", [])
