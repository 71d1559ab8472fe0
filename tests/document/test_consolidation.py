"""The consolidated report: what stands in it, and its issues."""

import datetime as dt
import hashlib
import io

import pytest
from docx import Document

from municipalities.models import Role
from reports.document import issuing
from reports.document import settings as document_settings
from reports.document.build import (
    Include,
    consolidated_table,
    form_key_of,
    form_name_of,
    options_of,
    report_table,
)
from reports.events import corrections
from reports.export.docx.writer import write_docx
from reports.export.table import Facts, Options
from reports.language.quarters import Quarter as Calendar
from reports.language.typography import for_print
from reports.models import Consolidation, Event, LeftOut, Report, Status
from reports.procedure import opening
from reports.procedure.guards import Refused
from tests.document.issues import SPAN, YEAR, issue, names
from tests.factories import MOMENT, make_event, make_form, make_municipality, make_report, make_user
from tests.refusing import refused

pytestmark = pytest.mark.django_db


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
        agreements="",
        participants_own=7,
        participants_total=40,
    )
    assert (second.name, second.agreements) == (with_agreements.name, "Договор")
    assert {row.facts for row in consolidated_table(SPAN).sections[0].rows} == {None}


def test_what_was_never_issued_is_neither_issued_nor_outdated(event):
    now = issuing.current(SPAN)
    assert (now.last_issue, now.is_issued, bool(now.outdated)) == (None, False, False)


def test_issue_of_one_period_is_none_of_another(event, reviewer):
    issue(reviewer, YEAR)
    assert issuing.current(SPAN).last_issue is None
    assert not issuing.current(SPAN).is_issued


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
