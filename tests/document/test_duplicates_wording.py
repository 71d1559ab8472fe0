"""One wording for events that were told twice."""

import pytest

from municipalities.models import Role
from reports.document import duplicates
from reports.models import Correction, Event, Report, Status
from reports.procedure import opening
from reports.procedure.guards import Refused
from tests import factories
from tests.document.mentions import FESTIVAL, WORDING, decide, keys, tell, versions
from tests.factories import make_event, make_municipality, make_report
from tests.procedure.test_races import race

pytestmark = pytest.mark.django_db


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


def test_preview_shows_the_period_as_it_will_be_printed(three):
    (shown, *_) = duplicates.preview(three, {"period": "4.11.2020"})
    assert shown.changes == (("period", "28 октября 2020 года", "4 ноября 2020 года"),)
    (shown, *_) = duplicates.preview(three, {"period": "28.10.2020"})
    assert shown.changes == ()
