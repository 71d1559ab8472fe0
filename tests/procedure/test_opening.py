"""Opening, extending and closing a quarter."""

import datetime as dt

import pytest

from municipalities.models import Role
from reports.events import editing
from reports.language.quarters import Quarter as Calendar
from reports.models import Action, Consolidation, Quarter, Remark, Report, Status
from reports.procedure import opening, workflow
from reports.procedure.guards import Refused
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
    with pytest.raises(Refused, match="Нет официального наименования: vyazma"):
        opening.open_quarter(Calendar(2021, 1), user=administrator)
    assert Quarter.objects.count() == 0


def test_due_date_of_a_closed_quarter_stays(administrator):
    quarter = opening.close_quarter(factories.make_quarter(), user=administrator)
    with pytest.raises(Refused, match="срок сдачи уже не меняется"):
        opening.change_due_date(quarter, dt.date(2021, 2, 1), user=administrator)


def test_opened_quarter_remembers_who_opened_it(administrator):
    quarter, _ = opening.open_quarter(Calendar(2021, 1), user=administrator)
    assert quarter.history.get().history_user == administrator


def test_due_date_comes_after_the_quarter(administrator):
    with pytest.raises(Refused, match="позже последнего дня квартала, 31 марта 2021 года"):
        opening.open_quarter(Calendar(2021, 1), user=administrator, due_date=dt.date(2021, 3, 31))


def test_default_due_date_is_a_setting(administrator, settings):
    settings.DUE_DAY = 20
    quarter, _ = opening.open_quarter(Calendar(2020, 4), user=administrator)
    assert quarter.due_date == dt.date(2021, 1, 20)


@pytest.mark.parametrize("person", ["clerk", "reviewer"])
def test_only_an_administrator_has_quarters(request, person):
    user = request.getfixturevalue(person)
    quarter = factories.make_quarter()
    with pytest.raises(Refused):
        opening.open_quarter(Calendar(2021, 1), user=user)
    with pytest.raises(Refused):
        opening.close_quarter(quarter, user=user)
    with pytest.raises(Refused):
        opening.reopen_quarter(quarter, reason="Ошибка в отчете.", user=user)


def test_closed_quarter_reopens(administrator):
    quarter = factories.make_quarter()
    assert not opening.close_quarter(quarter, user=administrator).is_open
    with pytest.raises(Refused, match="Укажите причину"):
        opening.reopen_quarter(quarter, reason="  ", user=administrator)
    opened = opening.reopen_quarter(quarter, reason="Ошибка в отчете.", user=administrator)
    assert opened.is_open
    assert opened.reopening_reason == "Ошибка в отчете."


def test_one_municipality_gets_more_time_for_a_reason(administrator, reviewer, clerk, vyazma):
    report = factories.make_report(vyazma)
    until = dt.date(2021, 1, 20)
    with pytest.raises(Refused, match="Напишите, почему"):
        opening.extend_due_date(report, until=until, reason=" ", user=reviewer)
    with pytest.raises(Refused, match="позже общего срока, 15 января 2021 года"):
        opening.extend_due_date(report, until=dt.date(2021, 1, 15), reason="Пожар.", user=reviewer)
    with pytest.raises(Refused, match="продлевает сотрудник региона"):
        opening.extend_due_date(report, until=until, reason="Мне надо.", user=clerk)
    extended = opening.extend_due_date(report, until=until, reason="Пожар.", user=reviewer)
    assert (extended.due_date, extended.extension_reason) == (until, "Пожар.")
    taken_back = opening.extend_due_date(report, until=None, user=administrator)
    assert (taken_back.due_date, taken_back.extension_reason) == (dt.date(2021, 1, 15), "")
    opening.close_quarter(report.quarter, user=administrator)
    with pytest.raises(Refused, match="закрыт"):
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
    with pytest.raises(Refused, match="закрыт"):
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
    with pytest.raises(Refused, match=r"закрыт\. Сначала откройте его снова"):
        opening.open_quarter(factories.IV_2020, user=administrator)
    quarter = Quarter.objects.get()
    assert (quarter.is_open, quarter.reports.count()) == (False, 0)


@pytest.mark.parametrize("person", ["clerk", "reviewer"])
def test_only_an_administrator_sets_the_due_date(request, person):
    quarter, user = factories.make_quarter(), request.getfixturevalue(person)
    with pytest.raises(Refused, match="администратор"):
        opening.change_due_date(quarter, dt.date(2021, 2, 1), user=user)
    assert Quarter.objects.get().due_date == quarter.due_date


@pytest.mark.parametrize("due", [dt.date(2020, 12, 31), dt.date(2020, 12, 30)])
def test_due_date_is_not_moved_into_the_quarter(administrator, due):
    quarter = factories.make_quarter()
    with pytest.raises(Refused, match="позже последнего дня квартала"):
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


# A quarter opened by mistake


FAR = Calendar(2072, 1)


def test_quarter_opened_by_mistake_goes_with_its_empty_reports(administrator, vyazma, rudnya):
    quarter, _ = opening.open_quarter(FAR, user=administrator)
    other = factories.make_report(vyazma, events=1)
    opening.delete_quarter(quarter, user=administrator)
    assert list(Report.objects.all()) == [other]
    assert list(Quarter.objects.all()) == [other.quarter]
    last = Quarter.history.filter(year=2072).latest()
    assert (last.history_type, last.history_user) == ("-", administrator)
    assert Report.history.filter(history_type="-", history_user=administrator).count() == 2
    opening.delete_quarter(quarter, user=administrator)  # twice is once


def test_closed_and_empty_quarter_goes_too(administrator, vyazma):
    quarter, _ = opening.open_quarter(FAR, user=administrator)
    opening.close_quarter(quarter, user=administrator)
    opening.delete_quarter(quarter, user=administrator)
    assert not Quarter.objects.exists()


def add_event(report, clerk, reviewer):
    editing.save_event(report, user=clerk, name="Форум")


def delete_the_only_event(report, clerk, reviewer):
    add_event(report, clerk, reviewer)
    editing.delete_event(report.events.get(), user=clerk)


def lose_the_only_event(report, clerk, reviewer):
    """As if it had never been, but for the history."""
    event = factories.make_event(report)
    event.delete()


def hand_in(report, clerk, reviewer):
    workflow.perform(Action.SUBMIT_EMPTY, report, user=clerk)


def hand_in_and_take_back(report, clerk, reviewer):
    hand_in(report, clerk, reviewer)
    workflow.perform(Action.WITHDRAW, report, user=clerk)


def extend(report, clerk, reviewer):
    until = report.quarter.due_date + dt.timedelta(days=5)
    opening.extend_due_date(report, until=until, reason="Пожар.", user=reviewer)


def remark(report, clerk, reviewer):
    Remark.objects.create(report=report, author=reviewer, text="Где отчет?")


def issue(report, clerk, reviewer):
    Consolidation.objects.create(
        year=2020,
        first_quarter=1,
        last_quarter=4,
        number=1,
        issued_by=reviewer,
        contents={"title": [], "options": {}, "form": None, "sections": []},
        event_count=0,
        file_stem="Отчет",
    )


@pytest.mark.parametrize(
    "deed",
    [
        *(add_event, delete_the_only_event, lose_the_only_event, hand_in, hand_in_and_take_back),
        *(extend, remark, issue),
    ],
)
def test_quarter_in_which_somebody_has_done_something_stays(
    administrator, clerk, reviewer, vyazma, rudnya, deed
):
    quarter, _ = opening.open_quarter(Calendar(2020, 4), user=administrator)
    deed(quarter.reports.get(municipality=vyazma), clerk, reviewer)
    assert not opening.deletable().exists()
    with pytest.raises(Refused, match="удалить нельзя"):
        opening.delete_quarter(quarter, user=administrator)
    assert quarter.reports.count() == 2


@pytest.mark.parametrize("person", ["clerk", "reviewer"])
def test_only_an_administrator_deletes_a_quarter(request, person):
    quarter = factories.make_quarter()
    with pytest.raises(Refused):
        opening.delete_quarter(quarter, user=request.getfixturevalue(person))
    assert Quarter.objects.exists()


def test_who_saves_into_a_deleted_quarter_is_told(administrator, clerk, vyazma):
    quarter, _ = opening.open_quarter(FAR, user=administrator)
    report = quarter.reports.get()
    opening.delete_quarter(quarter, user=administrator)
    with pytest.raises(Refused, match="удалил его квартал"):
        editing.save_event(report, user=clerk, name="Форум")


# Which quarter is running


TODAY = dt.date(2020, 11, 20)
MISTAKE = Calendar(2072, 1)


def quarters_of(*numbers, **by_number):
    """III, IV and so on of 2020, of which ``closed`` and ``reopened`` are lists."""
    for calendar in numbers:
        kwargs = {}
        if calendar in by_number.get("closed", ()):
            kwargs["closed_at"] = factories.MOMENT
        if calendar in by_number.get("reopened", ()):
            kwargs["reopening_reason"] = "Ошибка в отчете."
        factories.make_quarter(calendar, **kwargs)


III, IV, OLD, NEXT = Calendar(2020, 3), Calendar(2020, 4), Calendar(2017, 2), Calendar(2021, 1)


@pytest.mark.parametrize(
    ("opened", "states", "running"),
    [
        ((III, IV), {}, III),  # 36 days behind, 56 ahead
        ((III, IV), {"closed": [III]}, IV),
        ((III, MISTAKE), {"closed": [III]}, III),
        ((III, IV, MISTAKE), {"closed": [III, IV]}, IV),
        ((OLD, III), {"reopened": [OLD]}, III),
        ((OLD, III), {"reopened": [OLD], "closed": [III]}, III),
        ((OLD, III, IV), {"reopened": [OLD, III]}, IV),
        ((III, IV), {"closed": [III], "reopened": [IV]}, IV),
        ((III, IV, NEXT), {"closed": [III, IV]}, IV),
        ((MISTAKE,), {}, MISTAKE),
        ((), {}, None),
    ],
)
def test_running_quarter_is_not_one_opened_again_or_too_early(opened, states, running):
    quarters_of(*opened, **states)
    current = Quarter.objects.current(TODAY)
    assert (current and current.calendar) == running


def test_clerk_who_has_handed_in_stays_with_the_running_quarter(clerk, vyazma):
    for calendar in (OLD, MISTAKE):
        factories.make_report(vyazma, quarter=factories.make_quarter(calendar))
    Quarter.objects.filter(year=2017).update(reopening_reason="Ошибка в отчете.")
    mine = factories.make_report(vyazma, status=Status.SUBMITTED)
    assert Report.objects.for_user(clerk).current(TODAY) == mine


def test_lists_offer_the_running_quarter_and_its_neighbours():
    for year in range(2012, 2021):
        for number in range(1, 5):
            factories.make_quarter(Calendar(year, number))
    for year in range(2072, 2090):
        factories.make_quarter(Calendar(year, 1))
    beside = Quarter.objects.get(year=2013, number=2)
    offered = Quarter.objects.offered(TODAY, beside=beside, most=5)
    slugs = [quarter.slug for quarter in offered]
    assert slugs == ["2020-4", "2020-3", "2020-2", "2020-1", "2019-4", "2013-3", "2013-1"]


@pytest.mark.parametrize(
    ("opened", "following"),
    [((), IV), ((III,), IV), ((III, MISTAKE), IV), ((III, IV), NEXT), ((MISTAKE,), IV)],
)
def test_next_to_open_follows_the_running_one(opened, following):
    quarters_of(*opened)
    assert Quarter.objects.next_to_open(TODAY) == following
