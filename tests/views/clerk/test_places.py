"""What stands where on the clerk's pages."""

import re

import pytest
from django.urls import reverse

from municipalities.models import Region
from reports.models import Report, Status
from tests.factories import MOMENT, make_event

pytestmark = pytest.mark.django_db

HELPER = {"name": "Мария Петровна Орлова", "post": "", "room": "", "hours": ""}


@pytest.fixture
def helper():
    contacts = [HELPER | {"phone": "8 (4812) 00-00-01, 8 (4812) 00-00-02"}]
    Region.objects.update_or_create(pk=1, defaults={"contacts": contacts})


def read(desk, address):
    return " ".join(desk.get(address).content.decode().split())


def marked_section(page):
    return re.findall(r'aria-current="page">([^<]+)<', page)


def test_who_helps_stands_before_the_files_of_the_report(desk, report, helper):
    page = read(desk, report.get_absolute_url())
    assert page.index("<h2>Кто поможет</h2>") < page.index("<h2>Этот отчет</h2>")


def test_what_is_done_with_this_report_is_not_among_the_others(desk, report):
    page = read(desk, report.get_absolute_url())
    this, others = page.index("<h2>Этот отчет</h2>"), page.index("<h2>Другие отчеты</h2>")
    for words in ("Скачать .docx", "Попросить продлить срок…", "Что происходило с отчетом"):
        assert this < page.index(words) < others, words


def test_accepted_report_is_called_accepted_first(desk, report):
    days = {"submitted_at": MOMENT, "first_submitted_at": MOMENT, "accepted_at": MOMENT}
    Report.objects.update(status=Status.ACCEPTED, **days)
    page = read(desk, report.get_absolute_url())
    (heading,) = re.findall(r"<h2>(Отчет (?:сдан|принят) [^<]+)</h2>", page)
    assert heading.startswith("Отчет принят ")
    assert "<p>Сдан " in page


@pytest.mark.parametrize("name", ["report_story", "report_ask_extension", "report_no_events"])
def test_pages_of_one_report_are_under_it_and_say_who_helps(desk, report, helper, name):
    page = read(desk, reverse(name, args=[report.pk]))
    assert marked_section(page) == ["Отчет"]
    assert '<aside class="side" aria-label="Кто поможет">' in page


def test_lost_page_marks_no_section_and_leads_to_the_past_reports(desk, report):
    page = read(desk, "/reports/0/")
    assert marked_section(page) == []
    (main,) = re.findall("<main.*</main>", page)
    assert f'<a href="{reverse("own_reports")}">Прошлые отчеты</a>' in main


def test_each_number_of_a_telephone_is_kept_in_one_line(desk, report, helper):
    page = read(desk, reverse("own_reports"))
    for number in ("8 (4812) 00-00-01", "8 (4812) 00-00-02"):
        assert re.search(
            rf'<span class="whole">{re.escape(number)}</span>', page.replace("\xa0", " ")
        )


def test_long_place_is_cut_between_words(desk, report):
    place = "МБУК «Районный центр культурно-досуговой работы и народного творчества области»"
    make_event(report, place=f"{place}, пгт Хиславичи")
    page = read(desk, report.get_absolute_url())
    assert "и народного творчества…" in page


def test_closed_quarter_is_told_apart_from_the_state(desk, report):
    report.quarter.closed_at = MOMENT
    report.quarter.save()
    assert "· квартал закрыт" in read(desk, reverse("own_reports"))
