"""The own report on paper and as files."""

import pytest
from django.urls import reverse

from reports.models import Report, Status
from tests.factories import MOMENT, make_event

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "status", [Status.DRAFT, Status.RETURNED, Status.SUBMITTED, Status.ACCEPTED]
)
def test_files_are_had_in_every_state(desk, report, status):
    make_event(report)
    days = {"submitted_at": MOMENT, "first_submitted_at": MOMENT} if status != Status.DRAFT else {}
    accepted = MOMENT if status == Status.ACCEPTED else None
    Report.objects.update(status=status, accepted_at=accepted, **days)
    for extension in ("docx", "xlsx"):
        answer = desk.get(reverse("report_download", args=[report.pk, extension]))
        assert answer.content.startswith(b"PK")
        assert f".{extension}" in answer.headers["Content-Disposition"]
    page = desk.get(reverse("report_print", args=[report.pk])).content.decode()
    assert "Международная конференция" in page
    assert "Глава муниципального образования<br>" in page


def test_other_kinds_are_no_pages(desk, report):
    assert desk.get(reverse("report_download", args=[report.pk, "docx.zip"])).status_code == 404
