"""What makes an issue outdated, and what does not."""

import datetime as dt

import pytest
from django.urls import reverse

from municipalities import directory
from reports.document import issuing
from reports.document import settings as document_settings
from reports.document.build import Include
from reports.document.outdated import outdated
from reports.events import corrections, editing
from reports.language.quarters import Quarter as Calendar
from reports.language.row_diff import Kind
from reports.models import Action, Consolidation, Event, IssueStatus, Report, Status
from reports.procedure import workflow
from reports.procedure.guards import Refused
from tests.document.issues import SPAN, YEAR, issue, join
from tests.factories import (
    MOMENT,
    make_event,
    make_form,
    make_municipality,
    make_quarter,
    make_report,
)

pytestmark = pytest.mark.django_db


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


def test_moved_row_makes_an_issue_outdated(event, reviewer):
    other = make_event(event.report, name="Фестиваль")
    issue(reviewer)
    editing.move_event(other, up=True, user=reviewer)
    (change,) = issuing.current(SPAN).outdated.rows
    assert change.kind is Kind.MOVED


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


def test_each_issue_is_compared_with_the_one_before_it(event, reviewer):
    """Back at the words of the first issue, the second is out of date."""
    for number, place in enumerate(("г. Вязьма", "г. Рудня", "г. Вязьма"), start=1):
        if number > 1:
            corrections.correct_event(event, user=reviewer, place=place)
        assert issue(reviewer).number == number
        with pytest.raises(Refused, match=f"Выпуск № {number} не устарел"):
            issue(reviewer)
    assert issuing.current(SPAN).last_issue.number == 3


def test_another_order_of_municipalities_makes_no_issue_outdated(
    event, sign_in, reviewer, administrator, rudnya, vyazma
):
    make_report(rudnya, status=Status.ACCEPTED, events=2)
    third = make_municipality("yartsevo")
    make_report(third, status=Status.ACCEPTED, events=1)
    issued = issue(reviewer)
    directory.move(third, 1, user=administrator)
    directory.move(vyazma, 3, user=administrator)
    current = issuing.current(SPAN)
    assert current.status_of(issued) is IssueStatus.IN_FORCE
    assert (current.holds, current.is_issued, current.table.is_draft) == (True, False, True)
    assert not current.outdated.rows
    desk = sign_in(reviewer)
    detail = desk.get(reverse("consolidation_detail", args=[issued.pk])).content.decode()
    assert "верен и остается" in detail
    page = desk.get(reverse("consolidated_issue", args=["2020-4"]), {"seen": current.fingerprint})
    assert "порядок муниципальных образований" in page.content.decode()
    again = issue(reviewer)  # whoever wants the new order
    assert (again.number, issuing.current(SPAN).is_issued) == (2, True)


def test_row_that_changes_while_sections_are_moved_is_the_only_one_told(
    event, reviewer, administrator, rudnya
):
    rows = list(make_report(rudnya, status=Status.ACCEPTED, events=3).events.in_order())
    issue(reviewer)
    directory.move(rudnya, 1, user=administrator)
    first, *_, last = rows
    Event.objects.filter(pk=first.pk).update(position=last.position + 1)
    current = issuing.current(SPAN)
    (moved,) = current.outdated.rows
    assert (moved.key, moved.kind) == (first.pk, "moved")
    assert not current.holds


def test_rule_of_print_that_was_mended_makes_no_issue_outdated(event, reviewer):
    corrections.correct_event(event, user=reviewer, place="г. Рудня")
    issued = issue(reviewer)
    contents = issuing.current(SPAN).contents
    (row,) = issued.contents["sections"][0]["rows"]
    assert "г.\u00a0Рудня" in row["cells"]
    row["cells"] = [cell.replace("\u00a0", " ") for cell in row["cells"]]
    assert not outdated(issued, contents)
    row["cells"] = [cell.replace("Рудня", "Руза") for cell in row["cells"]]
    assert outdated(issued, contents)
