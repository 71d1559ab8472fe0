"""What the administrator does with quarters."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.document import issuing
from reports.events import corrections
from reports.language.quarters import Quarter as Calendar
from reports.language.quarters import Span
from reports.models import Quarter, Report, Status
from reports.procedure import opening
from tests import factories
from tests.factories import make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(sign_in, administrator):
    return sign_in(administrator)


def test_administrator_opens_a_quarter_twice(office, vyazma):
    data = {"year": "2021", "number": "1", "due_date": "15.04.2021"}
    assert (
        "Отчетов добавлено: 1."
        in office.post(reverse("quarter_list"), data, follow=True).content.decode()
    )
    assert (
        "Отчетов добавлено: 0."
        in office.post(reverse("quarter_list"), data, follow=True).content.decode()
    )
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"due_date": "31.03.2021"}, "Срок сдачи должен быть позже последнего дня квартала."),
        ({"due_date": "завтра"}, "Напишите дату так: 15.01.2027."),
        ({"year": "21"}, "больше либо равно 1990"),
    ],
)
def test_wrong_quarter_is_explained(office, changes, said):
    data = {"year": "2021", "number": "1", "due_date": "15.04.2021"} | changes
    assert said in office.post(reverse("quarter_list"), data).content.decode()
    assert Quarter.objects.count() == 0


def test_form_offers_the_next_quarter(office):
    factories.make_quarter()
    initial = office.get(reverse("quarter_list")).context["form"].initial
    assert (initial["year"], initial["number"]) == (2021, 1)


@pytest.mark.parametrize(
    ("today", "is_offered"),
    [("2020-11-30", False), ("2020-12-01", True), ("2021-02-15", True)],
)
def test_next_quarter_is_offered_in_time_and_opened_by_one_button(
    office, vyazma, monkeypatch, today, is_offered
):
    factories.make_quarter()
    monkeypatch.setattr(timezone, "localdate", lambda: dt.date.fromisoformat(today))
    page = office.get(reverse("quarter_list")).content.decode()
    assert ("Откройте I квартал 2021 года" in page) == is_offered
    if is_offered:
        note = page.partition('class="note note-warning"')[2].partition("</form>")[0]
        data = dict(re.findall(r'name="(\w+)" value="([^"]+)"', note))
        office.post(reverse("quarter_list"), data)
        opened = Quarter.objects.get(year=2021)
        assert (opened.due_date, opened.reports.count()) == (dt.date(2021, 4, 15), 1)


def test_quarter_far_ahead_is_opened_after_a_question(office, vyazma):
    data = {"year": "2072", "number": "1", "due_date": "15.04.2072"}
    page = office.post(reverse("quarter_list"), data).content.decode()
    assert "I квартал 2072 года наступит не скоро" in page
    assert 'type="checkbox" name="is_sure"' in page
    assert Quarter.objects.count() == 0
    office.post(reverse("quarter_list"), data | {"is_sure": "on"})
    assert Quarter.objects.get().reports.count() == 1


def test_next_quarter_is_opened_without_a_question(office):
    calendar = Calendar.of(timezone.localdate()).next
    data = {"year": calendar.year, "number": calendar.number}
    due = calendar.end + dt.timedelta(days=15)
    page = office.get(reverse("quarter_list")).content.decode()
    assert "Все верно, открыть" not in page
    office.post(reverse("quarter_list"), data | {"due_date": f"{due:%d.%m.%Y}"})
    assert Quarter.objects.get().calendar == calendar


def test_empty_quarter_is_deleted_after_a_question(office, vyazma):
    make_report(vyazma)
    url = reverse("quarter_delete", args=["2020-4"])
    assert url in office.get(reverse("quarter_list")).content.decode()
    assert "Отчеты этого квартала пустые" in office.get(url).content.decode()
    page = office.post(url, follow=True).content.decode()
    assert "IV квартал 2020 года удален вместе с пустыми отчетами." in page
    assert (Quarter.objects.count(), Report.objects.count()) == (0, 0)


def test_quarter_with_a_text_in_it_is_not_deleted(office, vyazma, rudnya):
    make_report(vyazma, version=2)
    make_report(rudnya)
    url = reverse("quarter_delete", args=["2020-4"])
    assert url not in office.get(reverse("quarter_list")).content.decode()
    page = office.get(url).content.decode()
    assert "удалить нельзя" in page
    assert "Вяземский район" in page
    assert "Руднянский район" not in page
    assert "Удалить квартал</button>" not in page
    assert "удалить нельзя" in office.post(url, follow=True).content.decode()
    assert Report.objects.count() == 2


def test_due_date_closing_and_reopening(office):
    quarter = factories.make_quarter()
    office.post(reverse("quarter_due_date", args=["2020-4"]), {"due_date": "20.01.2021"})
    url = reverse("quarter_close", args=["2020-4"])
    assert "Все отчеты сданы" in office.get(url).content.decode()
    office.post(url)
    quarter.refresh_from_db()
    assert (quarter.due_date.day, quarter.is_open) == (20, False)
    url = reverse("quarter_reopen", args=["2020-4"])
    assert "Обязательное поле" in office.post(url).content.decode()
    office.post(url, {"reason": "Ошибка в отчете.", "_end": "1"})
    quarter.refresh_from_db()
    assert (quarter.is_open, quarter.reopening_reason) == (True, "Ошибка в отчете.")
    assert "снова: Ошибка в отчете." in office.get(reverse("quarter_list")).content.decode()


def test_opening_a_closed_quarter_says_what_to_do(office, administrator):
    quarter = factories.make_quarter()
    opening.close_quarter(quarter, user=administrator)
    data = {"year": "2020", "number": "4", "due_date": "15.01.2021"}
    assert (
        "Сначала откройте его снова" in office.post(reverse("quarter_list"), data).content.decode()
    )


def test_closing_says_what_would_freeze_as_it_is(office, vyazma, rudnya, reviewer):
    owed = make_report(vyazma)
    waits = make_report(rudnya, status=Status.SUBMITTED, events=1)
    begun = make_report(factories.make_municipality("yartsevo"), status=Status.IN_REVIEW, events=1)
    done = make_report(factories.make_municipality("gagarin"), status=Status.ACCEPTED, events=1)
    spans = (Span(2020, 4, 4), Span(2020, 1, 4))
    issues = [
        issuing.issue(span, user=reviewer, seen=issuing.current(span).fingerprint) for span in spans
    ]
    url = reverse("quarter_close", args=["2020-4"])
    page = office.get(url).content.decode()
    assert "Не сдано отчетов: 1." in page
    assert "Сдано, но не принято отчетов: 2." in page
    for report in (owed, waits, begun):
        assert f'href="{report.get_review_url()}"' in page
    assert f'href="{done.get_review_url()}"' not in page
    assert "устарел" not in page
    corrections.correct_event(done.events.get(), user=reviewer, content="Исправлено")
    page = office.get(url).content.decode()
    for issued in issues:
        assert f'href="{reverse("consolidation_detail", args=[issued.pk])}"' in page


def test_due_date_of_a_closed_quarter_is_refused_at_its_place(office):
    factories.make_quarter(closed_at=factories.MOMENT)
    url = reverse("quarter_due_date", args=["2020-4"])
    page = office.post(url, {"due_date": "20.01.2021"}).content.decode()
    assert "срок сдачи уже не меняется" in page
