"""The same event told twice: verdicts and groups."""

import datetime as dt

import pytest
from django.utils import timezone

from municipalities.models import Role
from reports.document import duplicates
from reports.language.quarters import Quarter as Calendar
from reports.models import DuplicateVerdict, Event
from reports.procedure.guards import Refused
from tests import factories
from tests.document.mentions import (
    LONG,
    WORDING,
    decide,
    group,
    groups_of,
    keys,
    offered,
    tell,
    versions,
)
from tests.procedure.test_races import race

pytestmark = pytest.mark.django_db


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
