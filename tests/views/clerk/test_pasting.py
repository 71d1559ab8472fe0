"""A table brought in at once: read, looked at, kept."""

import datetime as dt
import re
import uuid
from collections import Counter
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reports.events import editing
from reports.models import Event, Format, Status
from reports.models.fields import LONGEST_TEXT
from reports.views.clerk.pasting import MOST_OFFERS
from tests import factories
from tests.factories import make_event, make_report
from tests.importing.pasted import OUTLOOK, WORD
from tests.importing.word_files import cell, make_docx, p, r, tbl, tc, tr
from tests.office.test_exchange import workbook

pytestmark = pytest.mark.django_db

ROW = ["1", "Форум", "г. Вязьма", "5 ноября 2020 года", "Обсуждение", "Глава"]


def html_of(*rows):
    cells = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


@pytest.fixture
def desk(sign_in, clerk):
    return sign_in(clerk)


@pytest.fixture
def report(vyazma):
    return make_report(vyazma)


def bring(desk, report, **fields):
    return desk.post(reverse("report_paste", args=[report.pk]), {"_end": "1", **fields})


def sent_from(response, **changes):
    """What the button of the preview sends."""
    page = response.content.decode()
    data = {
        "found": re.search(r'name="found" value="([^"]+)"', page)[1],
        "keep": re.findall(r'name="keep" value="([^"]+)"[^>]* checked', page),
        "_end": "1",
    }
    return {name: value for name, value in (data | changes).items() if value is not None}


def keep(desk, report, response, **changes):
    address = reverse("report_paste_keep", args=[report.pk])
    return desk.post(address, sent_from(response, **changes), follow=True)


def text_of(response):
    page = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(page).split())


def test_pasted_table_becomes_drafts_after_a_look(desk, report):
    shown = bring(desk, report, html=WORD)
    assert "<h1>Вот что прочитано</h1>" in shown.content.decode()
    assert "Глава района ________" in text_of(shown)
    assert not report.events.exists()
    kept = keep(desk, report, shown)
    assert "Добавлено: 1 мероприятие." in text_of(kept)
    event = report.events.get()
    assert (event.name, event.format, event.place, event.period, event.participants) == (
        "Форум «Дружба»",
        Format.ONLINE,
        "г. Вязьма",
        "5-6 ноября 2020 года",
        "Глава района",
    )
    assert event.content == "Обсуждались:\n- обмены;\n2) поездки."
    assert event.period_start.isoformat() == "2020-11-05"


@pytest.mark.parametrize("mark", ["(онлайн)", "<br>(online)", "дистанционно", "– в он-лайн режиме"])
def test_online_mark_of_a_table_becomes_the_format(desk, report, mark):
    row = [ROW[0], f"Форум «Мост» {mark}", *ROW[2:]]
    response = bring(desk, report, html=html_of(row))
    assert "Форум «Мост» (онлайн-формат)" in text_of(response)
    keep(desk, report, response)
    event = report.events.get()
    assert (event.name, event.format) == ("Форум «Мост»", "online")


def test_row_without_a_tick_stays_out(desk, report):
    shown = bring(desk, report, html=OUTLOOK)
    first, second = sent_from(shown)["keep"]
    keep(desk, report, shown, keep=[second])
    assert [event.name for event in report.events.all()] == ["Выставка"]
    keep(desk, report, shown, keep=[first, second])  # by the back button, with another tick
    assert {event.name for event in report.events.all()} == {"Выставка", "Форум «Дружба»"}


def test_table_kept_twice_is_added_once(desk, report):
    shown = bring(desk, report, html=WORD)
    keep(desk, report, shown)
    Event.objects.update(name="Исправлено после")
    assert "уже были добавлены" in text_of(keep(desk, report, shown))
    assert [event.name for event in report.events.all()] == ["Исправлено после"]


def test_deleted_event_does_not_come_back_by_the_back_button(desk, clerk, report):
    shown = bring(desk, report, html=WORD)
    keep(desk, report, shown)
    editing.delete_event(report.events.get(), user=clerk)
    keep(desk, report, shown)
    assert report.events.live().count() == 0


@pytest.mark.parametrize(
    ("period", "stored", "note"),
    [
        ("5 ноября", "5 ноября 2020 года", "Год не был указан."),
        ("по мере сил", "по мере сил", "Перенесено как есть. Не прочитано «мере сил»."),
        ("5 ноября 2020, 15.00", "5 ноября 2020 года", "Не будет напечатано: «15.00»."),
        ("Среда, 5 ноября", "5 ноября 2020 года", "Год не был указан. Проверьте, тот ли он."),
        (
            "Среда, 5 ноября",
            "5 ноября 2020 года",
            "5 ноября 2020 года — четверг, а не среда. Проверьте число.",
        ),
        ("", "", "Сроки не указаны."),
    ],
)
def test_doubtful_period_is_said_and_kept(desk, report, period, stored, note):
    shown = bring(desk, report, html=html_of([*ROW[:3], period, *ROW[4:]]))
    assert note in text_of(shown)
    keep(desk, report, shown)
    assert report.events.get().period == stored


def test_event_of_another_quarter_is_said_and_not_ticked(desk, report):
    shown = bring(desk, report, html=html_of([*ROW[:3], "5 мая 2020, 9.00", *ROW[4:]]))
    assert "Это не IV квартал 2020 года." in text_of(shown)
    assert "Не будет напечатано: «9.00»." in text_of(shown)
    assert sent_from(shown)["keep"] == []


def told(report, **changes):
    values = dict(zip(("name", "place", "period", "content", "participants"), ROW[1:], strict=True))
    days = {"period_start": dt.date(2020, 11, 5), "period_end": dt.date(2020, 11, 5)}
    return make_event(report, **values | days | changes)


def test_event_that_is_there_already_is_only_listed(desk, report):
    told(report)
    shown = bring(desk, report, html=html_of(ROW))
    assert "Все мероприятия таблицы уже есть в отчете теми же словами." in text_of(shown)
    assert "Уже есть в отчете: 1" in text_of(shown)
    assert 'name="keep"' not in shown.content.decode()


def test_event_in_other_words_shows_both_and_is_replaced_only_when_ticked(desk, report):
    event = told(report, content="Совещание")
    new = ["2", "Слет", *ROW[2:]]
    shown = bring(desk, report, html=html_of(ROW, new))
    page = shown.content.decode()
    assert re.search(r"<del>.*?Совещание.*?<ins>.*?Обсуждение", page, re.DOTALL)
    ticked = sent_from(shown)["keep"]
    assert len(ticked) == 1
    assert "Добавлено: 1 мероприятие." in text_of(keep(desk, report, shown))
    event.refresh_from_db()
    assert event.content == "Совещание"
    every = re.findall(r'name="keep" value="([^"]+)"', page)
    kept = keep(desk, report, shown, keep=every)
    assert "Заменены тексты: 1 мероприятие." in text_of(kept)
    event.refresh_from_db()
    assert event.content == "Обсуждение"
    assert {one.name for one in report.events.live()} == {"Форум", "Слет"}


def test_what_has_changed_meanwhile_is_shown_again_and_not_written_over(desk, clerk, report):
    event = told(report, content="Совещание")
    shown = bring(desk, report, html=html_of(ROW))
    every = re.findall(r'name="keep" value="([^"]+)"', shown.content.decode())
    editing.save_event(report, event=event, user=clerk, content="Набрано руками")
    again = keep(desk, report, shown, keep=every)
    assert "пока вы смотрели на таблицу" in text_of(again)
    assert "Набрано" in text_of(again)
    event.refresh_from_db()
    assert event.content == "Набрано руками"
    keep(desk, report, again, keep=every)  # seen now
    event.refresh_from_db()
    assert event.content == "Обсуждение"


def test_findings_stand_beside_their_cells(desk, report):
    shown = bring(desk, report, html=html_of(["1", "Форум", "г.Вязьма", *ROW[3:]]))
    assert "Подсказки: 1" in text_of(shown)


def test_events_of_another_municipality_are_not_ticked(desk, report, rudnya):
    rows = [["Руднянский район"], ROW, ["Вяземский район"], ["2", "Слет", *ROW[2:]], ["Раздел"]]
    shown = bring(desk, report, html=html_of(*rows))
    text = text_of(shown)
    assert "В таблице стоит под строкой «Руднянский район»." in text
    left_over = text.split("Не перенесено")[1]
    assert ("Руднянский район" in left_over, "Раздел" in left_over) == (True, True)
    assert "Вяземский район" not in left_over
    keep(desk, report, shown)
    assert [event.name for event in report.events.all()] == ["Слет"]


ABOVE = {
    "number cell": html_of(ROW, ["Руднянский район", *[""] * 5], ROW),
    "place cell": html_of(ROW, ["", "", "Руднянский р-н", "", "", ""], ROW),
    "paragraph": f"{html_of(ROW)}<p>МО «Руднянский район»</p>{html_of(ROW)}",
    "caption": html_of(ROW)
    + html_of(ROW).replace("<tr>", "<caption>Руднянский район</caption><tr>", 1),
    "mention": f"{html_of(ROW)}<h2>Мероприятия Руднянского района</h2>{html_of(ROW)}",
    "unknown": f"{html_of(ROW)}<p>Зурбаганский район</p>{html_of(ROW)}",
    "heading of an unknown one": html_of(ROW, ["Зурбаганский район"], ROW),
}


@pytest.mark.parametrize("html", ABOVE.values(), ids=ABOVE)
def test_event_below_another_name_is_never_ticked(desk, report, rudnya, html):
    page = bring(desk, report, html=html).content.decode()
    ticks = re.findall(r'name="keep" value="[^"]+"[^>]*?( checked|)>', page)
    assert ticks == [" checked", ""]


def test_event_with_another_name_in_a_column_of_its_own_is_not_ticked(desk, report, rudnya):
    headings = ["№", "Наименование", "Место", "Сроки", "Содержание", "Участники", "Чье"]
    rows = [[*ROW, name] for name in ("Вяземский район", "Руднянский район", "")]
    page = bring(desk, report, html=html_of(headings, *rows)).content.decode()
    ticks = re.findall(r'name="keep" value="[^"]+"[^>]*?( checked|)>', page)
    assert ticks == [" checked", "", " checked"]


def test_events_on_the_sheet_of_another_municipality_are_not_ticked(desk, report, rudnya):
    def name(book):
        book.worksheets[0].title, book.worksheets[1].title = "Вяземский р-н", "Руднянский район"

    data = workbook([ROW], [["2", "Слет", *ROW[2:]]], change=name)
    shown = bring(desk, report, file=SimpleUploadedFile("Отчет.xlsx", data))
    keep(desk, report, shown)
    assert [event.name for event in report.events.all()] == ["Форум"]


def test_what_the_file_hides_is_told_apart_and_stays_out(desk, report):
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>тайна</w:t></w:r>"
    cells = [*map(tc, ROW[:4]), cell(p(r("Обсуждение") + hidden)), tc(ROW[5])]
    body = p(r("перед")) + tbl(tr(*cells))
    shown = bring(desk, report, file=SimpleUploadedFile("Отчет.docx", make_docx(body)))
    taken, rest = text_of(shown).split("Не перенесено")
    left_over, secret = rest.split("Скрыто в файле")
    assert ("тайна" in taken, "тайна" in left_over, "тайна" in secret) == (False, False, True)
    assert "перед" in left_over
    keep(desk, report, shown)
    assert report.events.get().content == "Обсуждение"


def test_words_that_there_were_no_events_are_no_event(desk, report):
    shown = bring(desk, report, html=html_of(["1", "", "", "", "Мероприятия не проводились", ""]))
    assert "нет ни одного мероприятия" in text_of(shown)
    assert "Мероприятия не проводились" in text_of(shown).split("Не перенесено")[1]


@pytest.mark.parametrize("by", ["html", "docx"])
def test_every_word_is_in_a_draft_or_listed(desk, report, by):
    """Each cell, also of a row that does not fit, has a word of its own."""
    rows = [
        [f"слово{row}столбец{at}" for at in range(length)]
        for row, length in enumerate((6, 4, 6, 1))
    ]
    rows[0][3] = rows[2][3] = "5 ноября 2020 года"
    written = {word for row in rows for cell in row for word in cell.split()}
    if by == "html":
        sent = {"html": f"<p>перед</p>{html_of(*rows)}<p>после</p>"}
    else:
        body = p(r("перед")) + tbl(*(tr(*map(tc, row)) for row in rows)) + p(r("после"))
        sent = {"file": SimpleUploadedFile("Отчет.docx", make_docx(body))}
    shown = bring(desk, report, **sent)
    left_over = text_of(shown).split("Не перенесено")[1].split()
    keep(desk, report, shown)
    columns = ("name", "place", "period", "content", "participants")
    kept = " ".join(" ".join(values) for values in report.events.values_list(*columns)).split()
    assert report.events.count() == 2
    assert written | {"перед", "после"} <= set(kept) | set(left_over)
    twice = Counter(kept) & Counter(left_over)
    assert [word for word in twice if word.startswith("слово")] == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("Отчет.DOCX", make_docx(tbl(tr(*map(tc, ROW))))),
        ("Отчет.xlsx", workbook([ROW])),
        ("Отчет.csv", ";".join(ROW).encode("cp1251")),
    ],
)
def test_uploaded_file_is_read_by_its_name(desk, report, name, data):
    keep(desk, report, bring(desk, report, file=SimpleUploadedFile(name, data)))
    assert report.events.get().name == "Форум"


def test_table_and_file_at_once_are_both_read(desk, report):
    file = SimpleUploadedFile("Отчет.csv", ";".join(["2", "Слет", *ROW[2:]]).encode())
    keep(desk, report, bring(desk, report, text="\t".join(ROW), file=file))
    assert {event.name for event in report.events.all()} == {"Форум", "Слет"}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Вставьте таблицу или выберите файл."),
        ({"text": "просто слова"}, "Здесь нет таблицы."),
        ({"html": "<b>" * 10_000}, "слишком глубокая вложенность"),
        ({"html": "<table><tr>" + "<td>1" * 100}, "больше 63 ячеек"),
        ({"html": html_of(*[ROW] * (MOST_OFFERS + 1))}, "не больше 200 мероприятий"),
        (
            {"file": SimpleUploadedFile("Отчет.pdf", b"%PDF")},
            "Такие файлы не читаются.",
        ),
        ({"file": SimpleUploadedFile("Отчет.docx", b"{\\rtf")}, "Это файл .rtf"),
        ({"file": SimpleUploadedFile("Отчет.xlsx", b"PK\x03\x04")}, "Файл поврежден"),
        ({"text": "\t".join(ROW), "_end": ""}, "Страница отправилась не полностью"),
    ],
)
def test_what_cannot_be_read_is_said_and_stays(desk, report, fields, message):
    response = bring(desk, report, **fields)
    assert "<h1>Вставить таблицу или загрузить файл</h1>" in response.content.decode()
    assert message in text_of(response)
    assert fields.get("text", "") in unescape(response.content.decode())
    assert not report.events.exists()


def test_markup_of_a_table_is_shown_as_text(desk, report):
    cell = "&lt;script&gt;alert(1)&lt;/script&gt;<script>alert(2)</script>"
    shown = bring(desk, report, html=html_of([*ROW[:4], cell, cell]))
    page = shown.content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert ("<script>alert" in page, "alert(2)" in page) == (False, False)


def test_request_beyond_all_bounds_is_refused(desk, report):
    response = bring(desk, report, html="<td colspan=" + "9" * 50_000_000)
    assert response.status_code == 413


def test_cut_request_keeps_nothing(desk, report):
    shown = bring(desk, report, html=OUTLOOK)
    whole = sent_from(shown)
    for cut in (
        {"_end": None},
        {"_end": None, "keep": whole["keep"][:1]},
        {"_end": None, "keep": None},
        {"_end": None, "keep": None, "found": whole["found"][:-9]},
    ):
        response = keep(desk, report, shown, **cut)
        assert "не полностью" in text_of(response)
        assert not report.events.exists()


def test_nothing_ticked_is_said_and_the_preview_stays(desk, report):
    response = keep(desk, report, bring(desk, report, html=WORD), keep=None)
    assert "Отметьте хотя бы одно мероприятие." in text_of(response)
    assert "Форум «Дружба»" in text_of(response)


def test_what_was_read_cannot_be_brought_to_another_report(desk, clerk, report, sign_in):
    shown = bring(desk, report, html=WORD)
    following = factories.make_quarter(report.quarter.calendar.next)
    other = make_report(clerk.municipality, quarter=following)
    assert "ничего не добавлено" in text_of(keep(desk, other, shown))
    colleague = sign_in(factories.make_user(municipality=clerk.municipality))
    assert "ничего не добавлено" in text_of(keep(colleague, report, shown))
    assert not Event.objects.exists()


@pytest.mark.parametrize("name", ["report_paste", "report_paste_keep"])
def test_stranger_finds_nothing(sign_in, stranger, desk, report, name):
    sent = sent_from(bring(desk, report, html=WORD))
    client = sign_in(stranger)
    assert client.post(reverse(name, args=[report.pk]), sent | {"html": WORD}).status_code == 404
    assert not report.events.exists()


def test_locked_report_takes_no_table(desk, report):
    shown = bring(desk, report, html=WORD)
    type(report).objects.update(
        status=Status.IN_REVIEW,
        submitted_at=factories.MOMENT,
        first_submitted_at=factories.MOMENT,
    )
    refused = keep(desk, report, shown)
    assert "Отчет проверяет сотрудник региона." in text_of(refused)
    assert "Форум «Дружба»" in text_of(refused)
    for response in (
        desk.get(reverse("report_paste", args=[report.pk])),
        bring(desk, report, html=WORD),
    ):
        assert response.url == report.get_absolute_url()
    assert not report.events.exists()


def test_all_events_are_added_or_none(clerk, report):
    names = ["Форум", "я" * (LONGEST_TEXT + 1)]
    drafts = {uuid.uuid4(): {"name": name, "period": "5 ноября"} for name in names}
    with pytest.raises(ValidationError):
        editing.add_events(report, drafts, user=clerk)
    assert not report.events.exists()


def test_page_of_the_report_leads_here(desk, report):
    page = desk.get(report.get_absolute_url()).content.decode()
    assert f'href="{reverse("report_paste", args=[report.pk])}"' in page


def test_table_of_another_quarter_says_why_nothing_is_ticked(desk, report):
    old = [*ROW[:3], "5 мая 2020 года", *ROW[4:]]
    shown = bring(desk, report, html=html_of(old, old))
    assert "Это таблица другого квартала" in text_of(shown)
    assert "Поэтому ни одно не отмечено" in text_of(shown)
    assert sent_from(shown)["keep"] == []
    mixed = text_of(bring(desk, report, html=html_of(old, ROW)))
    assert "Не отмечены мероприятия других кварталов: 1." in mixed
    fitting = text_of(bring(desk, report, html=html_of(ROW)))
    assert "другого квартала" not in fitting
    assert "других кварталов" not in fitting


def test_it_belongs_to_the_report_and_not_to_past_reports(desk, report):
    page = desk.get(reverse("report_paste", args=[report.pk])).content.decode()
    assert re.findall(r'aria-current="page">([^<]+)<', page) == ["Отчет"]
