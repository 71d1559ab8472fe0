"""Plain functions that make one thing with sensible values; nothing is random."""

import datetime as dt
import hashlib
import itertools
import uuid

from municipalities.models import Municipality, MunicipalityName, Role, User
from reports.export.docx.writer import DEFAULT_FORM
from reports.language.quarters import Quarter as Calendar
from reports.models import (
    Action,
    DocumentForm,
    EntryOnBehalf,
    Event,
    Ground,
    KeptFile,
    Quarter,
    ReceivedFile,
    ReceivedReport,
    Report,
    Status,
)
from reports.procedure import workflow

PASSWORD = "пароль-для-проверок"
IV_2020 = Calendar(2020, 4)
LONG_AGO = dt.date(2000, 1, 1)
MOMENT = dt.datetime(2021, 1, 12, 13, 20, tzinfo=dt.UTC)

_numbers = itertools.count(1)


def make_municipality(
    slug="vyazma", *, position=None, full_name=None, short_name=None, **overrides
):
    municipality, created = Municipality.objects.get_or_create(
        slug=slug, defaults={"position": position or Municipality.objects.count() + 1, **overrides}
    )
    if created:
        MunicipalityName.objects.create(
            municipality=municipality,
            full_name=full_name or f"Муниципальное образование «{slug}»",
            short_name=short_name or f"Район {slug}",
            valid_from=dt.date(2006, 1, 1),
        )
    return municipality


def make_user(role=Role.MUNICIPALITY, municipality=None, **overrides):
    if role == Role.MUNICIPALITY and municipality is None:
        municipality = make_municipality()
    fields = {
        "username": f"{role}-{next(_numbers)}",
        "full_name": f"Человек в роли «{Role(role).label}»",
        "role": role,
        "municipality": municipality,
    }
    user = User.objects.create_user(password=PASSWORD, **fields | overrides)
    user.acting.update(since=LONG_AGO)  # tests choose their own day
    return user


def make_quarter(calendar=IV_2020, *, due_date=None, **overrides):
    """A quarter without reports; ``make_report`` adds them."""
    quarter, _ = Quarter.objects.get_or_create(
        year=calendar.year,
        number=calendar.number,
        defaults={"due_date": due_date or calendar.end + dt.timedelta(days=15), **overrides},
    )
    return quarter


def make_report(municipality=None, *, quarter=None, status=Status.DRAFT, events=0, **overrides):
    """A report in ``status``, brought there without the procedure: tests of it start from here."""
    quarter = quarter or make_quarter()
    municipality = municipality or make_municipality()
    fields = {"number": quarter.reports.count() + 1, "status": status}
    if status in (Status.SUBMITTED, Status.IN_REVIEW, Status.ACCEPTED):
        fields |= {"submitted_at": MOMENT, "first_submitted_at": MOMENT}
        if "first_submitted_at" in overrides:
            fields["submitted_at"] = overrides["first_submitted_at"]
    if status == Status.ACCEPTED:
        fields["accepted_at"] = fields["submitted_at"]
    if status == Status.CLOSED:
        fields |= {
            "closed_at": MOMENT,
            "closing_reason": "Муниципальное образование преобразовано.",
        }
        if "closed_by" not in overrides:
            fields["closed_by"] = make_user(Role.REGION)
    report = Report.objects.create(quarter=quarter, municipality=municipality, **fields | overrides)
    for number in range(1, events + 1):
        make_event(report, name=f"Конференция № {number}")
    return report


EVENT_VALUES = {
    "name": "Международная конференция",
    "format": "in_person",
    "place": "г. Вязьма",
    "period": "28 октября 2020 года",
    "content": "Обсуждение сотрудничества",
    "participants": "Представители администрации",
}


def make_event(report, **overrides):
    values = {
        "position": report.events.count() + 1,
        "period_start": dt.date(2020, 10, 28),
        "period_end": dt.date(2020, 10, 28),
    }
    return Event.objects.create(report=report, **values | EVENT_VALUES | overrides)


def submit(report, clerk):
    return workflow.perform(Action.SUBMIT, report, user=clerk)


def make_entry(report, officer=None, **overrides):
    """An officer enters ``report`` on behalf of its municipality, by a letter; begun without the
    procedure."""
    fields = {
        "officer": officer or make_user(Role.REGION),
        "ground": Ground.LETTER,
        "number": "12/3",
        "dated_on": dt.date(2021, 1, 11),
        "received_on": dt.date(2021, 1, 12),
    }
    return EntryOnBehalf.objects.create(report=report, **fields | overrides)


def make_received(quarter, person=None, **overrides):
    """What a file of the mailbox told of one municipality, kept without being read; ``file`` are the
    fields of the file."""
    file = ReceivedFile.objects.create(
        **{
            "quarter": quarter,
            "name": "Отчет.docx",
            "data": b"PK",
            "sha256": uuid.uuid4().hex * 2,
            "brought_by": person or make_user(Role.REGION),
        }
        | overrides.pop("file", {})
    )
    return ReceivedReport.objects.create(file=file, **{"place": 0} | overrides)


def make_kept(report, person=None, **overrides):
    """A file beside ``report``, kept without the procedure."""
    data = overrides.pop("data", b"%PDF-1.7 scan")
    fields = {
        "title": "Подписанный отчет",
        "kind": "pdf",
        "data": data,
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "added_by": person or make_user(municipality=report.municipality),
    }
    return KeptFile.objects.create(report=report, **fields | overrides)


def make_form(administrator, calendar=IV_2020, **overrides):
    """The default form as an uploaded file, on trial unless ``taken_at`` is given."""
    fields = {
        "from_year": calendar.year,
        "from_number": calendar.number,
        "file_name": "Форма.docx",
        "data": DEFAULT_FORM.read_bytes(),
        "uploaded_by": administrator,
    }
    return DocumentForm.objects.create(**fields | overrides)
