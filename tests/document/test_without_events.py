"""Municipalities without events, and what is never said of one."""

import datetime as dt
import io

import openpyxl
import pytest
from docx import Document

from reports.document import settings as document_settings
from reports.document.build import Include, Selection, consolidated_table
from reports.export.table import NO_EVENTS
from reports.language.quarters import Quarter as Calendar
from reports.language.quarters import Span
from reports.models import Event, LeftOut, Status
from tests.document.issues import SPAN, YEAR, issue
from tests.factories import make_event, make_municipality, make_quarter, make_report

pytestmark = pytest.mark.django_db


def quiet_sections(span, **options):
    return [s.title for s in consolidated_table(span, **options).sections if not s.rows]


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
