"""The same event told twice: offers, groups, one wording."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from municipalities.models import Role
from reports.document import duplicates, duplicates_suggested
from reports.language.quarters import Quarter as Calendar
from reports.models import HANDED_IN, Correction, DuplicateVerdict, Event, Report, Status
from reports.procedure import opening
from reports.procedure.guards import Refused
from tests import factories
from tests.factories import make_event, make_municipality, make_quarter, make_report
from tests.procedure.test_races import race

pytestmark = pytest.mark.django_db
IV_2020 = Calendar(2020, 4)
FESTIVAL = "XVIII Международный фестиваль «Мост»"


def tell(slug, name=FESTIVAL, *, calendar=IV_2020, status=Status.ACCEPTED, **overrides):
    municipality = make_municipality(slug)
    report = Report.objects.filter(
        municipality=municipality, quarter=make_quarter(calendar)
    ).first() or make_report(municipality, quarter=make_quarter(calendar), status=status)
    return make_event(report, name=name, **overrides)


@pytest.fixture
def three():
    """Three municipalities tell of one festival, and a fourth of something else."""
    tell("other", "Турнир по самбо")
    return [tell("first"), tell("second", f"Участие в фестивале {FESTIVAL}"), tell("third")]


def offered(quarter):
    return {frozenset((s.first, s.second)) for s in duplicates_suggested.suggestions(quarter)}


def decide(one, other, reviewer, *, is_same=True):
    duplicates.decide(one, other, is_same=is_same, user=reviewer)


def groups_of(quarter):
    return duplicates.groups(duplicates.group_roots(quarter))


def group(event):
    return [member.pk for member in duplicates.group_of(Event.objects.get(pk=event.pk))]


def keys(events):
    return [event.pk for event in events]


def test_three_tellings_are_offered_and_become_one_group(three, reviewer):
    first, second, third = three
    quarter = first.report.quarter
    assert offered(quarter) == {
        frozenset(keys(p)) for p in ((first, second), (first, third), (second, third))
    }
    decide(second, first, reviewer)
    assert len(offered(quarter)) == 1  # of the group and the third one
    decide(third, second, reviewer)
    assert offered(quarter) == set()
    assert group(third) == keys(three)
    assert [keys(members) for members in groups_of(quarter)] == [keys(three)]
    assert Event.objects.distinct_count() == 2


def test_note_of_the_region_is_no_change_of_a_report(three, reviewer):
    before = list(Event.objects.values_list("pk", "version", "report__version"))
    decide(three[0], three[1], reviewer)
    duplicates.separate(three[0], user=reviewer)
    assert list(Event.objects.values_list("pk", "version", "report__version")) == before


def test_rejected_pair_is_not_offered_again(three, reviewer):
    first, second, third = three
    for _ in range(2):
        decide(first, second, reviewer, is_same=False)
    assert DuplicateVerdict.objects.count() == 1
    assert offered(first.report.quarter) == {
        frozenset(keys((first, third))),
        frozenset(keys((second, third))),
    }
    decide(first, third, reviewer)
    assert offered(first.report.quarter) == set()  # the second is none of the group of the first


def test_mind_is_changed_by_the_next_word(three, reviewer):
    first, second, _ = three
    decide(first, second, reviewer, is_same=False)
    decide(first, second, reviewer)
    assert group(first) == keys((first, second))
    with pytest.raises(Refused, match="Сначала уберите одно из них"):
        decide(first, second, reviewer, is_same=False)


def test_two_groups_become_one_with_the_earliest_root(reviewer):
    late = [tell("first"), tell("second")]
    early = [tell("first", calendar=Calendar(2020, 3)), tell("second", calendar=Calendar(2020, 3))]
    decide(*late, reviewer)
    decide(*early, reviewer)
    decide(late[1], early[1], reviewer)
    assert group(late[0]) == keys((*early, *late))
    assert {event.root_key for event in Event.objects.all()} == {early[0].pk}


def test_chain_is_one_group_whichever_link_comes_last(reviewer):
    a, b, c = tell("first"), tell("second"), tell("third")
    d = tell("fourth", calendar=Calendar(2020, 3))
    for one, other in ((a, b), (b, c), (c, d)):
        decide(one, other, reviewer)
    for event in (a, b, c, d):
        assert group(event) == keys((d, a, b, c))
    assert dict(Event.objects.values_list("pk", "same_as")) == {
        d.pk: None,
        a.pk: d.pk,
        b.pk: d.pk,
        c.pk: d.pk,
    }


def test_one_report_that_tells_twice_is_offered():
    one = tell("first")
    again = tell("first", f"Участие в фестивале {FESTIVAL}")
    assert one.report == again.report
    assert offered(one.report.quarter) == {frozenset(keys((one, again)))}


def test_rejection_of_an_old_member_stands_for_its_group(reviewer):
    period = {"period_start": dt.date(2018, 1, 10), "period_end": dt.date(2021, 5, 30)}
    long_ago = tell("first", calendar=Calendar(2018, 1), **period)
    now, other = tell("first", **period), tell("second", **period)
    decide(long_ago, now, reviewer)
    assert offered(now.report.quarter) == {frozenset(keys((now, other)))}
    decide(long_ago, other, reviewer, is_same=False)
    assert offered(now.report.quarter) == set()


def bin_(event, *, restore=False):
    Event.objects.filter(pk=event.pk).update(deleted_at=None if restore else timezone.now())


def test_restored_event_finds_its_group_whole(three, reviewer):
    first, second, third = three
    early = tell("first", calendar=Calendar(2020, 3))
    decide(first, second, reviewer)
    bin_(second)
    decide(first, early, reviewer)
    bin_(second, restore=True)
    assert group(second) == group(first) == keys((early, first, second))
    bin_(early)
    decide(first, third, reviewer)
    duplicates.separate(first, user=reviewer)
    bin_(early, restore=True)
    assert group(second) == keys((early, second, third))
    assert group(first) == keys((first,))


@pytest.mark.parametrize("is_same", [True, False])
def test_deleted_event_is_not_decided_upon(three, reviewer, is_same):
    decide(three[0], three[1], reviewer)
    bin_(three[0])
    with pytest.raises(Refused, match="удалено"):
        decide(three[0], three[1], reviewer, is_same=is_same)


def test_root_leaves_and_the_rest_stay_together(three, reviewer):
    first, second, third = three
    decide(first, second, reviewer)
    decide(second, third, reviewer)
    duplicates.separate(first, user=reviewer)
    assert (group(first), group(third)) == (keys((first,)), keys((second, third)))
    assert offered(first.report.quarter) == set()


def test_last_but_one_leaves_nobody_behind(three, reviewer):
    decide(three[0], three[1], reviewer)
    duplicates.separate(three[1], user=reviewer)
    assert not Event.objects.exclude(same_as=None).exists()
    duplicates.separate(three[1], user=reviewer)  # twice


def test_continued_event_is_offered_a_year_back_and_no_further(reviewer):
    period = {"period_start": dt.date(2019, 1, 10), "period_end": dt.date(2021, 5, 30)}
    now = tell("first", **period)
    before = tell("first", calendar=Calendar(2020, 1), **period)
    tell("first", calendar=Calendar(2019, 2), **period)
    assert offered(now.report.quarter) == {frozenset(keys((now, before)))}


def test_only_what_was_handed_in_is_compared():
    one = tell("first")
    tell("second", status=Status.DRAFT)
    assert offered(one.report.quarter) == set()


@pytest.mark.parametrize("role", [Role.ADMIN, Role.MUNICIPALITY])
def test_only_the_region_decides(three, role):
    person = factories.make_user(role)
    for act in (
        lambda: decide(three[0], three[1], person),
        lambda: duplicates.separate(three[0], user=person),
        lambda: duplicates.bring_to_one_wording(three, {}, seen={}, user=person),
    ):
        with pytest.raises(Refused, match="может только сотрудник региона"):
            act()


def test_event_is_not_compared_with_itself(three, reviewer):
    with pytest.raises(Refused, match="Это одно и то же"):
        decide(three[0], three[0], reviewer)


def versions(events):
    return {event.pk: Event.objects.get(pk=event.pk).version for event in events}


WORDING = {"name": "Фестиваль «Мост»", "place": "", "period": "4.11.2020"}


def test_one_wording_is_written_where_it_can_be(three, reviewer):
    Report.objects.filter(pk=three[2].report_id).update(status=Status.RETURNED, accepted_at=None)
    events = [Event.objects.get(pk=event.pk) for event in three]
    shown = duplicates.preview(events, WORDING)
    assert [len(each.changes) for each in shown] == [2, 2, 0]
    assert "На доработке" in shown[2].obstacle
    seen = versions(three[:2])
    assert duplicates.bring_to_one_wording(events, WORDING, seen=seen, user=reviewer) == 2
    first, _, third = (Event.objects.get(pk=event.pk) for event in three)
    assert (first.name, first.period, first.place) == (
        "Фестиваль «Мост»",
        "4 ноября 2020 года",
        "г. Вязьма",
    )
    assert (third.name, third.version) == (FESTIVAL, 1)
    assert first.content == three[0].content
    assert Correction.objects.count() == 4
    again = versions(three[:2])
    assert duplicates.bring_to_one_wording(three, {}, seen=again, user=reviewer) == 0


def test_wording_of_a_closed_quarter_stays(three, reviewer, administrator):
    opening.close_quarter(three[0].report.quarter, user=administrator)
    (shown, *_) = duplicates.preview([Event.objects.get(pk=three[0].pk)], WORDING)
    assert "закрыт. Открыть его снова может администратор" in shown.obstacle


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.DRAFT, "сейчас текст у муниципального образования"),
        (Status.RETURNED, "сейчас текст у муниципального образования"),
        (Status.SUBMITTED, "проверка не начата"),
        (Status.IN_REVIEW, ""),
        (Status.ACCEPTED, ""),
    ],
)
def test_wording_says_who_has_the_text(status, said):
    event = tell("first", status=status)
    (shown,) = duplicates.preview([event], WORDING)
    assert said in shown.obstacle
    assert bool(said) == bool(shown.obstacle) == (not shown.changes)


def test_wording_keeps_content_participants_and_format(three, reviewer):
    Event.objects.filter(pk=three[1].pk).update(format="online")
    duplicates.bring_to_one_wording(three, WORDING, seen=versions(three), user=reviewer)
    printed = [Event.objects.get(pk=event.pk).printed_name for event in three]
    assert printed == [
        "Фестиваль «Мост»",
        "Фестиваль «Мост»\n(онлайн-формат)",
        "Фестиваль «Мост»",
    ]
    kept = Event.objects.filter(pk__in=keys(three)).values_list("content", "participants")
    assert set(kept) == {(three[0].content, three[0].participants)}
    said = Correction.objects.filter(event=three[0]).values_list("cell", "old_text", "new_text")
    assert set(said) == {
        ("name", FESTIVAL, "Фестиваль «Мост»"),
        ("period", "28 октября 2020 года", "4 ноября 2020 года"),
    }


def test_wording_that_was_shown_for_a_report_returned_since_is_refused(three, reviewer):
    seen = versions(three)
    Report.objects.filter(pk=three[2].report_id).update(status=Status.RETURNED, accepted_at=None)
    with pytest.raises(Refused, match="Группа изменилась"):
        duplicates.bring_to_one_wording(three, WORDING, seen=seen, user=reviewer)
    assert not Correction.objects.exists()


def test_wording_is_written_into_all_or_none(three, reviewer):
    seen = versions(three) | {three[2].pk: 7}
    with pytest.raises(Refused):
        duplicates.bring_to_one_wording(three, WORDING, seen=seen, user=reviewer)
    seen.pop(three[2].pk)
    with pytest.raises(Refused, match="Группа изменилась"):
        duplicates.bring_to_one_wording(three, WORDING, seen=seen, user=reviewer)
    assert not Correction.objects.exists()


def test_search_takes_the_same_queries_whatever_the_archive():
    counts = []
    for years in (1, 20):
        for year in range(2020 - years + 1, 2021):
            for number in range(1, 5):
                tell("first", calendar=Calendar(year, number))
                tell("second", calendar=Calendar(year, number))
        quarter = make_quarter()
        with CaptureQueriesContext(connection) as captured:
            duplicates_suggested.suggestions(quarter)
            groups_of(quarter)
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_at_once_leave_whole_groups():
    reviewers = [factories.make_user(Role.REGION) for _ in range(2)]
    events = [tell(f"district-{number}") for number in range(4)]
    a, b, c, d = events
    for _ in range(5):
        Event.objects.update(same_as=None)
        DuplicateVerdict.objects.all().delete()
        results = race(
            lambda: (decide(a, b, reviewers[0]), decide(b, c, reviewers[0])),
            lambda: (decide(c, d, reviewers[1]), decide(d, a, reviewers[1])),
        )
        assert all(r is None or isinstance(r, (tuple, Refused)) for r in results)
        roots = {event.pk: event.same_as_id for event in Event.objects.all()}
        assert all(roots[root] is None for root in roots.values() if root is not None)


@pytest.mark.django_db(transaction=True)
def test_event_that_joins_while_another_waits_is_not_left_behind():
    """The second one gives the group an earlier root: the event that the first one joined must
    follow it."""
    reviewers = [factories.make_user(Role.REGION) for _ in range(2)]
    earlier = tell("third", calendar=Calendar(2020, 3))
    event, joined = tell("first"), tell("second")
    for _ in range(15):
        Event.objects.update(same_as=None)
        results = race(
            lambda: decide(event, joined, reviewers[0]),
            lambda: decide(event, earlier, reviewers[1]),
        )
        assert all(r is None or isinstance(r, Refused) for r in results)
        assert any(r is None for r in results)
        roots = dict(Event.objects.values_list("pk", "same_as"))
        assert all(roots[root] is None for root in roots.values() if root is not None)


@pytest.mark.django_db(transaction=True)
def test_wording_and_verdict_at_once_do_not_wait_for_each_other():
    """The reports stand in another order than their events."""
    reviewers = [factories.make_user(Role.REGION) for _ in range(2)]
    report = make_report(make_municipality("first"), status=Status.ACCEPTED)
    second = tell("second")
    first = make_event(report, name=FESTIVAL)

    def reword():
        told = list(Event.objects.order_by("pk"))
        wording = {"name": f"{told[0].name}!"}
        return duplicates.bring_to_one_wording(
            told, wording, seen=versions(told), user=reviewers[0]
        )

    for _ in range(10):
        Event.objects.update(same_as=None)
        assert race(reword, lambda: decide(first, second, reviewers[1])) == [2, None]


LONG = {"period_start": dt.date(2018, 1, 10), "period_end": dt.date(2021, 5, 30)}


@pytest.mark.parametrize(
    ("calendar", "is_offered"),
    [
        (Calendar(2020, 3), True),
        (Calendar(2020, 1), True),
        (Calendar(2019, 4), True),  # the fourth before
        (Calendar(2019, 3), False),
        (Calendar(2021, 1), False),  # the next quarter asks itself
    ],
)
def test_four_quarters_before_are_looked_through(calendar, is_offered):
    now, other = tell("first", **LONG), tell("first", calendar=calendar, **LONG)
    pair = {frozenset(keys((now, other)))}
    assert offered(now.report.quarter) == (pair if is_offered else set())


@pytest.mark.parametrize("order", ["group first", "group second"])
@pytest.mark.parametrize("rejected", ["root", "member"])
def test_word_on_one_member_is_the_word_on_the_group(reviewer, order, rejected):
    """Whichever of the two has the smaller key, and whichever member was looked at."""
    lone = tell("third", **LONG) if order == "group second" else None
    root = tell("first", calendar=Calendar(2018, 1), **LONG)
    member = tell("first", **LONG)
    lone = lone or tell("third", **LONG)
    decide(root, member, reviewer)
    assert offered(member.report.quarter) == {frozenset(keys((member, lone)))}
    decide(root if rejected == "root" else member, lone, reviewer, is_same=False)
    assert offered(member.report.quarter) == set()


def test_preview_shows_the_period_as_it_will_be_printed(three):
    (shown, *_) = duplicates.preview(three, {"period": "4.11.2020"})
    assert shown.changes == (("period", "28 октября 2020 года", "4 ноября 2020 года"),)
    (shown, *_) = duplicates.preview(three, {"period": "28.10.2020"})
    assert shown.changes == ()


def test_groups_are_those_of_the_quarter_whole_and_in_order(three, reviewer):
    first, second, _ = three
    early = tell("second", calendar=Calendar(2019, 4))
    decide(second, early, reviewer)
    decide(first, second, reviewer)
    elsewhere = [
        tell("first", calendar=Calendar(2020, 3)),
        tell("third", calendar=Calendar(2020, 3)),
    ]
    decide(*elsewhere, reviewer)
    groups = [keys(members) for members in groups_of(first.report.quarter)]
    assert groups == [keys((early, first, second))]


def test_group_of_which_one_is_left_is_none(three, reviewer):
    first, second, _ = three
    decide(first, second, reviewer)
    bin_(second)
    assert groups_of(first.report.quarter) == []
    bin_(second, restore=True)
    bin_(first)
    assert groups_of(first.report.quarter) == []


def test_said_twice_is_said_once(three, reviewer):
    colleague = factories.make_user(Role.REGION)
    first, second, _ = three
    for person in (reviewer, colleague):
        decide(first, second, person)
    verdict = DuplicateVerdict.objects.get()
    assert (verdict.is_same, verdict.by) == (True, colleague)
    assert group(first) == keys((first, second))


def test_one_leaves_its_group_and_no_other_group_is_touched(three, reviewer):
    first, second, _ = three
    others = [tell("fifth", "Ярмарка дружбы"), tell("sixth", "Ярмарка дружбы")]
    decide(*others, reviewer)
    decide(first, second, reviewer)
    duplicates.separate(first, user=reviewer)
    assert group(others[0]) == keys(others)
    assert (group(first), group(second)) == (keys((first,)), keys((second,)))


@pytest.mark.parametrize("deleted", [0, 1])
def test_neither_of_two_may_be_deleted(three, reviewer, deleted):
    bin_(three[deleted])
    with pytest.raises(Refused, match="удалено"):
        decide(three[0], three[1], reviewer)
    assert not DuplicateVerdict.objects.exists()


def test_deleted_event_is_neither_offered_nor_reworded(three, reviewer):
    first, second, third = three
    decide(first, second, reviewer)
    bin_(third)
    assert offered(first.report.quarter) == set()
    bin_(second)
    seen = versions((first,))
    assert duplicates.bring_to_one_wording(three[:2], WORDING, seen=seen, user=reviewer) == 1
    assert Event.objects.get(pk=second.pk).name == second.name


def test_earlier_year_is_the_root_whatever_its_quarter(reviewer):
    later = tell("first", calendar=Calendar(2020, 1))
    earlier = tell("second", calendar=Calendar(2019, 4))
    decide(later, earlier, reviewer)
    assert group(later) == keys((earlier, later))
    assert Event.objects.get(pk=later.pk).same_as == earlier


def test_earlier_of_two_stands_first_in_an_offer():
    later = tell("first", calendar=Calendar(2020, 1), **LONG)
    earlier = tell("second", calendar=Calendar(2019, 4), **LONG)
    (offer,) = duplicates_suggested.suggestions(later.report.quarter)
    assert (offer.first, offer.second) == (earlier.pk, later.pk)
    assert duplicates_suggested.side_by_side([offer]) == [(earlier, later)]


@pytest.mark.parametrize("status", Status)
def test_only_reports_that_were_handed_in_are_compared(status):
    one = tell("first", status=Status.ACCEPTED)
    other = tell("second", status=status)
    pair = {frozenset(keys((one, other)))}
    assert offered(one.report.quarter) == (pair if status in HANDED_IN else set())


@pytest.mark.parametrize("here", [{"period_start": None, "period_end": None}, {}])
@pytest.mark.parametrize(
    "before", [{"period_start": None, "period_end": None}, {"period_end": None}]
)
def test_event_of_an_earlier_quarter_is_offered_where_a_day_is_not_known(here, before):
    """It may be of any day, or of the one that is known."""
    earlier = tell("first", calendar=Calendar(2020, 3), **before)
    later = tell("second", **here)
    assert offered(later.report.quarter) == {frozenset((earlier.pk, later.pk))}


def test_above_the_bound_the_page_says_that_there_are_more(three, reviewer, sign_in, monkeypatch):
    monkeypatch.setattr(duplicates_suggested, "MOST_SUGGESTIONS", 2)
    assert len(offered(three[0].report.quarter)) == 2
    page = sign_in(reviewer).get(reverse("duplicates", args=["2020-4"])).content.decode()
    assert "не меньше 2" in page
    for one, other in ((three[0], three[1]), (three[0], three[2])):
        decide(one, other, reviewer)
    assert offered(three[0].report.quarter) == set()
