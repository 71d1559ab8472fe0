"""«Не забыли?»."""

import pytest
from django.urls import reverse

from reports.events import reminders
from reports.language.quarters import Quarter as Calendar
from reports.models import NotHeldAgain, Report, Status
from reports.procedure.guards import Refused
from tests.factories import MOMENT, make_event, make_quarter, make_report

pytestmark = pytest.mark.django_db


def past_report(municipality, year, *names, number=4, status=Status.ACCEPTED):
    quarter = make_quarter(Calendar(year, number))
    report = make_report(municipality, quarter=quarter, status=status)
    for name in names:
        make_event(report, name=name, period=f"28 октября {year} года")
    return report


@pytest.fixture
def report(vyazma):
    return make_report(vyazma)


def names(report):
    return [event.name for event in reminders.forgotten(report)]


def test_what_is_there_again_is_not_asked_about(report, vyazma):
    past_report(vyazma, 2019, "XI фестиваль «Мосты дружбы»", "Конкурс чтецов «Живое слово»")
    make_event(report, name="XII Международный фестиваль «Мосты дружбы» 2020 года")
    assert names(report) == ["Конкурс чтецов «Живое слово»"]


def test_at_most_three_and_the_latest_telling_of_a_series(report, vyazma):
    past_report(vyazma, 2018, "V форум «Дороги памяти»", "Выставка «Краски осени»")
    past_report(
        vyazma, 2019, "VI форум «Дороги памяти»", "Турнир «Золотая шайба»", "Конкурс «Живое слово»"
    )
    assert names(report) == [
        "VI форум «Дороги памяти»",
        "Турнир «Золотая шайба»",
        "Конкурс «Живое слово»",
    ]


def test_other_quarters_municipalities_and_drafts_say_nothing(report, vyazma, rudnya):
    past_report(vyazma, 2019, "Форум весны", number=2)
    past_report(vyazma, 2018, "Форум черновика", status=Status.DRAFT)
    past_report(rudnya, 2019, "Форум соседей")
    past_report(vyazma, 2021, "Форум будущего")
    assert names(report) == []


def test_what_was_not_held_is_remembered_in_every_year_s_words(report, vyazma, clerk):
    past_report(vyazma, 2018, "V форум «Дороги памяти»")
    last = past_report(vyazma, 2019, "VI форум «Дороги памяти»").events.get()
    for _ in range(2):  # pressed twice
        reminders.say_not_held(report, last, user=clerk)
    assert (names(report), NotHeldAgain.objects.count()) == ([], 1)


def test_only_an_earlier_event_of_ones_own_is_answered(report, vyazma, rudnya, clerk, stranger):
    foreign = past_report(rudnya, 2019, "Форум соседей").events.get()
    own = past_report(vyazma, 2019, "Форум").events.get()
    with pytest.raises(Refused, match="не из прошлых отчетов"):
        reminders.say_not_held(report, foreign, user=clerk)
    with pytest.raises(Refused):
        reminders.say_not_held(report, own, user=stranger)
    Report.objects.filter(pk=report.pk).update(
        status=Status.SUBMITTED, submitted_at=MOMENT, first_submitted_at=MOMENT
    )
    with pytest.raises(Refused, match="Отчет сдан"):
        reminders.say_not_held(report, own, user=clerk)


@pytest.mark.parametrize("page", ["report_check", "report_no_events"])
def test_pages_before_handing_in_ask(sign_in, clerk, report, vyazma, page):
    event = past_report(vyazma, 2019, "Форум «Дороги памяти»").events.get()
    if page == "report_check":
        make_event(report)
    client, address = sign_in(clerk), reverse(page, args=[report.pk])
    assert "Не забыли?" in client.get(address).content.decode()
    answer = client.post(reverse("report_not_held", args=[report.pk]), {"event": event.pk})
    assert answer.url == address
    assert "Не забыли?" not in client.get(address).content.decode()


def test_foreign_event_is_none(sign_in, clerk, report, rudnya):
    foreign = past_report(rudnya, 2019, "Форум соседей").events.get()
    answer = sign_in(clerk).post(
        reverse("report_not_held", args=[report.pk]), {"event": foreign.pk}
    )
    assert answer.status_code == 404
