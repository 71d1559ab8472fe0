"""Saving by itself: each field against what the writer last saw of it."""

import datetime as dt
import itertools
import uuid

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from reports.events import autosave, editing
from reports.events.autosave import Change, LateChange
from reports.events.editing import DeletedEventError
from reports.events.history import Attempt
from reports.models import Event, Presence, Report, Status
from reports.procedure import opening
from reports.procedure.guards import Refused
from tests import factories
from tests.factories import make_event, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(vyazma):
    return factories.make_user(municipality=vyazma, username="colleague", full_name="Коллега")


@pytest.fixture
def event(vyazma):
    return make_event(make_report(vyazma), name="Форум", place="Вязьма")


def save(event, user, attempt=autosave.UNKNOWN, **changes):
    """``save(event, user, name=("Новое", "Форум"))``: the value, and what was seen before."""
    changes = {name: Change(value, bases) for name, (value, *bases) in changes.items()}
    return autosave.autosave_event(
        event.report, user=user, event=event, changes=changes, attempt=attempt
    )


def stored(event):
    return Event.objects.get(pk=event.pk)


def test_change_of_what_was_seen_is_saved(event, clerk):
    saved = save(event, clerk, name=("Форум городов", "Форум"))
    assert (saved.conflicts, stored(event).name) == ({}, "Форум городов")


def test_changes_of_different_fields_join(event, clerk, colleague):
    save(event, colleague, place=("Рудня", "Вязьма"))
    saved = save(event, clerk, name=("Форум городов", "Форум"))
    assert saved.conflicts == {}
    assert (stored(event).name, stored(event).place) == ("Форум городов", "Рудня")


def test_second_change_of_a_field_is_refused_with_the_stored_text(event, clerk, colleague):
    save(event, colleague, name=("Слово коллеги", "Форум"))
    saved = save(event, clerk, name=("Мое слово", "Форум"), place=("Рудня", "Вязьма"))
    assert saved.conflicts["name"].theirs == "Слово коллеги"
    assert saved.conflicts["name"].by == colleague
    assert (stored(event).name, stored(event).place) == ("Слово коллеги", "Рудня")


def test_conflict_names_the_writer_of_the_field_not_of_the_event(event, clerk, colleague, vyazma):
    third = factories.make_user(municipality=vyazma, username="third")
    save(event, colleague, name=("Слово коллеги", "Форум"))
    save(event, third, place=("Рудня", "Вязьма"))
    saved = save(event, clerk, name=("Мое слово", "Форум"))
    assert saved.conflicts["name"].by == colleague


def test_what_is_there_already_is_no_conflict(event, clerk, colleague):
    save(event, colleague, name=("Одно и то же", "Форум"))
    assert save(event, clerk, name=("Одно и то же", "Форум")).conflicts == {}


def test_unanswered_attempt_is_no_conflict(event, clerk, colleague):
    save(event, colleague, place=("Рудня", "Вязьма"))
    save(event, clerk, name=("Форум гор", "Форум"))  # the answer was lost
    saved = save(event, clerk, name=("Форум городов", "Форум", "Форум гор"))
    assert (saved.conflicts, stored(event).name) == ({}, "Форум городов")


def test_lone_person_in_two_tabs_meets_no_conflict_and_loses_no_words(event, clerk):
    save(event, clerk, name=("Из первой вкладки", "Форум"))
    saved = save(event, clerk, name=("Из второй вкладки", "Форум"))
    assert (saved.conflicts, stored(event).name) == ({}, "Из второй вкладки")
    assert saved.replaced == {"name": "Из первой вкладки"}
    assert "Из первой вкладки" in event.history.values_list("name", flat=True)


def test_late_attempt_of_a_page_does_not_undo_its_next(event, clerk, colleague):
    save(event, clerk, Attempt("a", 2), name=("Форум городов", "Форум", "Фор"))
    save(event, colleague, Attempt("b", 1), place=("Рудня", "Вязьма"))
    with pytest.raises(LateChange):
        save(event, clerk, Attempt("a", 1), name=("Фор", "Форум"))
    assert stored(event).name == "Форум городов"
    save(event, clerk, Attempt("c", 1), name=("Съезд", "Форум городов"))  # another page counts anew
    assert stored(event).name == "Съезд"


def test_own_unanswered_words_of_a_page_do_not_come_back_as_anothers(event, clerk):
    save(event, clerk, Attempt("a", 1), name=("Фор", "Форум"))
    assert save(event, clerk, Attempt("a", 2), name=("Форум гор", "Форум")).replaced == {}
    assert save(event, clerk, Attempt("b", 1), name=("Съезд", "Форум")).replaced != {}


def test_pauses_of_two_pages_are_kept_apart(event, clerk):
    before = event.history.count()
    save(event, clerk, Attempt("a", 1), name=("Первый", "Форум"))
    save(event, clerk, Attempt("b", 1), name=("Второй", "Первый"))
    save(event, clerk, Attempt("b", 2), name=("Третий", "Второй"))
    assert event.history.count() == before + 2


def test_new_event_without_a_word_is_not_added(vyazma, clerk):
    report = make_report(vyazma)
    changes = {"name": Change("", ("",)), "participants_own": Change(None, (None,))}
    saved = autosave.autosave_event(report, user=clerk, creation_key=uuid.uuid4(), changes=changes)
    assert (saved.event.pk, report.events.count()) == (None, 0)


def test_pauses_of_one_sitting_are_one_state_of_the_history(event, clerk):
    report = event.report
    before = event.history.count(), report.history.count()
    text = "Форум"
    for letter in " городов":
        save(event, clerk, name=(text + letter, text))
        text += letter
    assert (event.history.count(), report.history.count()) == (before[0] + 1, before[1] + 1)
    assert event.history.first().name == "Форум городов"


def test_text_erased_within_a_sitting_stays_in_the_history(event, clerk):
    save(event, clerk, content=("Договорились о главном", event.content))
    save(event, clerk, content=("Договор", "Договорились о главном"))
    save(event, clerk, content=("", "Договор"))
    save(event, clerk, content=("Иное", ""))
    texts = event.history.order_by("history_id").values_list("content", flat=True)
    assert list(texts)[1:] == ["Договорились о главном", "Договор", "Иное"]


def test_number_nought_is_worth_an_event(vyazma, clerk):
    report = make_report(vyazma)
    changes = {"participants_own": Change(0, (None,))}
    autosave.autosave_event(report, user=clerk, creation_key=uuid.uuid4(), changes=changes)
    assert [event.participants_own for event in report.events.live()] == [0]


def test_pauses_of_two_people_are_kept_apart(event, clerk, colleague):
    before = event.history.count()
    save(event, clerk, name=("Первый", "Форум"))
    save(event, colleague, name=("Второй", "Первый"))
    save(event, clerk, name=("Третий", "Второй"))
    assert event.history.count() == before + 3


def test_saving_by_button_is_never_folded(event, clerk):
    editing.save_event(event.report, event=event, user=clerk, name="Кнопкой")
    save(event, clerk, name=("Само", "Кнопкой"))
    assert "Кнопкой" in event.history.values_list("name", flat=True)


def test_period_is_compared_as_it_is_printed(event, clerk):
    saved = save(event, clerk, period=("с 5 по 6 ноября", "28.10.2020"))
    assert (saved.conflicts, stored(event).period) == ({}, "5-6 ноября 2020 года")
    assert save(event, clerk, period=("7 ноября", "с 5 по 6 ноября")).conflicts == {}


@pytest.mark.parametrize(
    ("name", "value", "base"),
    [
        ("countries", ["BY", "RS"], []),
        ("participants_own", 10, None),
        ("format", "online", "in_person"),
    ],
)
def test_fields_that_are_no_texts_are_compared_too(event, clerk, colleague, name, value, base):
    assert save(event, clerk, **{name: (value, base)}).conflicts == {}
    assert save(event, clerk, **{name: (value, base)}).conflicts == {}
    other = {"countries": ["PL"], "participants_own": 99, "format": "mixed"}[name]
    assert name in save(event, colleague, **{name: (other, base)}).conflicts


def test_nothing_changed_is_nothing_written(event, clerk):
    before = stored(event).version, event.history.count(), event.report.history.count()
    save(event, clerk, name=("Форум", "Форум"))
    assert (stored(event).version, event.history.count(), event.report.history.count()) == before


def test_new_event_is_added_once_by_its_key(vyazma, clerk):
    report, key = make_report(vyazma), uuid.uuid4()
    for value, base in (("Фор", ""), ("Форум", "Фор"), ("Форум", "")):
        autosave.autosave_event(
            report, user=clerk, creation_key=key, changes={"name": Change(value, (base,))}
        )
    assert list(report.events.values_list("name", flat=True)) == ["Форум"]


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.IN_REVIEW, Status.ACCEPTED])
def test_locked_report_takes_nothing(vyazma, clerk, status):
    event = make_event(make_report(vyazma, status=status), name="Форум")
    with pytest.raises(Refused):
        save(event, clerk, name=("Другое", "Форум"))
    assert stored(event).name == "Форум"


def test_deleted_event_is_told_from_other_refusals(event, clerk):
    editing.delete_event(event, user=clerk)
    with pytest.raises(DeletedEventError):
        save(event, clerk, name=("Другое", "Форум"))


def test_stranger_saves_nothing(event, stranger):
    with pytest.raises(Refused):
        save(event, stranger, name=("Чужое", "Форум"))


def test_saving_counts_as_a_change_of_the_report(event, clerk):
    before = event.report.version
    save(event, clerk, name=("Другое", "Форум"))
    event.report.refresh_from_db()
    assert event.report.version == before + 1


@pytest.mark.parametrize(("minutes", "states"), [(9, 1), (11, 2)])
def test_pauses_of_two_sittings_are_two_states_of_the_history(event, clerk, minutes, states):
    """What somebody wrote in the morning does not vanish when they go on in the afternoon."""
    before = event.history.count(), event.report.history.count()
    earlier = timezone.now() - dt.timedelta(minutes=minutes)
    for model in (Event, Report):
        model.history.update(history_date=earlier - dt.timedelta(hours=1))
    save(event, clerk, Attempt("a", 1), name=("Утром", "Форум"))
    for model in (Event, Report):
        model.history.filter(autosave_page="a", autosave_number=1).update(history_date=earlier)
    save(event, clerk, Attempt("a", 2), name=("Вечером", "Утром"))
    assert event.history.count() == before[0] + states
    assert event.report.history.count() == before[1] + states
    assert event.history.filter(name="Утром").exists() == (states == 2)


def test_only_the_event_of_the_page_is_written(event, clerk):
    other = make_event(event.report, name="Выставка")
    save(other, clerk, name=("Большая выставка", "Выставка"))
    assert (stored(event).name, stored(other).name) == ("Форум", "Большая выставка")


def test_pauses_of_a_new_event_are_one_state_of_the_history(vyazma, clerk):
    report, key = make_report(vyazma), uuid.uuid4()
    texts = ("", "Фор", "Форум", "Форум городов")
    for number, (base, value) in enumerate(itertools.pairwise(texts), start=1):
        autosave.autosave_event(
            report,
            user=clerk,
            creation_key=key,
            changes={"name": Change(value, (base,))},
            attempt=Attempt("a", number),
        )
    event = report.events.get()
    assert list(event.history.values_list("name", flat=True)) == ["Форум городов"]


def test_saving_by_button_is_not_folded_after_a_pause_that_changed_nothing(event, clerk):
    editing.save_event(event.report, event=event, user=clerk, name="Кнопкой")
    save(event, clerk, Attempt("a", 1), name=("Кнопкой", "Кнопкой"))
    save(event, clerk, Attempt("a", 2), name=("Само", "Кнопкой"))
    assert "Кнопкой" in event.history.values_list("name", flat=True)


def test_new_event_with_a_single_word_is_added(vyazma, clerk):
    report = make_report(vyazma)
    changes = {"name": Change("Форум", ("",)), "place": Change("", ("",))}
    autosave.autosave_event(report, user=clerk, creation_key=uuid.uuid4(), changes=changes)
    assert report.events.get().name == "Форум"


def test_new_event_that_was_deleted_since_is_told_so(vyazma, clerk):
    report, key = make_report(vyazma), uuid.uuid4()
    changes = {"name": Change("Форум", ("",))}
    saved = autosave.autosave_event(report, user=clerk, creation_key=key, changes=changes)
    editing.delete_event(saved.event, user=clerk)
    with pytest.raises(DeletedEventError):
        autosave.autosave_event(
            report, user=clerk, creation_key=key, changes={"name": Change("Съезд", ("Форум",))}
        )
    assert report.events.get().name == "Форум"


@pytest.mark.parametrize(
    ("page", "number", "is_late"), [("a", 1, True), ("a", 3, False), ("b", 1, False)]
)
def test_request_that_was_overtaken_by_its_own_page_is_late(event, clerk, page, number, is_late):
    save(event, clerk, Attempt("a", 2), name=("Форум городов", "Форум"))
    attempt = Attempt(page, number)
    if is_late:
        with pytest.raises(LateChange):
            save(event, clerk, attempt, name=("Форум го", "Форум"))
        assert stored(event).name == "Форум городов"
    else:
        save(event, clerk, attempt, name=("Съезд", "Форум городов"))
        assert stored(event).name == "Съезд"


def test_nothing_is_saved_by_itself_in_a_closed_quarter(event, clerk, administrator):
    opening.close_quarter(event.report.quarter, user=administrator)
    with pytest.raises(Refused, match="закрыт"):
        save(event, clerk, name=("Другое", "Форум"))
    assert stored(event).name == "Форум"


def state_of(row):
    """Every column of the row, and of its latest state in the history."""
    columns = [column.attname for column in row._meta.concrete_fields]
    stored = type(row).objects.filter(pk=row.pk).values_list(*columns).get()
    return stored, row.history.values_list(*columns).first()


def test_state_that_goes_on_is_the_row_itself_with_its_page_and_number(event, clerk):
    save(event, clerk, Attempt("a", 3), name=("Форум городов", "Форум"))
    began = event.history.first()
    changes = {"period": ("с 5 по 6 ноября", "28.10.2020"), "countries": (["BY", "RS"], [])}
    save(event, clerk, Attempt("a", 4), **changes)
    for row in (event, event.report):
        stored, kept = state_of(row)
        assert stored == kept
        state = row.history.first()
        assert (state.history_user, state.autosave_page, state.autosave_number) == (clerk, "a", 4)
    now = event.history.first()
    assert now.history_id == began.history_id
    assert now.history_date > began.history_date


def test_addition_stays_an_addition_while_somebody_goes_on_writing(vyazma, clerk):
    report, key = make_report(vyazma), uuid.uuid4()
    for number, (value, base) in enumerate([("Фор", ""), ("Форум", "Фор")]):
        changes = {"name": Change(value, (base,))}
        attempt = Attempt("a", number)
        autosave.autosave_event(
            report, user=clerk, creation_key=key, changes=changes, attempt=attempt
        )
    states = report.events.get().history.values_list("name", "history_type")
    assert list(states) == [("Форум", "+")]


def test_what_a_button_saves_has_neither_page_nor_number(event, clerk):
    save(event, clerk, Attempt("a", 1), name=("Форум городов", "Форум"))
    editing.save_event(event.report, event=event, user=clerk, name="Кнопкой")
    for row in (event, event.report):
        state = row.history.first()
        assert (state.autosave_page, state.autosave_number) == ("", None)


def test_event_without_a_history_is_saved_all_the_same(event, clerk):
    event.history.all().delete()
    event.report.history.all().delete()
    save(event, clerk, Attempt("a", 1), name=("Форум городов", "Форум"))
    assert list(event.history.values_list("name", flat=True)) == ["Форум городов"]


@pytest.mark.parametrize("is_new", [False, True])
def test_save_without_a_sign_of_presence_is_no_save(vyazma, clerk, event, is_new):
    """One transaction: nothing that can fail stands after the commit."""

    def fail(execute, sql, *rest):
        if sql.startswith("INSERT") and Presence._meta.db_table in sql:
            raise DatabaseError
        return execute(sql, *rest)

    target = {"creation_key": uuid.uuid4()} if is_new else {"event": event}
    changes = {"name": Change("Форум городов", ("Форум",))}
    with connection.execute_wrapper(fail), pytest.raises(DatabaseError):
        autosave.autosave_event(event.report, user=clerk, changes=changes, **target)
    assert list(Event.objects.values_list("name", flat=True)) == ["Форум"]


def test_conflict_in_an_old_text_names_its_writer_and_the_moment(event, clerk, colleague):
    save(event, colleague, countries=(["BY"], []))
    at = event.history.first().history_date
    for text in ("Рудня", "г. Рудня"):
        editing.save_event(event.report, event=event, user=clerk, place=text)
    conflict = save(event, clerk, countries=(["RS"], [])).conflicts["countries"]
    assert (conflict.by, conflict.at) == (colleague, at)
