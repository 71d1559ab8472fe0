"""A table that does not say what its columns are: asked, read, remembered, forgotten."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reports.importing.files import read_file
from reports.models import RememberedColumns
from reports.office.archive import FileError
from tests.factories import make_report, make_user
from tests.views.clerk.test_pasting import bring, html_of, keep, text_of

pytestmark = pytest.mark.django_db

HEADINGS = ["Что было", "Кто приехал", "Приезд", "Отъезд", "Куда", "Заметки"]
ROW = ["Форум «Дружба»", "Гости из Витебска", "05.11.2020", "06.11.2020", "г. Вязьма", "Тайна"]
FIELDS = ["name", "participants", "period_start", "period_end", "place", ""]
ASKED = "<h1>Что в графах</h1>"


@pytest.fixture
def desk(sign_in, clerk):
    return sign_in(clerk)


@pytest.fixture
def report(vyazma):
    return make_report(vyazma)


def answer(desk, report, response, fields, **changes):
    sealed = re.search(r'name="sealed" value="([^"]+)"', response.content.decode())[1]
    data = {f"column_{at}": name for at, name in enumerate(fields)}
    address = reverse("report_paste_columns", args=[report.pk])
    return desk.post(address, {"sealed": sealed, "_end": "1", **data, **changes}, follow=True)


def table(rows=1, width=4):
    return html_of(HEADINGS[:width], *[ROW[:width]] * rows)


def test_unknown_columns_are_asked_with_the_first_rows(desk, report):
    shown = bring(desk, report, html=table())
    page = shown.content.decode()
    assert ASKED in page
    assert all(text in text_of(shown) for text in [*HEADINGS[:4], *ROW[:4]])
    assert RememberedColumns.objects.count() == 0


def test_answer_reads_the_table_anew(desk, report):
    shown = bring(desk, report, html=table(width=4))
    read = answer(desk, report, shown, FIELDS[:4])
    assert "<h1>Вот что прочитано</h1>" in read.content.decode()
    keep(desk, report, read)
    event = report.events.get()
    assert (event.name, event.period, event.participants) == (
        ROW[0],
        "5-6 ноября 2020 года",
        ROW[1],
    )


def test_column_that_is_not_taken_is_left_over(desk, report):
    shown = bring(desk, report, html=table(width=4))
    read = answer(desk, report, shown, ["name", "", "period_start", "period_end"])
    told = text_of(read).partition("Не перенесено")[2]
    assert ROW[1] in told


def test_last_day_may_stand_before_the_first(desk, report):
    cells = [["Что было", "Отъезд", "Приезд"], ["Форум", "06.11.2020", "05.11.2020"]]
    shown = bring(desk, report, html=html_of(*cells))
    keep(desk, report, answer(desk, report, shown, ["name", "period_end", "period_start"]))
    assert report.events.get().period == "5-6 ноября 2020 года"


def test_place_and_dates_of_one_column_are_told_apart(desk, report):
    cells = [["Что было", "Где, когда"], ["Форум", "г. Вязьма, 5 ноября 2020 года"]]
    shown = bring(desk, report, html=html_of(*cells))
    keep(desk, report, answer(desk, report, shown, ["name", "place_and_period"]))
    event = report.events.get()
    assert (event.place, event.period) == ("г. Вязьма", "5 ноября 2020 года")


def test_persons_and_posts_are_participants(desk, report):
    cells = [["Что было", "Кто", "Кем служит"], ["Форум", "Иванов И.И.", "глава района"]]
    shown = bring(desk, report, html=html_of(*cells))
    keep(desk, report, answer(desk, report, shown, ["name", "persons", "posts"]))
    assert report.events.get().participants == "Иванов И.И., глава района"


def test_table_without_headings_is_asked_and_not_remembered(desk, report):
    cells = [["Форум № 1", "5 ноября 2020 года"], ["Форум № 2", "6 ноября 2020 года"]]
    shown = bring(desk, report, html=html_of(*cells))
    assert "Графа 2" in text_of(shown)
    keep(desk, report, answer(desk, report, shown, ["name", "period"]))
    assert {event.name for event in report.events.all()} == {"Форум № 1", "Форум № 2"}
    assert not RememberedColumns.objects.exists()


def test_unknown_column_beside_a_missing_one_is_asked(desk, report):
    cells = [["Наименование", "Место", "Сроки", "Участники", "Что делали"], [*ROW[:4], "Беседы"]]
    shown = bring(desk, report, html=html_of(*cells))
    assert ASKED in shown.content.decode()
    assert 'value="place" selected' in shown.content.decode()
    fields = ["name", "place", "period", "participants", "content"]
    assert "<h1>Вот что прочитано</h1>" in answer(desk, report, shown, fields).content.decode()


def test_file_is_read_anew_too(desk, report):
    lines = [";".join(cells[:4]) for cells in (HEADINGS, ROW)]
    file = SimpleUploadedFile("таблица.csv", "\n".join(lines).encode())
    shown = bring(desk, report, file=file)
    keep(desk, report, answer(desk, report, shown, FIELDS[:4]))
    assert report.events.get().name == ROW[0]


def test_nothing_without_the_name(desk, report):
    shown = bring(desk, report, html=table())
    refused = answer(desk, report, shown, ["", "participants", "period_start", "period_end"])
    assert "Выберите графу с наименованием мероприятия." in text_of(refused)
    assert not RememberedColumns.objects.exists()


def test_answer_is_remembered_said_shown_and_forgotten(desk, report):
    answer(desk, report, bring(desk, report, html=table()), FIELDS[:4])
    again = bring(desk, report, html=table(rows=2))
    assert "Графы поняты, как в прошлый раз." in text_of(again)
    address = reverse("report_paste", args=[report.pk])
    page = desk.get(address).content.decode()
    assert "«что было» – наименование" in page
    which = re.search(r'name="which" value="(\d+)"', page)[1]
    forget = reverse("report_paste_forget", args=[report.pk])
    assert "спросит снова" in text_of(desk.post(forget, {"which": which}, follow=True))
    assert ASKED in bring(desk, report, html=table()).content.decode()


def test_answer_just_given_is_not_called_the_last_one(desk, report):
    read = answer(desk, report, bring(desk, report, html=table()), FIELDS[:4])
    assert "как в прошлый раз" not in text_of(read)


def test_another_municipality_is_asked_itself(desk, report, sign_in, rudnya):
    answer(desk, report, bring(desk, report, html=table()), FIELDS[:4])
    own = make_report(rudnya)
    other = sign_in(make_user(municipality=rudnya))
    assert ASKED in bring(other, own, html=table()).content.decode()
    which = RememberedColumns.objects.get().pk
    other.post(reverse("report_paste_forget", args=[own.pk]), {"which": which})
    assert RememberedColumns.objects.filter(pk=which).exists()


def test_table_of_another_report_is_not_taken(desk, report, sign_in, rudnya):
    shown = bring(desk, report, html=table())
    own = make_report(rudnya)
    refused = answer(sign_in(make_user(municipality=rudnya)), own, shown, FIELDS[:4])
    assert "Таблица отправилась не полностью" in text_of(refused)
    assert not RememberedColumns.objects.exists()


def test_format_countries_and_kind_are_taken_where_sure(desk, report):
    headings = ["Наименование", "Место", "Сроки", "Содержание", "Участники"]
    told = ["Форум", "г. Вязьма", "5 ноября 2020", "Беседы", "Гости"]
    cells = [
        [*headings, "Формат", "Страны", "Вид мероприятия"],
        [*told, "Онлайн", "Беларусь, Сербия и Босния и Герцеговина", "Фестиваль"],
        ["Другой форум", *told[1:], "как получится", "Беларусь и друзья", "по-разному"],
    ]
    shown = bring(desk, report, html=html_of(*cells))
    left = text_of(shown).partition("Не перенесено")[2]
    assert all(text in left for text in ("как получится", "Беларусь и друзья", "по-разному"))
    assert "Онлайн" not in left
    keep(desk, report, shown)
    first, second = report.events.in_order()
    codes = [country.code for country in first.countries]
    assert (first.format, first.category) == ("online", "festival")
    assert set(codes) == {"BY", "RS", "BA"}
    assert (second.format, second.category, list(second.countries)) == ("", "", [])


def test_where_nobody_can_be_asked_the_table_is_refused():
    lines = "\n".join(";".join(cells[:4]) for cells in (HEADINGS, ROW))
    with pytest.raises(FileError):
        read_file("таблица.csv", lines.encode())


@pytest.mark.parametrize(
    "rows",
    [
        [["Что", "Где", "Начало", "Конец", "Итоги", "Кто"], ["Форум", "г. Вязьма", "05.11.2020",
         "06.11.2020", "Обмены.", "Глава"]],
        [["Форум", "05.11.2020", "г. Вязьма", "Обмены.", "Глава"]] * 2,
    ],
    ids=["unknown headings", "another order"],
)  # fmt: skip
def test_order_that_something_speaks_against_is_not_assumed(desk, report, rows):
    page = bring(desk, report, html=html_of(*rows))
    assert "Что в графах" in page.content.decode()
