"""Rows of a table beside what the report holds: which event each tells of, and in which words."""

import datetime as dt

import pytest

from reports.importing.comparison import compare, findings_in
from reports.models import Format
from tests.factories import make_event, make_report

pytestmark = pytest.mark.django_db

FORUM = {
    "name": "Форум «Дружба»",
    "format": "",
    "place": "г. Вязьма",
    "period": "5 ноября 2020 года",
    "content": "Обсуждались обмены.",
    "participants": "Глава района",
}


@pytest.fixture
def report(vyazma):
    return make_report(vyazma)


def beside(rows, report):
    return compare(rows, list(report.events.live().in_order()), report.quarter)


def told(report, **changes):
    days = {"period_start": dt.date(2020, 11, 5), "period_end": dt.date(2020, 11, 5)}
    return make_event(report, **FORUM | days | changes)


def marked(compared):
    return {
        key: "".join(f"[{kind}:{words}]" if kind != "same" else words for words, kind in parts)
        for key, parts in compared.changes.items()
    }


def test_row_that_the_report_does_not_tell_is_new(report):
    told(report, name="Выставка «Радуга»", place="г. Гагарин")
    (row,) = beside([FORUM], report)
    assert (row.event, row.changes, row.new_words) == (None, {}, {})


def test_row_in_the_same_words_changes_nothing(report):
    event = told(report, content="Обсуждались обмены.".replace("е", "ё"))
    (row,) = beside([FORUM], report)
    assert (row.event, row.changes) == (event, {})


def test_row_in_other_words_names_the_cells_that_differ(report):
    event = told(report)
    (row,) = beside([FORUM | {"content": "Обсуждались поездки.", "place": "г. Гагарин"}], report)
    assert row.event == event
    assert marked(row) == {
        "place": "г. [gone:Вязьма][new:Гагарин]",
        "content": "Обсуждались [gone:обмены][new:поездки].",
    }
    assert row.new_words == {"content": "Обсуждались поездки.", "place": "г. Гагарин"}


def test_empty_cell_takes_nothing_from_the_report(report):
    told(report)
    (row,) = beside([FORUM | {"content": "", "participants": ""}], report)
    assert row.changes == {}


def test_format_goes_along_with_the_name(report):
    told(report)
    (row,) = beside([FORUM | {"format": Format.ONLINE}], report)
    assert row.new_words == {"name": FORUM["name"], "format": Format.ONLINE}


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("форум Дружба", "5 ноября 2020 года"),
        ("Молодежный форум «Дружба»", "5 ноября 2020 года"),
        ("Форум «Дружба»", "5-6 ноября 2020 года"),
        ("Форум «Дружба»", "17 декабря 2020 года"),  # the only one of this name on both sides
        ("Форум «Дружба»", "в ноябре"),  # cannot be read
    ],
)
def test_event_is_known_by_other_words(report, name, period):
    event = told(report)
    (row,) = beside([FORUM | {"name": name, "period": period}], report)
    assert row.event == event


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Форум «Мост»"},
        {"name": "III форум «Дружба»"},
        {"name": "Заседание клуба", "period": "17 декабря 2020 года"},
    ],
)
def test_another_event_is_not_taken_for_it(report, changes):
    told(report, name="II форум «Дружба»")
    (row,) = beside([FORUM | changes], report)
    assert row.event is None


def test_events_of_one_name_are_told_apart_by_their_days(report):
    days = [dt.date(2020, 10, 6), dt.date(2020, 11, 3)]
    meetings = [
        told(report, name="Заседание клуба", period=text, period_start=day, period_end=day)
        for day, text in zip(days, ("6 октября 2020 года", "3 ноября 2020 года"), strict=True)
    ]
    meeting = FORUM | {"name": "Заседание клуба"}
    rows = beside(
        [
            meeting | {"period": "3 ноября 2020 года"},
            meeting | {"period": "1 декабря 2020 года"},
            meeting | {"period": "6 октября 2020 года"},
        ],
        report,
    )
    assert [row.event for row in rows] == [meetings[1], None, meetings[0]]


def test_event_is_told_by_one_row_alone(report):
    event = told(report)
    first, second = beside([FORUM, FORUM], report)
    assert (first.event, second.event) == (event, None)


def test_deleted_event_is_not_told(report):
    told(report, deleted_at=dt.datetime(2020, 11, 6, tzinfo=dt.UTC))
    (row,) = beside([FORUM], report)
    assert row.event is None


def test_what_proofreading_says_is_told_by_the_cell():
    (findings,) = findings_in([FORUM | {"place": "г.Вязьма"}])
    assert [finding.replacement for finding in findings["place"]] == ["г. "]
    assert not findings["content"]
