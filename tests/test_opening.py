"""Opening, extending and closing a quarter."""

import datetime as dt

import pytest

from municipalities.models import Role
from reports import opening
from reports.language.quarters import Quarter as Calendar
from reports.models import Quarter, Report
from reports.workflow import TransitionError
from tests import factories

pytestmark = pytest.mark.django_db


def test_quarter_opens_once_however_often(administrator, vyazma, rudnya):
    for expected in (2, 0):
        quarter, appeared = opening.open_quarter(Calendar(2021, 1), user=administrator)
        assert (quarter.reports.count(), appeared) == (2, expected)


def test_opening_again_gives_a_report_to_a_newcomer_only(administrator, vyazma):
    quarter, _ = opening.open_quarter(Calendar(2021, 1), user=administrator)
    factories.make_municipality("newcomer")
    factories.make_municipality("inactive", is_active=False)
    _, appeared = opening.open_quarter(Calendar(2021, 1), user=administrator)
    assert appeared == 1
    assert list(quarter.reports.values_list("municipality__slug", "number")) == [
        ("vyazma", 1),
        ("newcomer", 2),
    ]


def test_municipality_without_a_name_gets_no_report(administrator, vyazma):
    vyazma.names.all().delete()
    with pytest.raises(TransitionError, match="Нет официального наименования: vyazma"):
        opening.open_quarter(Calendar(2021, 1), user=administrator)
    assert Quarter.objects.count() == 0


def test_due_date_of_a_closed_quarter_stays(administrator):
    quarter = opening.close_quarter(factories.make_quarter(), user=administrator)
    with pytest.raises(TransitionError, match="срок сдачи уже не меняется"):
        opening.change_due_date(quarter, dt.date(2021, 2, 1), user=administrator)


def test_opened_quarter_remembers_who_opened_it(administrator):
    quarter, _ = opening.open_quarter(Calendar(2021, 1), user=administrator)
    assert quarter.history.get().history_user == administrator


def test_due_date_comes_after_the_quarter(administrator):
    with pytest.raises(TransitionError, match="позже последнего дня квартала, 31 марта 2021 года"):
        opening.open_quarter(Calendar(2021, 1), user=administrator, due_date=dt.date(2021, 3, 31))


def test_default_due_date_is_a_setting(administrator, settings):
    settings.DUE_DAY = 20
    quarter, _ = opening.open_quarter(Calendar(2020, 4), user=administrator)
    assert quarter.due_date == dt.date(2021, 1, 20)


@pytest.mark.parametrize("person", ["clerk", "reviewer"])
def test_only_an_administrator_has_quarters(request, person):
    user = request.getfixturevalue(person)
    quarter = factories.make_quarter()
    with pytest.raises(TransitionError):
        opening.open_quarter(Calendar(2021, 1), user=user)
    with pytest.raises(TransitionError):
        opening.close_quarter(quarter, user=user)
    with pytest.raises(TransitionError):
        opening.reopen_quarter(quarter, reason="Ошибка в отчете.", user=user)


def test_closed_quarter_reopens(administrator):
    quarter = factories.make_quarter()
    assert not opening.close_quarter(quarter, user=administrator).is_open
    with pytest.raises(TransitionError, match="Напишите, зачем"):
        opening.reopen_quarter(quarter, reason="  ", user=administrator)
    opened = opening.reopen_quarter(quarter, reason="Ошибка в отчете.", user=administrator)
    assert opened.is_open
    assert opened.reopening_reason == "Ошибка в отчете."


def test_one_municipality_gets_more_time_for_a_reason(administrator, reviewer, clerk, vyazma):
    report = factories.make_report(vyazma)
    until = dt.date(2021, 1, 20)
    with pytest.raises(TransitionError, match="Напишите, почему"):
        opening.extend_due_date(report, until=until, reason=" ", user=reviewer)
    with pytest.raises(TransitionError, match="позже общего срока, 15 января 2021 года"):
        opening.extend_due_date(report, until=dt.date(2021, 1, 15), reason="Пожар.", user=reviewer)
    with pytest.raises(TransitionError, match="продлевает сотрудник региона"):
        opening.extend_due_date(report, until=until, reason="Мне надо.", user=clerk)
    extended = opening.extend_due_date(report, until=until, reason="Пожар.", user=reviewer)
    assert (extended.due_date, extended.extension_reason) == (until, "Пожар.")
    taken_back = opening.extend_due_date(report, until=None, user=administrator)
    assert (taken_back.due_date, taken_back.extension_reason) == (dt.date(2021, 1, 15), "")
    opening.close_quarter(report.quarter, user=administrator)
    with pytest.raises(TransitionError, match="закрыт"):
        opening.extend_due_date(report, until=until, reason="Пожар.", user=reviewer)


def test_quarter_closed_twice_is_closed_once(administrator):
    quarter = factories.make_quarter()
    closed_at = opening.close_quarter(quarter, user=administrator).closed_at
    assert opening.close_quarter(quarter, user=administrator).closed_at == closed_at
    assert quarter.history.count() == 2  # made, closed


def test_quarter_reopened_twice_keeps_the_first_reason(administrator):
    quarter = factories.make_quarter()
    opening.close_quarter(quarter, user=administrator)
    for reason in ("Ошибка в отчете.", "Еще одна."):
        opened = opening.reopen_quarter(quarter, reason=reason, user=administrator)
    assert (opened.is_open, opened.reopening_reason) == (True, "Ошибка в отчете.")


def test_due_date_of_a_quarter_closed_meanwhile_stays(administrator):
    on_screen = factories.make_quarter()
    opening.close_quarter(on_screen, user=administrator)
    with pytest.raises(TransitionError, match="закрыт"):
        opening.change_due_date(on_screen, dt.date(2021, 2, 1), user=administrator)


def test_shorter_extension_gives_way_to_a_later_common_date(administrator, reviewer, vyazma):
    report = factories.make_report(vyazma)
    opening.extend_due_date(report, until=dt.date(2021, 1, 20), reason="Пожар.", user=reviewer)
    opening.change_due_date(report.quarter, dt.date(2021, 2, 1), user=administrator)
    report = type(report).objects.get()
    assert report.due_date == dt.date(2021, 2, 1)
    assert not type(report).objects.overdue(dt.date(2021, 1, 31)).exists()
    assert type(report).objects.overdue(dt.date(2021, 2, 2)).get() == report


def test_opening_again_changes_the_due_date_only_when_asked(administrator):
    calendar, due = Calendar(2021, 1), dt.date(2021, 4, 20)
    assert opening.open_quarter(calendar, due_date=due, user=administrator)[0].due_date == due
    assert opening.open_quarter(calendar, user=administrator)[0].due_date == due
    later = due + dt.timedelta(days=1)
    quarter, _ = opening.open_quarter(calendar, due_date=later, user=administrator)
    assert (quarter.due_date, Quarter.objects.get().due_date) == (later, later)
    assert quarter.history.first().history_user == administrator


def test_closed_quarter_is_not_opened_by_opening_it_again(administrator, vyazma):
    opening.close_quarter(factories.make_quarter(), user=administrator)
    with pytest.raises(TransitionError, match=r"закрыт\. Сначала откройте его снова"):
        opening.open_quarter(factories.IV_2020, user=administrator)
    quarter = Quarter.objects.get()
    assert (quarter.is_open, quarter.reports.count()) == (False, 0)


@pytest.mark.parametrize("person", ["clerk", "reviewer"])
def test_only_an_administrator_sets_the_due_date(request, person):
    quarter, user = factories.make_quarter(), request.getfixturevalue(person)
    with pytest.raises(TransitionError, match="администратор"):
        opening.change_due_date(quarter, dt.date(2021, 2, 1), user=user)
    assert Quarter.objects.get().due_date == quarter.due_date


@pytest.mark.parametrize("due", [dt.date(2020, 12, 31), dt.date(2020, 12, 30)])
def test_due_date_is_not_moved_into_the_quarter(administrator, due):
    quarter = factories.make_quarter()
    with pytest.raises(TransitionError, match="позже последнего дня квартала"):
        opening.change_due_date(quarter, due, user=administrator)
    day_after = dt.date(2021, 1, 1)
    assert opening.change_due_date(quarter, day_after, user=administrator).due_date == day_after


def test_history_of_a_quarter_and_its_reports_names_who_did_it(administrator, reviewer, vyazma):
    quarter, _ = opening.open_quarter(factories.IV_2020, user=administrator)
    report = quarter.reports.get()
    assert report.history.get().history_user == administrator
    second = factories.make_user(Role.ADMIN)
    opening.change_due_date(quarter, dt.date(2021, 2, 1), user=second)
    opening.close_quarter(quarter, user=administrator)
    opening.reopen_quarter(quarter, reason="Ошибка.", user=second)
    people = [row.history_user for row in quarter.history.order_by("history_id")]
    assert people == [administrator, second, administrator, second]
    opening.extend_due_date(report, until=dt.date(2021, 3, 1), reason="Пожар.", user=reviewer)
    assert report.history.first().history_user == reviewer


def test_newcomers_are_numbered_after_all_the_others(administrator):
    quarter = factories.make_quarter()
    for slug, number in (("a", 3), ("b", 1), ("c", 2)):
        factories.make_report(factories.make_municipality(slug), number=number)
    for slug in ("d", "e"):
        factories.make_municipality(slug)
    opening.open_quarter(factories.IV_2020, user=administrator)
    numbers = dict(quarter.reports.values_list("municipality__slug", "number"))
    assert (numbers["d"], numbers["e"]) == (4, 5)


def test_extension_is_of_one_report_and_counts_for_nothing_else(administrator, vyazma, rudnya):
    report, other = factories.make_report(vyazma), factories.make_report(rudnya)
    before = Report.objects.filter(pk=other.pk).values().get()
    opening.extend_due_date(report, until=dt.date(2021, 1, 20), reason="Пожар.", user=administrator)
    assert Report.objects.filter(pk=other.pk).values().get() == before
    extended = Report.objects.get(pk=report.pk)
    assert (extended.status, extended.version) == (report.status, report.version)
