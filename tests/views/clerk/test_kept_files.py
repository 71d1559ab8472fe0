"""«Приложения»: brought by the municipality, given back to whoever sees the report."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from reports.events import kept_files
from reports.models import Action, KeptFile, Status
from reports.procedure import workflow
from tests import factories
from tests.factories import make_event, make_kept

pytestmark = pytest.mark.django_db

SCAN = b"%PDF-1.7 <script>alert(1)</script>"


def send(client, report, **fields):
    return client.post(
        reverse("report_files", args=[report.pk]), {"_end": "1"} | fields, follow=True
    )


def scan(name="Скан отчета.pdf", data=SCAN):
    return SimpleUploadedFile(name, data)


def test_file_and_link_are_kept_beside_an_event(desk, report):
    event = make_event(report)
    page = send(desk, report, file=scan(), event=event.pk).content.decode()
    assert "Приложено: Скан отчета." in page
    link = {"link": "https://example.org/?a=1&b=<2>", "title": "Программа"}
    page = send(desk, report, **link).content.decode()
    assert 'rel="noopener noreferrer nofollow"' in page
    assert [(k.title, k.event) for k in KeptFile.objects.all()] == [
        ("Скан отчета", event),
        ("Программа", None),
    ]
    assert "Приложения: 2" in desk.get(report.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Выберите файл или напишите ссылку"),
        ({"link": "http://example.org"}, "должна начинаться с «https://»"),
        ({"link": "javascript:alert(1)"}, "должна начинаться с «https://»"),
        ({"link": "https://example.org", "event": "999"}, "Этого мероприятия в отчете нет"),
        ({"link": "https://example.org", "_end": ""}, "отправилась не полностью"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(desk, report, fields, sentence):
    assert sentence in send(desk, report, **fields).content.decode()
    assert not KeptFile.objects.exists()


def test_name_does_not_make_a_file_what_it_is_not(desk, report):
    page = send(desk, report, file=scan("Отчет.pdf", b"<html>")).content.decode()
    assert "Такие файлы не хранятся" in page
    send(desk, report, file=scan("Отчет.html", SCAN))
    assert KeptFile.objects.get().file_name == "Отчет.pdf"


def test_file_is_always_a_download_and_never_a_page(desk, report, clerk):
    kept = kept_files.keep_file(report, SCAN, title="Скан", user=clerk)
    answer = desk.get(reverse("file_download", args=[kept.pk]))
    assert answer.content == SCAN
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_region_sees_it_at_review_and_it_is_not_printed(sign_in, desk, clerk, reviewer, report):
    make_event(report)
    kept = kept_files.keep_file(report, SCAN, title="Скан для региона", user=clerk)
    workflow.perform(Action.SUBMIT, report, user=clerk)
    officer, given = sign_in(reviewer), reverse("file_download", args=[kept.pk])
    assert given in officer.get(report.get_review_url()).content.decode()
    assert officer.get(given).content == SCAN
    page = desk.get(reverse("report_print", args=[report.pk])).content.decode()
    assert "Скан для региона" not in page
    page = desk.get(reverse("report_files", args=[report.pk])).content.decode()
    assert "Скан для региона" in page
    assert reverse("file_delete", args=[kept.pk]) not in page


def test_deleted_is_given_to_nobody_and_comes_back(desk, report, clerk):
    kept = make_kept(report, clerk)
    desk.post(reverse("file_delete", args=[kept.pk]))
    given = reverse("file_download", args=[kept.pk])
    assert desk.get(given).status_code == 404
    page = desk.get(reverse("report_files", args=[report.pk])).content.decode()
    assert "Удаленные: 1" in page
    desk.post(reverse("file_restore", args=[kept.pk]))
    assert desk.get(given).status_code == 200


def test_link_is_no_download(desk, report, clerk):
    kept = kept_files.keep_link(report, "https://example.org", title="Программа", user=clerk)
    assert desk.get(reverse("file_download", args=[kept.pk])).status_code == 404


def test_municipality_of_another_gets_nothing(sign_in, stranger, report, clerk):
    kept, client = make_kept(report, clerk), sign_in(stranger)
    assert client.get(reverse("file_download", args=[kept.pk])).status_code == 404
    for name in ("file_delete", "file_restore"):
        assert client.post(reverse(name, args=[kept.pk])).status_code == 404


def test_letter_that_is_the_ground_is_kept_with_the_entry(sign_in, reviewer, clerk, report):
    letter = {
        "ground": "letter",
        "number": "12/3",
        "dated_on": "11.01.2021",
        "received_on": "12.01.2021",
        "letter": scan("Письмо.pdf"),
        "_end": "1",
    }
    client = sign_in(reviewer)
    client.post(reverse("report_enter", args=[report.pk]), letter)
    kept = KeptFile.objects.get()
    assert (kept.entry.officer, kept.title) == (reviewer, "Письмо")
    for who, page in ((reviewer, report.get_review_url()), (clerk, report.get_absolute_url())):
        assert reverse("file_download", args=[kept.pk]) in (sign_in(who).get(page).content.decode())


def test_letter_of_another_kind_begins_nothing(sign_in, reviewer, report):
    call = {"ground": "phone", "sender": "Ильина", "received_on": "12.01.2021", "_end": "1"}
    url = reverse("report_enter", args=[report.pk])
    page = sign_in(reviewer).post(url, call | {"letter": scan(data=b"<html>")}).content.decode()
    assert "Такие файлы не хранятся" in page
    assert not report.entries.exists()
    assert report.log.count() == 0


def test_pages_cost_the_same_with_any_number_of_files(
    sign_in, desk, clerk, reviewer, report, django_assert_max_num_queries
):
    counts = []
    for number in (1, 10):
        for _ in range(number):
            data = f"%PDF- {KeptFile.objects.count()}".encode()
            make_kept(report, clerk, data=data)
        with django_assert_max_num_queries(60) as captured:
            desk.get(report.get_absolute_url())
        counts.append(len(captured))
    assert counts[0] >= counts[1]


def test_locked_page_says_why(desk, report):
    type(report).objects.update(
        status=Status.SUBMITTED, submitted_at=timezone.now(), first_submitted_at=factories.MOMENT
    )
    page = desk.get(reverse("report_files", args=[report.pk])).content.decode()
    assert "Отчет сдан и ждет проверки" in page
