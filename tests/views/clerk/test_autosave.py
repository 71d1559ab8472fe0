"""What the page of an event and the server say to each other."""

import json
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.events import editing
from reports.models import Event, Presence, Status
from reports.models.presence import GONE_AFTER
from reports.procedure import opening
from tests import factories
from tests.factories import make_event, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(vyazma):
    return make_event(make_report(vyazma), name="Форум", place="Вязьма")


@pytest.fixture
def colleague(vyazma):
    return factories.make_user(municipality=vyazma, username="colleague", full_name="Коллега")


@pytest.fixture
def say(sign_in, clerk):
    """``say(address, **body)`` as the clerk; returns status and answer."""
    client = sign_in(clerk)

    def post(address, **body):
        body = json.dumps({"person": clerk.pk, **body})
        response = client.post(address, body, content_type="application/json")
        return response.status_code, response.json()

    return post


def field(value, *bases):
    return {"value": value, "bases": list(bases)}


def autosave(event):
    return reverse("event_autosave", args=[event.pk])


def named(value, base="Форум"):
    """The name as the page sends it: never without the format."""
    return {"name": field(value, base), "format": field("in_person", "in_person")}


def test_answer_says_when_and_what_is_stored(say, event):
    status, answer = say(autosave(event), fields=named("  Форум  городов "))
    assert (status, answer["state"], answer["event"]) == (200, "saved", event.pk)
    assert answer["stored"]["name"] == "Форум городов"
    assert answer["time"] == timezone.localtime().strftime("%H:%M")
    assert answer["version"] == event.version + 1


def test_new_event_gets_its_address(say, vyazma):
    report, key = make_report(vyazma), uuid.uuid4()
    address = f"{reverse('event_autosave_new', args=[report.pk])}?key={key}"
    fields = {"place": field("Вязьма", "")}
    answers = [say(address, fields=fields)[1] for _ in range(2)]
    event = report.events.get()
    assert (event.place, event.creation_key) == ("Вязьма", key)
    assert {answer["url"] for answer in answers} == {reverse("event_update", args=[event.pk])}


def test_bad_field_is_told_and_the_others_are_saved(say, event):
    fields = {"participants_own": field("много", ""), "place": field("Рудня", "Вязьма")}
    _, answer = say(autosave(event), fields=fields)
    assert answer["errors"] == {"participants_own": ["Напишите число цифрами, например 150."]}
    event.refresh_from_db()
    assert (event.place, event.participants_own) == ("Рудня", None)


@pytest.mark.parametrize("mark", ["(онлайн-формат)", "(он-лайн)", "(дистанционно)"])
def test_typed_online_mark_becomes_the_format(say, event, mark):
    Event.objects.update(format="")
    fields = {"name": field(f"Форум {mark}", "Форум"), "format": field("", "")}
    _, answer = say(autosave(event), fields=fields)
    assert (answer["stored"]["name"], answer["stored"]["format"]) == ("Форум", "online")


def test_word_that_may_go_on_is_left_to_the_writer_and_printed_once(say, event):
    Event.objects.update(format="")
    fields = {"name": field("Форум онлайн", "Форум"), "format": field("", "")}
    _, answer = say(autosave(event), fields=fields)
    assert (answer["stored"]["name"], answer["stored"]["format"]) == ("Форум онлайн", "")
    assert Event.objects.get().printed_name == "Форум\n(онлайн-формат)"
    fields["name"] = field("Форум онлайн-торговли", "Форум онлайн")
    say(autosave(event), fields=fields)
    assert Event.objects.get().printed_name == "Форум онлайн-торговли"


@pytest.mark.parametrize("stored", ["Форум", "Форум онлайн"])
def test_kept_text_with_a_mark_that_became_the_format_is_not_missing(say, event, stored):
    Event.objects.update(name=stored, format="online")
    _, answer = say(autosave(event), kept={"name": "Форум онлайн"})
    assert answer["missing"] == []


def test_mark_against_the_format_stays_in_the_name(say, event):
    _, answer = say(autosave(event), fields=named("Форум (онлайн-формат)"))
    assert answer["errors"] == {}
    assert (answer["stored"]["name"], answer["stored"]["format"]) == (
        "Форум (онлайн-формат)",
        "in_person",
    )
    fields = {
        "name": field("Форум (онлайн-формат)", "Форум (онлайн-формат)"),
        "format": field("online", "in_person"),
    }
    _, answer = say(autosave(event), fields=fields)
    assert (answer["stored"]["name"], answer["stored"]["format"]) == ("Форум", "online")


def test_numbers_that_contradict_are_said_and_saved(say, event):
    say(autosave(event), fields={"participants_own": field("50", "")})
    _, answer = say(autosave(event), fields={"participants_total": field("около 10", "")})
    assert (answer["errors"], answer["stored"]["participants_total"]) == ({}, "10")
    assert "Всего участников указано меньше" in answer["doubts"]["participants_total"]
    _, answer = say(autosave(event), fields={"participants_total": field("60", "10")})
    assert answer["doubts"]["participants_total"] == ""


def test_event_typed_and_erased_goes_on_when_somebody_writes_again(say, vyazma):
    report = make_report(vyazma)
    address = f"{reverse('event_autosave_new', args=[report.pk])}?key={uuid.uuid4()}"
    _, answer = say(address, fields={"place": field("Вязьма", "")}, page="a", number=1)
    known = answer["autosave_url"]
    _, answer = say(known, fields={"place": field("", "Вязьма")}, page="a", number=2)
    assert (answer["state"], report.events.live().count()) == ("saved", 0)
    event = report.events.get()
    assert "Вязьма" in event.history.values_list("place", flat=True)
    _, answer = say(known, fields={"place": field("Рудня", "")}, page="a", number=3)
    assert (answer["event"], answer["stored"]["place"]) == (event.pk, "Рудня")
    assert [event.place for event in report.events.live()] == ["Рудня"]


def test_conflict_shows_both_texts_word_by_word(say, event, colleague):
    editing.save_event(event.report, event=event, user=colleague, name="Большой форум")
    _, answer = say(autosave(event), fields=named("Форум городов"))
    conflict = answer["conflicts"]["name"]
    assert (conflict["theirs"], conflict["by"]) == ("Большой форум", "Коллега")
    assert conflict["mine_parts"] == [["Форум городов", True]]
    assert conflict["their_parts"] == [["Большой форум", True]]
    assert answer["stored"]["name"] == "Большой форум"


def test_every_kind_of_field_goes_there_and_back(say, event):
    fields = {
        "period": field("с 5 по 6 ноября", "28 октября 2020 года"),
        "countries": field(["RS", "BY"], []),
        "category": field("competition", ""),
        "participants_total": field("1 500", ""),
        "agreements": field("Строка\r\nстрока", ""),
    }
    _, answer = say(autosave(event), fields=fields)
    stored = answer["stored"]
    assert (stored["period"], sorted(stored["countries"])) == ("5-6 ноября 2020 года", ["BY", "RS"])
    assert (stored["category"], stored["participants_total"]) == ("competition", "1500")
    assert stored["agreements"] == "Строка\nстрока"


def test_locked_report_is_refused_with_the_reason(say, event, administrator):
    opening.close_quarter(event.report.quarter, user=administrator)
    status, answer = say(autosave(event), fields=named("Другое"))
    assert (status, answer["state"]) == (409, "refused")
    assert "закрыт" in answer["message"]


def test_deleted_event_comes_with_the_way_back(say, event, clerk):
    editing.delete_event(event, user=clerk)
    status, answer = say(autosave(event), fields=named("Другое"))
    assert (status, answer["state"]) == (409, "deleted")
    assert answer["restore_url"] == reverse("event_restore", args=[event.pk])


def test_text_of_one_person_is_not_saved_as_anothers(sign_in, event, clerk, colleague):
    client = sign_in(colleague)  # signed in in another tab of the same browser
    body = json.dumps({"person": clerk.pk, "fields": named("Текст сотрудника")})
    response = client.post(autosave(event), body, content_type="application/json")
    assert (response.status_code, response.json()) == (409, {"state": "other_person"})
    event.refresh_from_db()
    assert event.name == "Форум"


@pytest.mark.parametrize("name", ["event_autosave", "event_presence"])
def test_stranger_at_the_page_is_told_before_anything_is_looked_up(
    sign_in, event, clerk, stranger, name
):
    client = sign_in(stranger)
    body = json.dumps({"person": clerk.pk, "fields": {}})
    for pk in (event.pk, 10**9):
        response = client.post(reverse(name, args=[pk]), body, content_type="application/json")
        assert (response.status_code, response.json()) == (409, {"state": "other_person"})


def test_kept_texts_are_compared_as_they_would_be_stored(say, event, clerk):
    editing.save_event(event.report, event=event, user=clerk, period="5-6 ноября 2020 года")
    kept = {"name": " Форум ", "period": "05-06.11", "place": "Рудня", "participants_own": "много"}
    status, answer = say(autosave(event), kept=kept)
    assert (status, answer["missing"]) == (200, ["place", "participants_own"])
    assert Event.objects.get().place == "Вязьма"


def test_kept_texts_of_an_event_that_was_never_added_are_missing(say, vyazma):
    address = reverse("event_autosave_new", args=[make_report(vyazma).pk])
    _, answer = say(f"{address}?key={uuid.uuid4()}", kept={"name": "Форум"})
    assert (answer["missing"], Event.objects.count()) == (["name"], 0)


@pytest.mark.parametrize("kept", [None, [], "x", {"id": "7"}, {"place": 7}])
def test_kept_texts_that_no_page_sends_are_refused(say, event, kept):
    assert say(autosave(event), kept=kept) == (400, {"state": "malformed"})


@pytest.mark.parametrize(
    "attempt", [{"page": "A b"}, {"page": "a" * 21}, {"number": -1}, {"number": "x"}]
)
def test_attempt_that_no_page_makes_is_refused(say, event, attempt):
    assert say(autosave(event), fields=named("Другое"), **attempt)[0] == 400


def test_ended_session_is_told_in_json(client, event):
    response = client.post(autosave(event), "{}", content_type="application/json")
    assert (response.status_code, response.json()) == (401, {"state": "signed_out"})


def test_void_key_is_told_in_json(clerk, event):
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk)
    response = client.post(autosave(event), "{}", content_type="application/json")
    assert (response.status_code, response.json()) == (403, {"state": "key"})


def test_body_cut_at_any_byte_saves_nothing_or_all(sign_in, clerk, event):
    client = sign_in(clerk)
    body = json.dumps({"person": clerk.pk, "fields": named("Форум городов")}).encode()
    for end in range(len(body)):
        response = client.post(autosave(event), body[:end], content_type="application/json")
        assert (response.status_code, response.json()) == (400, {"state": "malformed"}), end
    assert Event.objects.get().name == "Форум"
    client.post(autosave(event), body, content_type="application/json")
    assert Event.objects.get().name == "Форум городов"


@pytest.mark.parametrize(
    "fields",
    [
        None,
        [],
        "x",
        {"name": "x"},
        {"report": field("7", "1")},
        {"id": field("7", "1")},
        {"place": field(7, "1")},
        {"place": {"value": {"a": 1}, "bases": []}},
        {"place": {"value": "x"}},
        {"place": {"value": "x", "bases": 7}},
        {"place": {"value": "x", "bases": [None]}},
        {"name": field("Без формата", "Форум")},
    ],
)
def test_what_no_page_sends_is_refused(say, event, fields):
    assert say(autosave(event), fields=fields) == (400, {"state": "malformed"})


def test_deeply_nested_body_is_refused(sign_in, clerk, event):
    client = sign_in(clerk)
    response = client.post(autosave(event), "[" * 100_000, content_type="application/json")
    assert response.status_code == 400


@pytest.mark.parametrize("text", ["\x00 \x07", "\ud800", "я" * 100_000, "\n" * 10_000, "<script>"])
def test_any_text_is_saved(say, event, text):
    status, answer = say(autosave(event), fields={"content": field(text, event.content)})
    assert (status, answer["errors"]) == (200, {})


def test_too_long_text_is_told_at_its_place(say, event):
    _, answer = say(autosave(event), fields={"content": field("я" * 100_001, event.content)})
    assert "Сократите текст" in answer["errors"]["content"][0]


def test_page_begins_from_what_is_stored(sign_in, clerk, event):
    page = sign_in(clerk).get(reverse("event_update", args=[event.pk]))
    state = page.context["state"]
    assert (state["person"], state["event"], state["stored"]["name"]) == (
        clerk.pk,
        event.pk,
        "Форум",
    )
    assert state["autosave_url"] == autosave(event)


# Presence


def here(event):
    return reverse("event_presence", args=[event.pk])


def test_others_at_the_event_are_named(say, event, colleague):
    Presence.objects.create(event=event, user=colleague, seen_at=timezone.now())
    _, answer = say(here(event), version=event.version)
    assert answer == {"state": "present", "others": ["Коллега"]}


def test_lone_person_is_told_of_nobody(say, event):
    assert say(here(event), version=event.version)[1]["others"] == []
    assert say(here(event), version=event.version)[1]["others"] == []


def test_person_who_left_is_not_named(say, event, colleague):
    Presence.objects.create(event=event, user=colleague, seen_at=timezone.now() - GONE_AFTER)
    assert say(here(event), version=event.version)[1]["others"] == []


def test_leaving_is_known_at_once(say, event, clerk):
    say(here(event), version=event.version)
    say(here(event), leaves=True)
    assert Presence.objects.count() == 0


def test_news_come_with_the_answer(say, event, colleague):
    editing.save_event(event.report, event=event, user=colleague, place="Рудня")
    _, answer = say(here(event), version=event.version)
    assert answer["stored"]["place"] == "Рудня"


def test_saving_tells_of_oneself(say, event, clerk):
    say(autosave(event), fields=named("Другое"))
    assert Presence.objects.get().user == clerk


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.ACCEPTED])
def test_presence_changes_no_report(say, vyazma, status):
    event = make_event(make_report(vyazma, status=status))
    before = event.report.version, event.version
    say(here(event), version=event.version)
    event.refresh_from_db()
    event.report.refresh_from_db()
    assert (event.report.version, event.version) == before
