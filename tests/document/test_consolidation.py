"""The consolidated report issued, out of date, and issued again; reports over several quarters."""

import datetime as dt
import hashlib
import io

import openpyxl
import pytest
from docx import Document

from municipalities.models import Role
from reports.document import issuing
from reports.document import settings as document_settings
from reports.document.build import (
    Include,
    Selection,
    consolidated_table,
    form_key_of,
    form_name_of,
    options_of,
    report_table,
)
from reports.events import corrections, editing
from reports.export.docx.writer import write_docx
from reports.export.table import NO_EVENTS, Facts, Options
from reports.language.quarters import Quarter as Calendar
from reports.language.quarters import Span
from reports.language.row_diff import Kind
from reports.language.typography import for_print
from reports.models import Action, Consolidation, Event, LeftOut, Report, Status
from reports.procedure import opening, workflow
from reports.procedure.guards import Refused
from tests.factories import (
    MOMENT,
    make_event,
    make_form,
    make_municipality,
    make_quarter,
    make_report,
    make_user,
)
from tests.refusing import refused

pytestmark = pytest.mark.django_db
SPAN = Span(2020, 4, 4)
YEAR = Span(2020, 1, 4)


@pytest.fixture
def event(vyazma):
    return make_event(make_report(vyazma, status=Status.ACCEPTED))


def issue(reviewer, span=SPAN):
    return issuing.issue(span, user=reviewer, seen=issuing.current(span).fingerprint)


def names(span, **options):
    table = consolidated_table(span, **options)
    return [row.name for section in table.sections for row in section.rows]


def test_issue_keeps_rows_files_and_hashes(event, reviewer):
    issued = Consolidation.objects.get(pk=issue(reviewer).pk)
    assert (issued.number, issued.event_count, issued.issued_by) == (1, 1, reviewer)
    for data, digest in ((issued.docx, issued.docx_sha256), (issued.xlsx, issued.xlsx_sha256)):
        assert hashlib.sha256(bytes(data)).hexdigest() == digest
    assert bytes(issued.docx) == write_docx(consolidated_table(SPAN))
    (section,) = issued.contents["sections"]
    assert section["rows"][0]["event"] == event.pk
    texts = [paragraph.text for paragraph in Document(io.BytesIO(bytes(issued.docx))).paragraphs]
    assert "Проект" not in texts


def test_report_is_a_draft_until_it_is_issued_and_again_when_it_changes(event, reviewer):
    assert issuing.current(SPAN).table.is_draft
    issue(reviewer)
    assert not issuing.current(SPAN).table.is_draft
    corrections.correct_event(event, user=reviewer, place="г. Рудня")
    assert issuing.current(SPAN).table.is_draft


def test_outdated_issue_names_the_rows_that_changed(event, reviewer):
    other = make_event(event.report, name="Фестиваль")
    issued = issue(reviewer)
    assert not issuing.current(SPAN).outdated
    corrections.correct_event(other, user=reviewer, place="г. Рудня")
    outdated = issuing.current(SPAN).outdated
    (change,) = outdated.rows
    assert (change.key, change.kind, outdated.design) == (other.pk, Kind.CHANGED, False)
    assert [cell.name for cell in change.cells] == ["Место проведения мероприятия"]
    again = issue(reviewer)
    assert again.number == 2
    kept = Consolidation.objects.get(pk=issued.pk)
    assert (bytes(kept.docx), kept.docx_sha256) == (bytes(issued.docx), issued.docx_sha256)


def test_returned_report_and_left_out_event_make_an_issue_outdated(event, reviewer, rudnya):
    other = make_event(make_report(rudnya, status=Status.ACCEPTED), name="Фестиваль")
    issue(reviewer)
    issuing.leave_out(other, reason="Внутреннее.", user=reviewer)
    Report.objects.filter(pk=event.report_id).update(status=Status.RETURNED, accepted_at=None)
    outdated = issuing.current(SPAN).outdated
    assert {(c.key, c.kind) for c in outdated.rows} == {
        (event.pk, Kind.REMOVED),
        (other.pk, Kind.REMOVED),
    }


def test_new_name_of_a_municipality_and_new_signature_are_changes(
    event, reviewer, administrator, vyazma
):
    issue(reviewer)
    vyazma.names.update(full_name="Вяземский муниципальный округ")
    outdated = issuing.current(SPAN).outdated
    assert [cell.name for cell in outdated.rows[0].cells] == ["Раздел"]
    document_settings.change_options(
        {"signatory_name": "А.Б. Ветров"}, Calendar(2020, 4), user=administrator
    )
    assert issuing.current(SPAN).outdated.design


def test_nothing_new_is_not_issued_twice(event, reviewer):
    seen = issuing.current(SPAN).fingerprint
    issuing.issue(SPAN, user=reviewer, seen=seen)
    with refused("issue_not_outdated", match="не устарел"):
        issuing.issue(SPAN, user=reviewer, seen=seen)
    assert Consolidation.objects.count() == 1


def test_what_changed_after_the_screen_is_not_issued(event, reviewer):
    seen = issuing.current(SPAN).fingerprint
    corrections.correct_event(event, user=reviewer, place="г. Рудня")
    with refused("table_changed", match="изменился, пока вы на него смотрели"):
        issuing.issue(SPAN, user=reviewer, seen=seen)


def test_clerk_and_administrator_do_not_issue(event, clerk, administrator):
    for person in (clerk, administrator):
        with refused("issue_by_region_only", match="выпускает сотрудник региона"):
            issue(person)


def test_empty_report_is_not_issued(event, reviewer):
    issuing.leave_out(event, reason="Внутреннее.", user=reviewer)
    with refused("nothing_to_issue", match="выпускать нечего"):
        issue(reviewer)


def test_closing_the_quarter_changes_nothing_and_locks_the_rest(event, reviewer, administrator):
    issue(reviewer)
    opening.close_quarter(event.report.quarter, user=administrator)
    assert issuing.current(SPAN).is_issued
    with pytest.raises(Refused, match="закрыт"):
        issuing.leave_out(event, reason="Поздно.", user=reviewer)


def test_left_out_event_stands_in_its_report_only(event, reviewer):
    with refused("left_out_without_reason", match="Напишите, почему"):
        issuing.leave_out(event, reason=" ", user=reviewer)
    for _ in range(2):
        issuing.leave_out(event, reason="Не международное.", user=reviewer)
    assert names(SPAN) == []
    with refused("left_out_already", match=r"уже убрано.*Не международное\."):
        issuing.leave_out(event, reason="Другая причина.", user=reviewer)
    assert LeftOut.objects.get().reason == "Не международное."
    issuing.put_back(event, user=reviewer)
    assert names(SPAN) == [event.name]


# «Мероприятия не проводились»


def quiet_sections(span, **options):
    return [s.title for s in consolidated_table(span, **options).sections if not s.rows]


@pytest.fixture
def printing_empty(administrator):
    document_settings.change_options(
        {"has_empty_sections": True}, Calendar(2020, 1), user=administrator
    )


ZERO, TOLD, LEFT_OUT = "zero", "told", "left out"
STANDINGS = (None, *(s for s in Status if s != Status.ACCEPTED), ZERO, TOLD, LEFT_OUT)


def make_standing(municipality, quarter, standing, reviewer):
    """A report of ``municipality`` as ``standing`` says; none for None. One that is not accepted
    says that there were no events: that is not yet so."""
    if standing is None:
        return
    status = Status.ACCEPTED if standing in (ZERO, TOLD, LEFT_OUT) else standing
    no_events = standing not in (TOLD, LEFT_OUT)
    report = make_report(municipality, quarter=quarter, status=status, no_events=no_events)
    if not no_events:
        day = quarter.start
        event = make_event(report, name="Форум", period_start=day, period_end=day)
        if standing == LEFT_OUT:
            LeftOut.objects.create(event=event, reason="Внутреннее.", by=reviewer)


@pytest.mark.parametrize("third", STANDINGS)
@pytest.mark.parametrize("fourth", STANDINGS)
@pytest.mark.parametrize("include", Include)
def test_without_events_is_said_when_every_quarter_is_accepted_and_zero(
    vyazma, rudnya, reviewer, printing_empty, third, fourth, include
):
    """Of every standing in every quarter of a half of the year; another municipality has events."""
    closed = make_quarter(Calendar(2020, 3), closed_at=dt.datetime(2020, 11, 1, tzinfo=dt.UTC))
    quarters = [closed, make_quarter(Calendar(2020, 4))]
    for quarter, standing in zip(quarters, (third, fourth), strict=True):
        make_standing(vyazma, quarter, standing, reviewer)
        make_standing(rudnya, quarter, TOLD, reviewer)
    name = vyazma.full_name_on(SPAN.end)
    said = [name] if (third, fourth) == (ZERO, ZERO) else []
    assert quiet_sections(Span(2020, 3, 4), include=include) == said
    assert quiet_sections(SPAN, include=include) == ([name] if fourth == ZERO else [])
    assert quiet_sections(YEAR, include=include) == []


def test_selection_makes_nobody_without_events(event, rudnya, printing_empty):
    make_report(rudnya, status=Status.ACCEPTED, no_events=True)
    for selection in (Selection(country="IT"), Selection(municipality="rudnya")):
        assert quiet_sections(SPAN, selection=selection) == []


def test_files_say_of_nobody_what_one_zero_report_does_not_prove(
    vyazma, rudnya, reviewer, printing_empty
):
    """Рудня was silent in one quarter and left out in the next, Десногорск is quiet in both."""
    desnogorsk = make_municipality("desnogorsk")
    for number, standing in ((3, ZERO), (4, LEFT_OUT)):
        quarter = make_quarter(Calendar(2020, number))
        make_standing(vyazma, quarter, TOLD, reviewer)
        make_standing(rudnya, quarter, standing, reviewer)
        make_standing(desnogorsk, quarter, ZERO, reviewer)
    issued = issue(reviewer, Span(2020, 3, 4))
    rows = Document(io.BytesIO(bytes(issued.docx))).tables[0].rows[1:]
    sheet = openpyxl.load_workbook(io.BytesIO(bytes(issued.xlsx))).active
    said = [vyazma.full_name_on(SPAN.end), "1.", "2.", desnogorsk.full_name_on(SPAN.end), NO_EVENTS]
    assert [row.cells[0].text for row in rows] == said
    assert [row[0].value for row in sheet.iter_rows(min_row=3)] == said


# Several quarters


@pytest.fixture
def year(vyazma, rudnya):
    """Four quarters; «Проект» goes on through all of them in Вязьма, and Рудня tells it too."""
    events = {}
    for number in range(1, 5):
        quarter = make_quarter(Calendar(2020, number))
        day = dt.date(2020, number * 3 - 2, 10)
        for municipality in (vyazma, rudnya):
            report = make_report(municipality, quarter=quarter, status=Status.ACCEPTED)
            events[municipality.slug, number] = make_event(
                report, name=f"Проект, часть {number}", period_start=day, period_end=day
            )
    return events


def join(root, *others):
    Event.objects.filter(pk__in=[event.pk for event in others]).update(same_as=root)


def test_every_event_stands_in_the_year(year):
    assert len(names(YEAR)) == 8


def test_event_of_several_quarters_stands_once_with_its_latest_text(year):
    join(*(year["vyazma", number] for number in (1, 2, 4)))
    assert names(YEAR)[:2] == ["Проект, часть 3", "Проект, часть 4"]
    assert len(names(YEAR)) == 6
    assert len(names(Span(2020, 1, 2))) == 3


def test_each_municipality_keeps_its_row_of_one_event(year):
    join(year["vyazma", 1], year["rudnya", 1], year["rudnya", 2])
    assert len(names(YEAR)) == 7


def test_event_told_twice_in_one_quarter_keeps_both_rows(year):
    twin = make_event(year["vyazma", 4].report, name="Проект, еще раз")
    join(year["vyazma", 1], year["vyazma", 4], twin)
    assert sorted(names(YEAR)[:4]) == [
        "Проект, еще раз",
        "Проект, часть 2",
        "Проект, часть 3",
        "Проект, часть 4",
    ]


@pytest.mark.parametrize(
    ("slug", "phrase", "stem"),
    [
        ("2020-2", "во II квартале 2020 года", "II_квартал_2020"),
        ("2020-h1", "в I полугодии 2020 года", "I_полугодие_2020"),
        ("2020-h2", "во II полугодии 2020 года", "II_полугодие_2020"),
        ("2020-9m", "в январе – сентябре 2020 года", "9_месяцев_2020"),
        ("2020", "в 2020 году", "2020_год"),
    ],
)
def test_title_names_the_period(year, slug, phrase, stem):
    table = consolidated_table(Span.parse_slug(slug))
    assert table.title[1] == f"Смоленской области в международной сфере {phrase}"
    assert table.file_stem.endswith(stem)


def test_section_bears_the_name_of_the_last_day_of_the_period(year, vyazma):
    vyazma.names.create(
        full_name="Вяземский округ", short_name="Вязьма", valid_from=dt.date(2020, 12, 1)
    )
    assert consolidated_table(YEAR).sections[0].title == "Вяземский округ"
    assert consolidated_table(Span(2020, 1, 3)).sections[0].title != "Вяземский округ"


def test_numbers_of_issues_run_for_each_period_alone(year, reviewer):
    assert [issue(reviewer, span).number for span in (SPAN, YEAR, Span(2020, 3, 4))] == [1, 1, 1]
    assert str(Consolidation.objects.of_span(YEAR).get()) == "Выпуск № 1, 2020 год"


def test_order_of_rows_within_a_longer_period_is_by_day(year, clerk):
    early = make_event(
        year["vyazma", 4].report,
        name="Начато раньше",
        period_start=dt.date(2020, 5, 1),
        period_end=dt.date(2020, 12, 1),
    )
    assert names(YEAR)[:4].index(early.name) == 2


def test_selections(year, vyazma):
    Event.objects.filter(pk=year["vyazma", 4].pk).update(countries="IT,FR", agreements="Договор")
    assert names(YEAR, selection=Selection(country="FR")) == ["Проект, часть 4"]
    assert names(YEAR, selection=Selection(with_agreements=True)) == ["Проект, часть 4"]
    assert names(YEAR, selection=Selection(country="DE")) == []
    assert len(names(YEAR, selection=Selection(municipality="rudnya"))) == 4
    table = consolidated_table(YEAR, selection=Selection(country="IT", with_agreements=True))
    assert table.title[1].endswith("(с достигнутыми договоренностями, страна – Италия)")
    assert table.file_stem.endswith("_выборка")


def test_quarter_with_a_report_of_another_year_is_not_mixed_in(year, vyazma):
    other = make_quarter(Calendar(2021, 1))
    make_event(make_report(vyazma, quarter=other, status=Status.ACCEPTED), name="Чужое")
    assert "Чужое" not in names(YEAR)
    assert make_municipality("vyazma") == vyazma


def test_moved_row_makes_an_issue_outdated(event, reviewer):
    other = make_event(event.report, name="Фестиваль")
    issue(reviewer)
    editing.move_event(other, up=True, user=reviewer)
    (change,) = issuing.current(SPAN).outdated.rows
    assert change.kind is Kind.MOVED


def test_rows_of_one_quarter_are_both_kept_whichever_stands_first(year):
    last = year["vyazma", 4]
    twin = make_event(last.report, name="Начато раньше", position=0)
    join(last, twin)
    assert sorted(names(YEAR)[:5]) == [
        "Начато раньше",
        *(f"Проект, часть {n}" for n in range(1, 5)),
    ]


def test_later_telling_replaces_all_rows_of_an_earlier_quarter(year):
    twin = make_event(year["vyazma", 2].report, name="Проект, еще раз")
    join(year["vyazma", 1], year["vyazma", 2], twin, year["vyazma", 4])
    assert names(YEAR)[:2] == ["Проект, часть 3", "Проект, часть 4"]
    assert len(names(YEAR)) == 6


def test_selection_is_a_part_of_what_is_printed(year):
    """The latest text has neither a country nor an agreement: the earlier one does not come back."""
    Event.objects.filter(pk=year["vyazma", 1].pk).update(countries="IT", agreements="Договор")
    join(year["vyazma", 1], year["vyazma", 4])
    assert names(YEAR, selection=Selection(country="IT")) == []
    assert names(YEAR, selection=Selection(with_agreements=True)) == []


def test_verdict_on_duplicates_makes_the_issue_of_a_year_outdated(year, reviewer):
    issue(reviewer, YEAR)
    join(year["vyazma", 1], year["vyazma", 4])
    (change,) = issuing.current(YEAR).outdated.rows
    assert (change.key, change.kind) == (year["vyazma", 1].pk, Kind.REMOVED)
    Event.objects.update(same_as=None)
    assert issuing.current(YEAR).is_issued


def test_zero_report_that_is_printed_makes_an_issue_outdated(
    event, reviewer, administrator, rudnya
):
    quarter = Calendar(2020, 4)
    shown = document_settings.change_options(
        {"has_empty_sections": True}, quarter, user=administrator
    )
    zero = make_report(rudnya, status=Status.IN_REVIEW, no_events=True)
    issue(reviewer)
    workflow.perform(Action.ACCEPT, zero, user=reviewer)
    (change,) = issuing.current(SPAN).outdated.rows
    assert (change.label, change.kind) == (rudnya.full_name_on(SPAN.end), Kind.ADDED)
    assert issue(reviewer).number == 2
    hidden = {"has_empty_sections": False}
    document_settings.change_options(hidden, quarter, user=administrator, begun=shown.pk)
    (change,) = issuing.current(SPAN).outdated.rows
    assert change.kind is Kind.REMOVED


def test_report_that_only_waits_does_not_make_an_issue_outdated(event, reviewer, rudnya):
    issue(reviewer)
    waiting = make_event(make_report(rudnya, status=Status.SUBMITTED), name="Фестиваль")
    shown = issuing.current(SPAN, include=Include.SUBMITTED)
    assert shown.is_issued
    assert shown.table.is_draft
    assert waiting.pk in {row.event_id for row in shown.table.sections[1].rows}
    assert shown.fingerprint == issuing.current(SPAN).fingerprint


def test_new_order_of_municipalities_is_a_move(event, reviewer, rudnya, vyazma):
    other = make_event(make_report(rudnya, status=Status.ACCEPTED), name="Фестиваль")
    issue(reviewer)
    type(vyazma).objects.filter(pk=vyazma.pk).update(position=rudnya.position + 1)
    (change,) = issuing.current(SPAN).outdated.rows
    assert change.kind is Kind.MOVED
    assert change.key in (event.pk, other.pk)


def test_quarter_added_to_a_year_is_told_row_by_row(vyazma, reviewer):
    first = make_report(vyazma, quarter=make_quarter(Calendar(2020, 1)), status=Status.ACCEPTED)
    make_event(first, period_start=dt.date(2020, 2, 1), period_end=dt.date(2020, 2, 1))
    issue(reviewer, YEAR)
    later = make_event(make_report(vyazma, status=Status.ACCEPTED), name="Позже")
    (change,) = issuing.current(YEAR).outdated.rows
    assert (change.key, change.kind) == (later.pk, Kind.ADDED)


@pytest.mark.parametrize(
    "change", ["another form", "the default form again", "another title", "another option"]
)
def test_change_of_the_design_makes_an_issue_outdated(
    event, reviewer, administrator, settings, change
):
    quarter = Calendar(2020, 4)
    if change == "the default form again":
        make_form(administrator, taken_at=MOMENT)
    issue(reviewer)
    if change == "another form":
        make_form(administrator, taken_at=MOMENT)
    elif change == "the default form again":
        document_settings.return_to_default_form(quarter, user=administrator)
    elif change == "another title":
        settings.REGION_GENITIVE = "Псковской области"
    else:
        document_settings.change_options({"has_column_numbers": True}, quarter, user=administrator)
    outdated = issuing.current(SPAN).outdated
    assert (outdated.rows, outdated.design) == ([], True)
    assert not issuing.current(SPAN).is_issued
    assert issue(reviewer).number == 2


def test_form_on_trial_does_not_make_an_issue_outdated(event, reviewer, administrator):
    issue(reviewer)
    make_form(administrator)
    assert issuing.current(SPAN).is_issued


def test_default_form_taken_where_it_held_already_changes_nothing(event, reviewer, administrator):
    issue(reviewer)
    document_settings.return_to_default_form(Calendar(2020, 4), user=administrator)
    assert issuing.current(SPAN).is_issued


def test_document_with_what_only_waits_is_a_draft_even_beside_an_issue(event, reviewer, rudnya):
    issue(reviewer)
    assert not issuing.current(SPAN).table.is_draft
    assert issuing.current(SPAN, include=Include.SUBMITTED).table.is_draft
    make_event(make_report(rudnya, status=Status.SUBMITTED), name="Фестиваль")
    assert issuing.current(SPAN, include=Include.SUBMITTED).table.is_draft


def test_first_reason_and_its_author_stay_with_what_was_left_out(event, reviewer):
    colleague = make_user(Role.REGION)
    issuing.leave_out(event, reason="Не международное.", user=reviewer)
    issuing.leave_out(event, reason="Не международное.", user=colleague)
    with refused("left_out_already", match="уже убрано"):
        issuing.leave_out(event, reason="Другая причина.", user=colleague)
    left_out = LeftOut.objects.get()
    assert (left_out.reason, left_out.by) == ("Не международное.", reviewer)


@pytest.mark.parametrize("person", ["clerk", "stranger", "administrator"])
def test_only_the_region_leaves_out_and_puts_back(request, event, reviewer, person):
    user = request.getfixturevalue(person)
    with pytest.raises(Refused):
        issuing.leave_out(event, reason="Лишнее.", user=user)
    assert not LeftOut.objects.exists()
    issuing.leave_out(event, reason="Не международное.", user=reviewer)
    with pytest.raises(Refused):
        issuing.put_back(event, user=user)
    assert LeftOut.objects.exists()


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED, Status.RETURNED])
def test_what_the_region_may_not_touch_is_neither_left_out_nor_put_back(event, reviewer, status):
    other = make_event(event.report, name="Фестиваль")
    issuing.leave_out(event, reason="Не международное.", user=reviewer)
    Report.objects.update(status=status, accepted_at=None)
    with pytest.raises(Refused, match="Регион исправляет отчет, когда"):
        issuing.leave_out(other, reason="Лишнее.", user=reviewer)
    with pytest.raises(Refused, match="Регион исправляет отчет, когда"):
        issuing.put_back(event, user=reviewer)
    assert LeftOut.objects.get().event == event


def test_closed_quarter_keeps_what_was_left_out(event, reviewer, administrator):
    issuing.leave_out(event, reason="Не международное.", user=reviewer)
    opening.close_quarter(event.report.quarter, user=administrator)
    with pytest.raises(Refused, match="закрыт"):
        issuing.put_back(event, user=reviewer)
    assert LeftOut.objects.exists()


def test_only_the_named_event_is_put_back(event, reviewer):
    other = make_event(event.report, name="Фестиваль")
    for each in (event, other):
        issuing.leave_out(each, reason="Не международное.", user=reviewer)
    issuing.put_back(event, user=reviewer)
    assert LeftOut.objects.get().event == other


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        (["2021-01-14T12:00", "2021-01-20T12:00", "2021-01-16T12:00"], dt.date(2021, 1, 20)),
        (["2021-01-20T21:30"], dt.date(2021, 1, 21)),  # half past midnight in Smolensk
        (["2020-12-20T12:00"], dt.date(2020, 12, 31)),  # before the quarter ended
    ],
)
def test_document_bears_the_day_of_the_last_acceptance(accepted, expected):
    """In Moscow time, never before the last day of the period."""
    for number, moment in enumerate(accepted):
        municipality = make_municipality(f"district-{number}")
        at = dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC)
        dates = dict.fromkeys(("first_submitted_at", "submitted_at", "accepted_at"), at)
        make_report(municipality, status=Status.ACCEPTED, events=1, **dates)
    assert consolidated_table(SPAN).date == expected


@pytest.mark.parametrize(
    "selection",
    [Selection(municipality="vyazma"), Selection(country="IT"), Selection(with_agreements=True)],
)
def test_selection_says_of_nobody_that_there_were_no_events(
    event, rudnya, administrator, selection
):
    Event.objects.update(countries="IT", agreements="Договор")
    make_event(make_report(rudnya, status=Status.ACCEPTED), name="Без страны и договора")
    make_report(make_municipality("zero"), status=Status.ACCEPTED, no_events=True)
    quarter = Calendar(2020, 4)
    document_settings.change_options({"has_empty_sections": True}, quarter, user=administrator)
    sections = consolidated_table(SPAN, selection=selection).sections
    assert [[row.event_id for row in section.rows] for section in sections] == [[event.pk]]


def test_facts_of_a_row_are_those_of_its_event(event):
    Event.objects.filter(pk=event.pk).update(
        category="festival", countries="BY,IT", participants_own=7, participants_total=40
    )
    with_agreements = make_event(event.report, name="Встреча", agreements="Договор")
    (section,) = consolidated_table(SPAN, has_data=True).sections
    first, second = (row.facts for row in section.rows)
    assert first == Facts(
        name=event.name,
        place=event.place,
        start=dt.date(2020, 10, 28),
        end=dt.date(2020, 10, 28),
        format="очный",
        category="фестиваль",
        countries=("Беларусь", "Италия"),
        has_agreements=False,
        participants_own=7,
        participants_total=40,
    )
    assert (second.name, second.has_agreements) == (with_agreements.name, True)
    assert {row.facts for row in consolidated_table(SPAN).sections[0].rows} == {None}


def test_what_was_never_issued_is_neither_issued_nor_outdated(event):
    now = issuing.current(SPAN)
    assert (now.last_issue, now.is_issued, bool(now.outdated)) == (None, False, False)


def test_issue_of_one_period_is_none_of_another(event, reviewer):
    issue(reviewer, YEAR)
    assert issuing.current(SPAN).last_issue is None
    assert not issuing.current(SPAN).is_issued


def test_each_issue_is_compared_with_the_one_before_it(event, reviewer):
    """Back at the words of the first issue, the second is out of date."""
    for number, place in enumerate(("г. Вязьма", "г. Рудня", "г. Вязьма"), start=1):
        if number > 1:
            corrections.correct_event(event, user=reviewer, place=place)
        assert issue(reviewer).number == number
        with pytest.raises(Refused, match=f"Выпуск № {number} не устарел"):
            issue(reviewer)
    assert issuing.current(SPAN).last_issue.number == 3


def test_issue_keeps_the_name_of_its_files(event, reviewer):
    assert issue(reviewer).file_stem == consolidated_table(SPAN).file_stem


def test_options_of_the_document_are_all_carried_over(event, administrator):
    values = {
        "appendix": "Приложение № 5",
        "approval": "УТВЕРЖДАЮ",
        "signatory_post": "Министр",
        "signatory_name": "А.Б. Ветров",
        "executor": "Исп. Петрова",
        "has_column_numbers": True,
        "left_margin": 30,
        "typeface": "PT Astra Serif",
    }
    document_settings.change_options(values, Calendar(2020, 4), user=administrator)
    printed = values | {
        name: for_print(text) for name, text in values.items() if isinstance(text, str)
    }
    assert consolidated_table(SPAN).options == Options(**printed)
    assert options_of(Calendar(2020, 4)) == Options(**printed)
    assert options_of(Calendar(2020, 3)) == Options()


def test_rows_stand_in_the_order_of_their_report_not_of_their_making(event):
    first = make_event(event.report, name="Первая", position=0)
    expected = [first.pk, event.pk]
    for table in (consolidated_table(SPAN), report_table(event.report)):
        assert [row.event_id for row in table.sections[0].rows] == expected


def test_table_of_a_report_is_of_it_alone(event, rudnya):
    make_event(make_report(rudnya, status=Status.ACCEPTED), name="Чужое")
    make_event(event.report, name="Удалено", deleted_at=MOMENT)
    table = report_table(event.report)
    assert [row.event_id for section in table.sections for row in section.rows] == [event.pk]


def test_form_in_force_is_named_and_one_on_trial_is_not(administrator):
    quarter = Calendar(2020, 4)
    make_form(administrator, file_name="Проба.docx")
    assert (form_name_of(quarter), form_key_of(quarter)) == ("", None)
    taken = make_form(administrator, file_name="Взята.docx", taken_at=MOMENT)
    assert (form_name_of(quarter), form_key_of(quarter)) == ("Взята.docx", taken.pk)
    assert form_name_of(Calendar(2020, 3)) == ""
