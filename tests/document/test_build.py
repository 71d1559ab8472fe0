"""What the document takes from the database, by itself: each fact in its place, all of one instant."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from reports.document import settings as document_settings
from reports.document.build import (
    PERIOD,
    Include,
    Selection,
    consolidated_table,
    default_statement,
    event_row,
    form_key_of,
    form_of,
    report_table,
)
from reports.export.docx.writer import DEFAULT_FORM, form_for
from reports.export.table import EventRow, Options
from reports.language.quarters import Quarter as Calendar
from reports.models import Report, Status
from tests.document.issues import SPAN, YEAR
from tests.export.test_forms import form_with
from tests.factories import MOMENT, make_event, make_form, make_municipality, make_report
from tests.procedure.test_races import race

QUARTER = Calendar(2020, 4)
OPTIONS = Options(left_margin=30, typeface="PT Astra Serif")


@pytest.mark.django_db
def test_head_of_the_document_is_of_the_region_and_the_period(event, settings):
    settings.REGION_GENITIVE, settings.BODY_NAME = "Рязанской области", "Министерство"
    table = consolidated_table(SPAN)
    assert table.title == (
        "Отчет о мероприятиях, проведенных органами местного самоуправления",
        "Рязанской области в международной сфере в IV квартале 2020 года",
    )
    assert (table.sheet_name, table.author) == ("IV квартал 2020", "Министерство")
    assert table.file_stem == "Отчет_международная_сфера_IV_квартал_2020"
    assert (table.note, table.statement, table.is_part, table.has_data) == ("", "", False, False)
    assert consolidated_table(SPAN, has_data=True).has_data


@pytest.mark.django_db
def test_every_cell_of_a_row_stands_in_its_place(event, vyazma, rudnya):
    make_event(event.report, name="Форум", format="", place="г. Рудня", content="Речь")
    make_event(make_report(rudnya, status=Status.ACCEPTED), name="Слет")
    own, other = consolidated_table(SPAN).sections
    assert (own.title, other.title) == (
        vyazma.full_name_on(SPAN.end),
        rudnya.full_name_on(SPAN.end),
    )
    assert [row.number for row in (*own.rows, *other.rows)] == [1, 2, 3]
    assert own.rows[0] == EventRow(
        number=1,
        name="Международная конференция",
        place="г.\xa0Вязьма",
        period="28\xa0октября 2020\xa0года",
        content="Обсуждение сотрудничества",
        participants="Представители администрации",
        event_id=event.pk,
        facts=None,
    )
    assert (own.rows[1].name, own.rows[1].place) == ("Форум", "г.\xa0Рудня")
    assert event_row(event, 1) == own.rows[0]


@pytest.mark.django_db
def test_quarter_keeps_the_order_that_people_gave_whatever_the_days(event):
    first = make_event(
        event.report,
        name="Позже, но выше",
        position=0,
        period_start=dt.date(2020, 12, 1),
        period_end=dt.date(2020, 12, 1),
    )

    def order(table):
        return [row.event_id for row in table.sections[0].rows]

    by_hand = [first.pk, event.pk]
    assert order(report_table(event.report)) == by_hand
    selection = Selection(municipality=event.report.municipality.slug)
    for asked in ({}, {"has_data": True}, {"selection": selection}):
        assert order(consolidated_table(SPAN, **asked)) == by_hand


@pytest.mark.django_db
def test_options_that_ask_for_no_empty_sections_print_none(event, rudnya, administrator):
    make_report(rudnya, status=Status.ACCEPTED, no_events=True)
    document_settings.change_options({"executor": "Исп. Петрова"}, QUARTER, user=administrator)
    assert [bool(section.rows) for section in consolidated_table(SPAN).sections] == [True]


@pytest.mark.django_db
def test_municipality_of_several_quarters_has_one_section(year):
    assert [len(section.rows) for section in consolidated_table(YEAR).sections] == [4, 4]


@pytest.mark.django_db
def test_document_takes_as_many_statements_whatever_its_size(event):
    def taken():
        with CaptureQueriesContext(connection) as captured:
            consolidated_table(SPAN)
        return len(captured)

    alone = taken()
    for number in range(3):
        make_report(make_municipality(f"other-{number}"), status=Status.ACCEPTED, events=2)
    assert taken() == alone


@pytest.mark.django_db
def test_file_of_a_form_is_not_read_for_its_key(administrator):
    make_form(administrator, taken_at=MOMENT)
    with CaptureQueriesContext(connection) as captured:
        assert form_key_of(QUARTER)
    assert '"data"' not in captured[0]["sql"]


@pytest.mark.django_db
def test_form_in_force_is_the_own_one_and_the_default_where_there_is_none(administrator):
    default = form_for(DEFAULT_FORM.read_bytes(), OPTIONS)
    assert form_of(QUARTER, OPTIONS) is default
    own = form_with(("{{title}}", "Своя форма: {{title}}"))
    make_form(administrator, data=own, taken_at=MOMENT)
    assert form_of(QUARTER, OPTIONS) is form_for(own, OPTIONS) is not default
    assert form_of(Calendar(2020, 3), OPTIONS) is default
    make_form(administrator, data=b"", file_name="", taken_at=MOMENT + dt.timedelta(1))
    assert form_of(QUARTER, OPTIONS) is default
    assert form_key_of(QUARTER) is None


@pytest.mark.django_db
def test_statement_begins_with_a_capital_and_names_the_period(vyazma, administrator):
    make_report(vyazma, status=Status.ACCEPTED, no_events=True)
    words = default_statement().replace(PERIOD, "").strip()
    table = consolidated_table(SPAN)
    assert table.statement == f"В IV квартале 2020 года {words}"
    assert (table.sections, table.is_draft) == ((), False)
    settled = document_settings.change_options(
        {"executor": "Исп. Петрова"}, QUARTER, user=administrator
    )
    assert consolidated_table(SPAN).statement == table.statement
    document_settings.change_options(
        {"no_events_text": "[период] было тихо"}, QUARTER, user=administrator, begun=settled.pk
    )
    assert consolidated_table(SPAN).statement == "В IV квартале 2020 года было тихо"
    assert consolidated_table(SPAN, include=Include.SUBMITTED).is_draft


@pytest.mark.django_db
def test_longest_name_of_a_municipality_is_cut_in_the_name_of_the_file(vyazma):
    slug = make_municipality("long", short_name="Монастырщинский муниципальный округ").slug
    stem = consolidated_table(SPAN, selection=Selection(municipality=slug)).file_stem
    assert stem.endswith("_2020_Монастырщинский_муниципальный_выборка")


@pytest.mark.django_db(transaction=True)
def test_document_is_of_one_instant_and_no_writer_waits_for_it():
    """After the first statement a report is returned and a municipality gets another name; none of
    it is seen, and the writer does not wait until the document is there."""
    municipality = make_municipality(full_name="Прежнее имя")
    report = make_report(municipality, status=Status.ACCEPTED, events=1)

    def write():
        with transaction.atomic():
            Report.objects.filter(pk=report.pk).update(status=Status.RETURNED, accepted_at=None)
            municipality.names.update(full_name="Новое имя")
        return "written"

    outcomes = []

    def go_on(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.startswith("SELECT") and not outcomes:
            outcomes.extend(race(write, patience=5))
        return result

    with connection.execute_wrapper(go_on):
        (section,) = consolidated_table(SPAN).sections
    assert (outcomes, section.title, len(section.rows)) == (["written"], "Прежнее имя", 1)
    assert consolidated_table(SPAN).sections == ()
    with transaction.atomic():  # what the document had begun is over
        report.events.update(name="Другое")
