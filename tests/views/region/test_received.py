"""The mailbox: files come in, are answered and entered on behalf of their municipalities."""

import datetime as dt
import io
import re
import zipfile
from email.message import EmailMessage
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.language.quarters import Quarter as Calendar
from reports.models import EntryOnBehalf, Ground, KeptFile, ReceivedFile, ReceivedReport, Status
from tests.factories import make_event, make_quarter, make_report, make_user, submit
from tests.importing.word_files import make_docx, p, r, table_docx
from tests.importing.word_files import table as word_table

pytestmark = pytest.mark.django_db

FORUM = [
    "1",
    "Форум «Мост»",
    "г. Вязьма",
    "5 ноября 2020 года",
    "Обсуждение обменов.",
    "Глава района",
]
FAIR = ["2", "Ярмарка", "г. Вязьма", "7 ноября 2020 года", "Торговля.", "Мастера"]
GROUND = {"ground": "email", "sender": "a@vyazma.ru", "received_on": "14.01.2021"}


def docx(*rows, above="Отчет Вяземского района за IV квартал 2020 года"):
    return make_docx(p(r(above)) + word_table(rows))


def bring(desk, quarter, *files):
    """Each of ``files`` is a name and bytes."""
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    address = reverse("received_files", args=[quarter.slug])
    return desk.post(address, {"brought": sent, "_end": "1"}, follow=True)


def enter(desk, quarter, **changes):
    ready = [str(pk) for pk in ReceivedReport.objects.waiting().values_list("pk", flat=True)]
    data = {"received": ready} | GROUND | changes | {"_end": "1"}
    address = reverse("received_enter_all", args=[quarter.slug])
    return desk.post(address, data, follow=True)


def text_of(response):
    page = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(page).split())


@pytest.fixture
def report(vyazma):
    return make_report(vyazma)


def test_file_becomes_a_report_that_is_handed_in_on_its_behalf(desk, report, reviewer):
    shown = bring(desk, report.quarter, ("Отчет.docx", docx(FORUM, FAIR)))
    assert "Готовы к внесению: 1" in text_of(shown)
    assert "2 из 2" in text_of(shown)
    assert not report.events.exists()
    entered = enter(desk, report.quarter)
    assert "Внесены: 1" in text_of(entered)
    report.refresh_from_db()
    assert report.status == Status.SUBMITTED
    assert [event.name for event in report.events.in_order()] == ["Форум «Мост»", "Ярмарка"]
    entry = EntryOnBehalf.objects.get()
    assert (entry.officer, entry.ground, entry.sender) == (reviewer, Ground.EMAIL, "a@vyazma.ru")
    assert report.submitted_at.date() == dt.date(2021, 1, 14)


def test_same_file_twice_makes_nothing_twice(desk, report):
    file = docx(FORUM)
    bring(desk, report.quarter, ("Отчет.docx", file))
    again = bring(desk, report.quarter, ("Копия.docx", file))
    assert "уже загружен" in text_of(again)
    assert ReceivedFile.objects.count() == 1
    (received,) = ReceivedReport.objects.all()
    for _ in range(2):
        enter(desk, report.quarter, received=[str(received.pk)])
    assert report.events.count() == 1
    assert EntryOnBehalf.objects.count() == 1


def test_report_that_says_so_has_no_events(desk, report):
    file = make_docx(p(r("Вяземский район")) + p(r("Мероприятий не проводилось.")))
    bring(desk, report.quarter, ("Отчет.docx", file))
    enter(desk, report.quarter)
    report.refresh_from_db()
    assert (report.status, report.no_events) == (Status.SUBMITTED, True)


def test_what_lacks_something_is_entered_and_stays_to_be_filled_in(desk, report):
    bring(desk, report.quarter, ("Отчет.docx", docx([*FORUM[:5], ""])))
    entered = enter(desk, report.quarter)
    assert "внесен, но не сдан" in text_of(entered)
    report.refresh_from_db()
    assert report.status == Status.DRAFT
    assert report.events.count() == 1


def test_file_of_nobody_is_asked_about_and_entered_once_answered(desk, report, rudnya):
    make_report(rudnya, quarter=report.quarter)
    shown = bring(desk, report.quarter, ("Отчет.docx", docx(FORUM, above="Отчет")))
    assert "Ждут вашего ответа: 1" in text_of(shown)
    assert "не сказано, чей это отчет" in text_of(shown)
    refused = enter(desk, report.quarter)
    assert "Сначала укажите, чей это отчет" in text_of(refused)
    assert not report.events.exists()
    (received,) = ReceivedReport.objects.all()
    address = reverse("received_answer", args=[received.pk])
    desk.post(address, {"municipality": report.municipality_id, "_end": "1"})
    enter(desk, report.quarter)
    assert report.events.count() == 1


def test_municipality_of_another_quarter_cannot_be_answered(desk, report, rudnya):
    bring(desk, report.quarter, ("Отчет.docx", docx(FORUM, above="Отчет")))
    (received,) = ReceivedReport.objects.all()
    address = reverse("received_answer", args=[received.pk])
    refused = desk.post(address, {"municipality": rudnya.pk, "_end": "1"})
    assert "Ошибка" in text_of(refused)
    received.refresh_from_db()
    assert received.municipality is None


def test_archive_is_unpacked_and_each_file_told_by_its_name(desk, report, rudnya):
    other = make_report(rudnya, quarter=report.quarter)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("почта/Вяземский.docx", docx(FORUM, above="Отчет"))
        packed.writestr("почта/rudnya.docx", docx(FAIR, above="Отчет"))
    bring(desk, report.quarter, ("Почта.zip", archive.getvalue()))
    enter(desk, report.quarter)
    assert [event.name for event in report.events.all()] == ["Форум «Мост»"]
    assert [event.name for event in other.events.all()] == ["Ярмарка"]


def letter(sender, *files, date="Thu, 14 Jan 2021 10:00:00 +0300"):
    message = EmailMessage()
    message["From"], message["Date"], message["Subject"] = sender, date, "Отчет"
    message.set_content("Отчет во вложении.")
    for name, data in files:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return bytes(message)


def test_letter_tells_whose_report_it_is_and_is_its_ground(desk, report):
    make_user(municipality=report.municipality, username="other", email="otdel@vyazma.ru")
    file = letter("Отдел <Otdel@vyazma.ru>", ("Отчет.docx", docx(FORUM, above="Отчет")))
    shown = bring(desk, report.quarter, ("Письмо.eml", file))
    assert "На каком основании" not in text_of(shown)
    enter(desk, report.quarter, received_on="", ground="", sender="")
    entry = EntryOnBehalf.objects.get()
    assert (entry.sender, entry.received_on) == ("Otdel@vyazma.ru", dt.date(2021, 1, 14))
    assert entry.report == report


def test_letter_of_another_municipality_is_asked_about(desk, report, rudnya, stranger):
    stranger.email = "otdel@rudnya.ru"
    stranger.save()
    make_report(rudnya, quarter=report.quarter)
    shown = bring(
        desk, report.quarter, ("п.eml", letter("otdel@rudnya.ru", ("о.docx", docx(FORUM))))
    )
    assert "Ждут вашего ответа: 1" in text_of(shown)


def test_report_that_was_handed_in_is_compared_and_not_touched(desk, report, clerk):
    make_event(report, name=FORUM[1], period=FORUM[3], content="Иное.")
    submit(report, clerk)
    version = type(report).objects.get().version
    shown = bring(desk, report.quarter, ("Отчет.docx", docx(FORUM, FAIR)))
    assert "Ждут вашего ответа: 1" in text_of(shown)
    (received,) = ReceivedReport.objects.all()
    page = desk.get(reverse("received_report", args=[received.pk]))
    assert "Внести из файла ничего нельзя" in text_of(page)
    assert "<del>" in page.content.decode()
    enter(desk, report.quarter)
    report.refresh_from_db()
    assert (report.version, report.events.count()) == (version, 1)


def test_different_words_are_entered_only_when_ticked(desk, report):
    event = make_event(report, name=FORUM[1], period=FORUM[3], content="Иное.")
    bring(desk, report.quarter, ("Отчет.docx", docx(FORUM, FAIR)))
    (received,) = ReceivedReport.objects.all()
    keys = [offer["key"] for offer in received.offers]
    desk.post(reverse("received_choose", args=[received.pk]), {"keep": keys, "_end": "1"})
    enter(desk, report.quarter)
    event.refresh_from_db()
    assert event.content == "Обсуждение обменов."
    assert report.events.count() == 2


def test_set_aside_is_not_entered_until_it_is_brought_back(desk, report):
    bring(desk, report.quarter, ("Отчет.docx", docx(FORUM)))
    (received,) = ReceivedReport.objects.all()
    address = reverse("received_set_aside", args=[received.pk])
    desk.post(address)
    enter(desk, report.quarter, received=[str(received.pk)])
    assert not report.events.exists()
    desk.post(address, {"back": "1"})
    enter(desk, report.quarter)
    assert report.events.count() == 1


def test_what_cannot_be_read_is_said_and_the_others_go_on(desk, report):
    shown = bring(
        desk,
        report.quarter,
        ("Испорчен.docx", b"PK\x03\x04 broken"),
        ("Отчет.docx", docx(FORUM)),
        ("Рисунок.png", b"\x89PNG"),
    )
    assert "Не прочитаны: 2" in text_of(shown)
    assert "Готовы к внесению: 1" in text_of(shown)


def test_events_of_another_quarter_are_not_entered_by_themselves(desk, report):
    file = docx([*FORUM[:3], "5 августа 2020 года", *FORUM[4:]])
    shown = bring(desk, report.quarter, ("Отчет.docx", file))
    assert "другого квартала" in text_of(shown)
    enter(desk, report.quarter)
    assert not report.events.exists()


def test_file_of_several_municipalities_is_told_apart(desk, report, rudnya):
    other = make_report(rudnya, quarter=report.quarter)
    rows = [["Вяземский район"], FORUM, ["Руднянский район"], FAIR]
    bring(desk, report.quarter, ("Все.docx", table_docx(rows)))
    enter(desk, report.quarter)
    assert [event.name for event in report.events.all()] == ["Форум «Мост»"]
    assert [event.name for event in other.events.all()] == ["Ярмарка"]
    assert not KeptFile.objects.exists()  # neither may see what the other has told


def test_file_comes_back_as_it_came(desk, report):
    file = docx(FORUM)
    bring(desk, report.quarter, ("Отчет.docx", file))
    (received,) = ReceivedReport.objects.all()
    response = desk.get(reverse("received_download", args=[received.pk]))
    assert response.content == file
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")


def test_nobody_else_sees_what_came(desk, report, clerk, administrator, sign_in):
    bring(desk, report.quarter, ("Отчет.docx", docx(FORUM)))
    (received,) = ReceivedReport.objects.all()
    for person in (clerk, administrator):
        client = sign_in(person)
        for name, key in (
            ("received_files", report.quarter.slug),
            ("received_report", received.pk),
            ("received_download", received.pk),
        ):
            assert client.get(reverse(name, args=[key])).status_code == 403
        assert client.post(reverse("received_set_aside", args=[received.pk])).status_code == 403


def test_closed_quarter_takes_nothing(desk, report):
    type(report.quarter).objects.update(closed_at=dt.datetime(2021, 2, 1, tzinfo=dt.UTC))
    shown = bring(desk, report.quarter, ("Отчет.docx", docx(FORUM)))
    assert "закрыт" in text_of(shown)
    assert not ReceivedFile.objects.exists()


def test_statements_do_not_grow_with_files(desk, report, rudnya, django_assert_max_num_queries):
    make_report(rudnya, quarter=report.quarter)
    for number in range(6):
        row = [*FORUM[:4], f"Содержание {number}", FORUM[5]]
        above = "Отчет Вяземского района" if number % 2 else "Отчет Руднянского района"
        bring(desk, report.quarter, (f"{number}.docx", docx(row, above=above)))
    with django_assert_max_num_queries(20):
        desk.get(reverse("received_files", args=[report.quarter.slug]))


def test_why_it_was_not_handed_in_stays_to_be_read(desk, report):
    bring(desk, report.quarter, ("Отчет.docx", docx([*FORUM[:5], ""])))
    enter(desk, report.quarter)
    page = desk.get(reverse("received_files", args=[report.quarter.slug]))
    assert "Не сдан. " in text_of(page)
    (received,) = ReceivedReport.objects.all()
    assert received.not_handed_in in text_of(page)


def test_file_stands_beside_its_report_as_the_letter(desk, report):
    file = docx(FORUM)
    bring(desk, report.quarter, ("Отчет района.docx", file))
    enter(desk, report.quarter)
    (kept,) = report.files.all()
    assert (kept.file_name, bytes(kept.data)) == ("Отчет района.docx", file)
    assert kept.entry == EntryOnBehalf.objects.get()


def test_file_of_a_kind_that_is_not_kept_is_entered_and_it_is_said(desk, report):
    heads = "№;Наименование;Место;Сроки;Содержание;Участники"
    told = "\n".join([";;Вяземский район;;;", heads, ";".join(FORUM)])
    bring(desk, report.quarter, ("Вяземский.csv", told.encode()))
    entered = enter(desk, report.quarter)
    assert report.events.count() == 1
    assert not report.files.exists()
    assert "Файл к отчету не приложен" in text_of(entered)


def test_findings_of_a_file_are_counted(desk, report):
    slips = [FORUM[0], 'Форум "Мост"', *FORUM[2:]]
    shown = bring(desk, report.quarter, ("Отчет.docx", docx(slips)))
    assert "Подсказки: 1" in text_of(shown)


@pytest.fixture
def summer(report):
    return make_report(report.municipality, quarter=make_quarter(Calendar(2020, 3))).quarter


def test_file_of_another_open_quarter_goes_there_in_one_click(desk, report, summer):
    file = docx([*FORUM[:3], "5 августа 2020 года", *FORUM[4:]])
    shown = bring(desk, report.quarter, ("Отчет.docx", file))
    assert "Все мероприятия в файле — за III квартал 2020 года." in text_of(shown)
    (received,) = ReceivedReport.objects.all()
    assert "Перенести к файлам III квартала" in text_of(
        desk.get(reverse("received_report", args=[received.pk]))
    )
    moved = desk.post(reverse("received_move", args=[received.pk]), follow=True)
    assert "теперь среди файлов III квартала 2020 года" in text_of(moved)
    there = desk.get(reverse("received_files", args=[summer.slug]))
    assert "Готовы к внесению: 1" in text_of(there)
    enter(desk, summer)
    assert [event.name for event in summer.reports.get().events.all()] == [FORUM[1]]
    assert not report.events.exists()


def test_file_that_is_there_already_is_not_moved(desk, report, summer):
    file = docx([*FORUM[:3], "5 августа 2020 года", *FORUM[4:]])
    bring(desk, report.quarter, ("Отчет.docx", file))
    bring(desk, summer, ("Отчет.docx", file))
    here = ReceivedReport.objects.get(file__quarter=report.quarter)
    refused = desk.post(reverse("received_move", args=[here.pk]), follow=True)
    assert "Этот файл уже загружен: III квартал 2020 года" in text_of(refused)
    assert ReceivedReport.objects.filter(file__quarter=report.quarter).exists()


def test_what_was_entered_is_not_moved(desk, report, summer):
    file = docx([*FORUM[:3], "5 августа 2020 года", *FORUM[4:]])
    bring(desk, report.quarter, ("Отчет.docx", file))
    (received,) = ReceivedReport.objects.all()
    keys = [offer["key"] for offer in received.offers]
    desk.post(reverse("received_choose", args=[received.pk]), {"keep": keys, "_end": "1"})
    enter(desk, report.quarter)
    refused = desk.post(reverse("received_move", args=[received.pk]), follow=True)
    assert "уже внесен" in text_of(refused)
    assert ReceivedFile.objects.get().quarter == report.quarter


def test_statements_of_bringing_in_do_not_grow_with_events(desk, report, rudnya):
    """A file of one event and one of ten, to be received and to be entered."""
    make_report(rudnya, quarter=report.quarter)
    ten = [[str(n), f"Форум № {n}", *FORUM[2:]] for n in range(10)]
    taken = {"receive": set(), "enter": set()}
    for name, above, rows in (
        ("1", "Отчет Вяземского района", [FORUM]),
        ("2", "Отчет Руднянского района", ten),
    ):
        with CaptureQueriesContext(connection) as sent:
            bring(desk, report.quarter, (f"{name}.docx", docx(*rows, above=above)))
        taken["receive"].add(len(sent))
        with CaptureQueriesContext(connection) as sent:
            enter(desk, report.quarter)
        taken["enter"].add(len(sent))
    assert len(taken["receive"]) == 1, taken
    assert len(taken["enter"]) == 1, taken
