"""Every constraint, by its name, on the real database."""

import datetime as dt
import uuid

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from municipalities.added_places import AddedPlace
from municipalities.models import Acting, Municipality, MunicipalityName, User
from municipalities.region import Region
from reports.language import quarters
from reports.models import (
    Consolidation,
    Correction,
    DismissedFinding,
    DisplayStatus,
    DocumentForm,
    DocumentOptions,
    DuplicateVerdict,
    EntryOnBehalf,
    Event,
    ExtensionRequest,
    KeptFile,
    LeftOut,
    NotHeldAgain,
    Presence,
    Quarter,
    ReadyRemark,
    ReceivedFile,
    ReceivedReport,
    Remark,
    RemarkAnswer,
    RememberedColumns,
    Report,
    ReportLog,
    Status,
)
from tests import factories
from tests.factories import make_event, make_quarter, make_report

pytestmark = pytest.mark.django_db


def broken_municipality_name(clerk):
    name = clerk.municipality.names.get()
    return MunicipalityName(
        municipality=clerk.municipality, full_name="Другое", valid_from=name.valid_from
    )


def broken_same_event(clerk):
    event = make_event(make_report(clerk.municipality))
    event.same_as = event
    return event


def twice_created(clerk):
    key = uuid.uuid4()
    event = make_event(make_report(clerk.municipality), creation_key=key)
    return Event(report=event.report, creation_key=key)


def dismissed(clerk, *, times=1, **overrides):
    event = make_event(make_report(clerk.municipality))
    values = {"event": event, "cell": "name", "key": "quotes", "by": clerk}
    for _ in range(times - 1):
        DismissedFinding.objects.create(**values)
    return DismissedFinding(**values | overrides)


def twice_not_held(clerk):
    event = make_event(make_report(clerk.municipality))
    NotHeldAgain.objects.create(report=event.report, event=event, by=clerk)
    return NotHeldAgain(report=event.report, event=event, by=clerk)


def twice_ready(clerk):
    ReadyRemark.objects.create(text="Укажите город.", kept_by=clerk)
    return ReadyRemark(text="Укажите город.", kept_by=clerk)


def more_time(clerk, *, times=1, **overrides):
    values = {
        "report": make_report(clerk.municipality),
        "until": dt.date(2021, 1, 22),
        "reason": "Отпуск",
        "asked_by": clerk,
    }
    for _ in range(times - 1):
        ExtensionRequest.objects.create(**values)
    return ExtensionRequest(**values | overrides)


def entered(clerk, *, times=1, started_at=None, **overrides):
    report = make_report(clerk.municipality)
    entry = factories.make_entry(report, clerk)
    if times == 1:
        entry.ended_at = timezone.now()
        entry.save()
    fields = {"report": report, "officer": clerk, "ground": "letter", "number": "12/3"}
    days = {"dated_on": dt.date(2021, 1, 11), "received_on": dt.date(2021, 1, 12)}
    return EntryOnBehalf(started_at=started_at, **fields | days | overrides)


def received(clerk, **fields):
    """Beside one that stands at the place 0 of its file."""
    held = factories.make_received(make_quarter(), clerk)
    return ReceivedReport(file=held.file, **fields)


def twice_received(clerk):
    held = factories.make_received(make_quarter(), clerk)
    same = {"quarter": held.file.quarter, "sha256": held.file.sha256}
    return ReceivedFile(name="Копия.docx", data=b"PK", brought_by=clerk, **same)


def kept(clerk, **overrides):
    file = {"title": "Письмо", "kind": "pdf", "data": b"%PDF-", "size": 5, "sha256": "0" * 64}
    report = make_report(clerk.municipality)
    return KeptFile(report=report, added_by=clerk, **file | overrides)


def twice_present(clerk):
    event = make_event(make_report(clerk.municipality))
    for _ in range(2):
        row = Presence(event=event, user=clerk, seen_at=timezone.now())
        if not event.present.exists():
            row.save()
    return row


def second_report(clerk, **fields):
    report = make_report(clerk.municipality)
    return Report(
        **{"quarter": report.quarter, "municipality": report.municipality, "number": 9} | fields
    )


def lone_report(clerk, **fields):
    return Report(quarter=make_quarter(), municipality=clerk.municipality, number=1, **fields)


def document_options(person, **fields):
    return DocumentOptions(**{"from_year": 2021, "from_number": 1, "changed_by": person} | fields)


def log_row(clerk, **overrides):
    fields = {"from_status": "draft", "to_status": "draft", "user": clerk, "version": 1}
    return ReportLog(**{"report": make_report(clerk.municipality)} | fields | overrides)


def correction(clerk, **overrides):
    event = make_event(make_report(clerk.municipality))
    return Correction(**{"event": event, "cell": "place", "author": clerk} | overrides)


def decided(clerk, *, in_order=True):
    report = make_report(clerk.municipality)
    first, second = sorted((make_event(report), make_event(report)), key=lambda event: event.pk)
    pair = (first, second) if in_order else (second, first)
    return DuplicateVerdict(first=pair[0], second=pair[1], is_same=True, by=clerk)


def twice_decided(clerk):
    verdict = decided(clerk)
    verdict.save()
    return DuplicateVerdict(first=verdict.first, second=verdict.second, is_same=False, by=clerk)


def issued(clerk, **overrides):
    fields = {
        "year": 2020,
        "first_quarter": 4,
        "last_quarter": 4,
        "number": 1,
        "issued_by": clerk,
        "contents": {},
        "event_count": 0,
    }
    return Consolidation(**fields | overrides)


def twice_issued(clerk):
    issued(clerk).save()
    return issued(clerk)


BROKEN = {
    "user_role_known": lambda clerk: User(username="x", role="chief"),
    "acting_once_from_a_day": lambda clerk: Acting(
        person=clerk, municipality=clerk.municipality, since=clerk.acting.get().since
    ),
    "acting_until_after_since": lambda clerk: Acting(
        person=clerk,
        municipality=clerk.municipality,
        since=dt.date(2020, 10, 2),
        until=dt.date(2020, 10, 1),
    ),
    "municipality_position_once": lambda clerk: Municipality(
        slug="second", position=clerk.municipality.position
    ),
    "municipality_name_once_a_day": broken_municipality_name,
    "quarter_once": lambda clerk: Quarter(
        year=make_quarter().year, number=4, due_date=dt.date(2021, 1, 15)
    ),
    "quarter_number_1_to_4": lambda clerk: Quarter(
        year=2020, number=5, due_date=dt.date(2021, 1, 15)
    ),
    "quarter_year_sane": lambda clerk: Quarter(year=20, number=1, due_date=dt.date(2021, 1, 15)),
    "report_once_a_quarter": second_report,
    "report_number_once_a_quarter": lambda clerk: second_report(
        clerk, municipality=factories.make_municipality("other"), number=1
    ),
    "report_status_known": lambda clerk: lone_report(clerk, status="lost"),
    "report_submitted_has_date": lambda clerk: lone_report(clerk, status=Status.SUBMITTED),
    "report_submitted_after_first": lambda clerk: lone_report(
        clerk,
        submitted_at=dt.datetime(2021, 1, 11, tzinfo=dt.UTC),
        first_submitted_at=dt.datetime(2021, 1, 12, tzinfo=dt.UTC),
    ),
    "report_accepted_after_submitted": lambda clerk: lone_report(
        clerk,
        status=Status.ACCEPTED,
        first_submitted_at=dt.datetime(2021, 1, 12, tzinfo=dt.UTC),
        submitted_at=dt.datetime(2021, 1, 12, tzinfo=dt.UTC),
        accepted_at=dt.datetime(2021, 1, 11, tzinfo=dt.UTC),
    ),
    "report_closed_for_a_reason": lambda clerk: lone_report(
        clerk, status=Status.CLOSED, closed_at=timezone.now(), closed_by=clerk
    ),
    "report_accepted_has_date": lambda clerk: lone_report(clerk, status=Status.ACCEPTED),
    "event_created_once": twice_created,
    "event_period_in_order": lambda clerk: Event(
        report=make_report(clerk.municipality),
        period_start=dt.date(2020, 11, 6),
        period_end=dt.date(2020, 11, 5),
    ),
    "event_format_known": lambda clerk: Event(
        report=make_report(clerk.municipality), format="radio"
    ),
    "event_category_known": lambda clerk: Event(
        report=make_report(clerk.municipality), category="party"
    ),
    "event_not_same_as_itself": broken_same_event,
    "documentform_since_a_quarter": lambda clerk: DocumentForm(
        from_year=2021, from_number=5, uploaded_by=clerk
    ),
    "documentoptions_since_a_quarter": lambda clerk: document_options(clerk, from_year=21),
    "document_left_margin_known": lambda clerk: document_options(clerk, left_margin=25),
    "document_typeface_known": lambda clerk: document_options(clerk, typeface="Comic"),
    "remark_not_empty": lambda clerk: Remark(
        report=make_report(clerk.municipality), author=clerk, text=" "
    ),
    "remark_fixed_after_sent": lambda clerk: Remark(
        report=make_report(clerk.municipality),
        author=clerk,
        text="Где?",
        sent_at=timezone.now(),
        fixed_at=factories.MOMENT,
    ),
    "remark_closed_after_sent": lambda clerk: Remark(
        report=make_report(clerk.municipality),
        author=clerk,
        text="Где?",
        sent_at=timezone.now(),
        closed_at=factories.MOMENT,
    ),
    "remark_cell_of_an_event": lambda clerk: Remark(
        report=make_report(clerk.municipality), author=clerk, text="Где?", cell="place"
    ),
    "remark_answer_not_empty": lambda clerk: RemarkAnswer(
        remark=Remark.objects.create(
            report=make_report(clerk.municipality), author=clerk, text="Где?"
        ),
        kind="answer",
        text=" ",
        author=clerk,
    ),
    "correction_cell_known": lambda clerk: correction(clerk, cell="format"),
    "correction_settled_after_asked": lambda clerk: correction(
        clerk,
        asked_at=timezone.now(),
        asked_by=clerk,
        settled_at=factories.MOMENT,
        settled_by=clerk,
    ),
    "correction_asked_by_somebody": lambda clerk: correction(clerk, asked_at=timezone.now()),
    "correction_settled_by_somebody": lambda clerk: correction(
        clerk, asked_at=factories.MOMENT, asked_by=clerk, settled_at=timezone.now()
    ),
    "correction_undone_when_settled": lambda clerk: correction(clerk, is_undone=True),
    "left_out_for_a_reason": lambda clerk: LeftOut(
        event=make_event(make_report(clerk.municipality)), reason=" ", by=clerk
    ),
    "duplicate_verdict_once": twice_decided,
    "duplicate_verdict_in_order": lambda clerk: decided(clerk, in_order=False),
    "consolidation_number_once": twice_issued,
    "consolidation_span_in_order": lambda clerk: issued(clerk, first_quarter=4, last_quarter=1),
    "consolidation_cancelled_for_a_reason": lambda clerk: issued(
        clerk, cancelled_at=timezone.now(), cancelled_by=clerk
    ),
    "report_extended_for_a_reason": lambda clerk: lone_report(
        clerk, extended_until=dt.date(2021, 1, 20)
    ),
    "presence_once": twice_present,
    "consolidation_cancelled_after_issued": lambda clerk: issued(
        clerk,
        issued_at=timezone.now(),
        cancelled_at=factories.MOMENT,
        cancelled_by=clerk,
        cancel_reason="Рано.",
    ),
    "dismissed_finding_once": lambda clerk: dismissed(clerk, times=2),
    "dismissed_finding_cell_known": lambda clerk: dismissed(clerk, cell="format"),
    "not_held_again_once": twice_not_held,
    "ready_remark_once": twice_ready,
    "ready_remark_not_empty": lambda clerk: ReadyRemark(text="", kept_by=clerk),
    "extension_request_one_open": lambda clerk: more_time(clerk, times=2),
    "extension_request_has_reason": lambda clerk: more_time(clerk, reason=""),
    "extension_request_settled_by_somebody": lambda clerk: more_time(
        clerk, settled_at=timezone.now(), refusal="Рано."
    ),
    "extension_request_refused_with_reason": lambda clerk: more_time(
        clerk, settled_at=timezone.now(), settled_by=clerk
    ),
    "entry_on_behalf_one_going_on": lambda clerk: entered(clerk, times=2),
    "entry_on_behalf_ground_told": lambda clerk: entered(clerk, number=""),
    "entry_on_behalf_received_after_written": lambda clerk: entered(
        clerk, received_on=dt.date(2021, 1, 10)
    ),
    "entry_on_behalf_ended_after_started": lambda clerk: entered(
        clerk, started_at=timezone.now(), ended_at=factories.MOMENT
    ),
    "received_file_once": lambda clerk: twice_received(clerk),
    "received_report_once": lambda clerk: received(clerk, place=0),
    "received_report_entered_for_somebody": lambda clerk: received(
        clerk, place=1, entered_at=timezone.now()
    ),
    "received_report_entered_or_set_aside": lambda clerk: received(
        clerk,
        place=1,
        municipality=clerk.municipality,
        entered_at=timezone.now(),
        set_aside_at=timezone.now(),
    ),
    "kept_file_or_link": lambda clerk: kept(clerk, link="http://example.org"),
    "kept_file_not_too_large": lambda clerk: kept(clerk, size=10 * 1024 * 1024 + 1),
    "kept_file_has_title": lambda clerk: kept(clerk, title=""),
    "kept_file_deleted_by_somebody": lambda clerk: kept(clerk, deleted_at=timezone.now()),
    "remembered_columns_once": lambda clerk: twice_remembered(clerk),
    "remembered_columns_have_headings": lambda clerk: RememberedColumns(
        municipality=clerk.municipality, headings="", fields="name", told_by=clerk
    ),
    "added_place_once": lambda clerk: twice_added(),
    "added_place_named": lambda clerk: AddedPlace(name="", country="BY"),
    "region_once": lambda clerk: Region(pk=2),
    "region_announcement_ends": lambda clerk: Region(pk=1, announcement="Сдайте раньше."),
    "report_log_action_known": lambda clerk: log_row(clerk, action="burn"),
    "report_log_has_reason": lambda clerk: log_row(clerk, action="return"),
    "report_log_has_person": lambda clerk: log_row(clerk, action="submit", user=None),
}


def twice_remembered(clerk):
    told = {"municipality": clerk.municipality, "headings": "Где", "fields": "place"}
    RememberedColumns.objects.create(**told, told_by=clerk)
    return RememberedColumns(**told, told_by=clerk)


def twice_added():
    AddedPlace.objects.create(name="Лиозно", country="BY")
    return AddedPlace(name="Лиозно", country="RU")


def own_constraints():
    return {
        constraint.name: constraint
        for label in ("municipalities", "reports")
        for model in apps.get_app_config(label).get_models()
        for constraint in model._meta.constraints
    }


def test_every_constraint_has_its_case():
    assert set(BROKEN) == set(own_constraints())


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_constraint_stands_in_the_database(clerk, name):
    row = BROKEN[name](clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_constraint_explains_itself_in_russian(clerk, name):
    row = BROKEN[name](clerk)
    with pytest.raises(ValidationError) as refusal:
        own_constraints()[name].validate(type(row), row)
    message = refusal.value.messages[0]
    assert message.endswith(".")
    assert not any("a" <= letter <= "z" for letter in message.lower())


def test_name_is_the_one_valid_on_the_last_day_of_the_quarter(vyazma):
    MunicipalityName.objects.create(
        municipality=vyazma,
        full_name="Муниципальное образование «Вяземский муниципальный округ» Смоленской области",
        short_name="Вяземский муниципальный округ",
        valid_from=dt.date(2025, 1, 1),
    )
    assert vyazma.short_name_on(dt.date(2024, 12, 31)) == "Вяземский район"
    assert vyazma.short_name_on(dt.date(2025, 1, 1)) == "Вяземский муниципальный округ"
    assert vyazma.short_name_on(dt.date(1999, 1, 1)) == "Вяземский район"


@pytest.mark.parametrize("zone", ["Etc/GMT+12", "Pacific/Kiritimati"])
def test_name_of_today_is_of_the_day_where_people_sit(vyazma, zone):
    """At any hour the date of one of the two zones is not the server's."""
    with timezone.override(zone):
        today = timezone.localdate()
        for name, day in (("сегодня", today), ("завтра", today + dt.timedelta(days=1))):
            vyazma.names.create(full_name=name, short_name=name, valid_from=day)
        assert str(vyazma) == "сегодня"


@pytest.mark.parametrize(
    ("status", "fields", "events", "day", "expected"),
    [
        (Status.DRAFT, {}, 0, 10, DisplayStatus.NOT_STARTED),
        (Status.DRAFT, {}, 1, 15, DisplayStatus.FILLING),
        (Status.DRAFT, {}, 0, 16, DisplayStatus.OVERDUE),
        (Status.DRAFT, {}, 1, 16, DisplayStatus.OVERDUE),
        (Status.SUBMITTED, {}, 1, 16, DisplayStatus.SUBMITTED),
        (Status.IN_REVIEW, {}, 1, 16, DisplayStatus.SUBMITTED),
        (Status.SUBMITTED, {"no_events": True}, 0, 16, DisplayStatus.SUBMITTED),
        (Status.RETURNED, {}, 1, 16, DisplayStatus.RETURNED),
        (Status.ACCEPTED, {}, 1, 16, DisplayStatus.ACCEPTED),
        (Status.ACCEPTED, {"no_events": True}, 0, 16, DisplayStatus.ACCEPTED),
        (Status.CLOSED, {}, 1, 16, DisplayStatus.CLOSED),
        (Status.CLOSED, {"no_events": True}, 0, 16, DisplayStatus.CLOSED),
    ],
)
def test_state_of_the_board(vyazma, status, fields, events, day, expected):
    make_report(vyazma, status=status, events=events, **fields)
    report = Report.objects.for_board().get()
    assert report.display_status_on(dt.date(2021, 1, day)) == expected


def test_own_due_date_counts_for_the_board_and_for_lateness(vyazma):
    report = make_report(
        vyazma, events=1, extended_until=dt.date(2021, 1, 20), extension_reason="Пожар в архиве."
    )
    board = Report.objects.for_board()
    assert board.get().display_status_on(dt.date(2021, 1, 20)) == DisplayStatus.FILLING
    assert board.get().display_status_on(dt.date(2021, 1, 21)) == DisplayStatus.OVERDUE
    assert list(Report.objects.overdue(dt.date(2021, 1, 20))) == []
    assert list(Report.objects.overdue(dt.date(2021, 1, 21))) == [report]
    for day, late in ((20, 0), (22, 2)):
        report.first_submitted_at = dt.datetime(2021, 1, day, 12, tzinfo=dt.UTC)
        assert (report.days_late, report.is_late) == (late, bool(late))


def test_clerk_works_on_the_report_whose_own_date_is_ahead(vyazma):
    late = make_report(
        vyazma, extended_until=dt.date(2021, 4, 5), extension_reason="Пожар в архиве."
    )
    make_report(vyazma, quarter=make_quarter(quarters.Quarter(2021, 1)), status=Status.SUBMITTED)
    reports = Report.objects.filter(municipality=vyazma)
    assert reports.current(dt.date(2021, 4, 5)) == late
    assert reports.current(dt.date(2021, 4, 6)) != late


def test_days_without_an_answer_are_counted_from_the_return(vyazma):
    report = make_report(
        vyazma, status=Status.RETURNED, returned_at=dt.datetime(2021, 1, 14, 12, tzinfo=dt.UTC)
    )
    assert report.days_unanswered(dt.date(2021, 1, 18)) == 4
    report.status = Status.SUBMITTED
    assert report.days_unanswered(dt.date(2021, 1, 18)) == 0


def test_quarter_is_over_when_its_last_day_has_passed():
    quarter = make_quarter()
    assert not quarter.is_over(dt.date(2020, 12, 31))
    assert quarter.is_over(dt.date(2021, 1, 1))


def test_receipt_number_names_quarter_and_report(vyazma):
    assert make_report(vyazma, number=4).receipt_number == "2020-4-04"


@pytest.mark.parametrize(
    ("overrides", "fields"),
    [
        ({}, []),
        ({"name": "", "participants": ""}, ["name", "participants"]),
        ({"place": "", "period": "", "content": ""}, ["place", "period", "content"]),
        ({"period": "31 ноября"}, ["period"]),
        ({"period": "5 января 2020 года"}, ["period"]),
        ({"period": "дата уточняется"}, ["period"]),
        ({"period": "1 сентября 2020 года – 30 мая 2021 года"}, []),
    ],
)
def test_problems_of_an_event_stand_in_the_order_of_the_columns(vyazma, overrides, fields):
    event = make_event(make_report(vyazma), **overrides)
    assert [problem.field for problem in event.problems] == fields


def test_texts_are_cleaned_whichever_way_they_come(vyazma):
    event = make_event(make_report(vyazma), name="строка\x0bстрока\x00  конец ")
    event.refresh_from_db()
    assert event.name == "строка\nстрока конец"


def test_too_long_text_is_refused_not_cut(vyazma):
    with pytest.raises(ValidationError) as refusal:
        make_event(make_report(vyazma), content="я" * 100_001)
    assert refusal.value.messages == ["Текст длиннее 100\xa0000 знаков."]
