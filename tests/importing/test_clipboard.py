"""Tables from the clipboard, in the HTML of each program and as text between tabs."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.importing.clipboard import NO_TABLE, read_html_table, read_text_table
from reports.importing.read_table import EventCells, Leftover, SectionHeading
from reports.office.archive import FileError
from tests.importing.pasted import EXCEL, LIBREOFFICE, OUTLOOK, WORD
from tests.importing.word.test_conservation import words_of

CELLS = ["Форум «Дружба»", "г. Вязьма", "5-6 ноября 2020 года"]
LIST = "Обсуждались:\n- обмены;\n- поездки."
HEADING = "".join(f"<th>{t}</th>" for t in ("№", "Название", "Место", "Дата", "Содержание"))
HEADING = f"<tr>{HEADING}<th>Участники</th></tr>"


def table(*rows: str) -> str:
    return f"<table>{HEADING}{''.join(rows)}</table>"


def row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def refusal(html: str) -> str:
    with pytest.raises(FileError) as caught:
        read_html_table(html)
    return str(caught.value)


def test_word_table_is_read_with_its_lists():
    found = read_html_table(WORD)
    assert found.rows == (
        SectionHeading(2, "Район vyazma"),
        EventCells(
            3,
            "Форум «Дружба»\n(онлайн-формат)",
            "г.\u00a0Вязьма",
            "5-6 ноября 2020 года",
            "Обсуждались:\n- обмены;\n2) поездки.",
            "Глава района",
        ),
    )
    assert found.leftovers == (Leftover("после таблицы", "Глава района ________"),)


def test_excel_cells_keep_their_lines_and_hidden_rows_stay_hidden():
    found = read_html_table(EXCEL)
    assert found.rows == (EventCells(2, *CELLS, LIST, "Глава района"),)
    assert found.leftovers == (Leftover("строка 1", "7\nСкрыто", is_hidden=True),)


def test_libreoffice_lists_become_lines():
    found = read_html_table(LIBREOFFICE)
    cells = [*CELLS[:2], "5-6 ноября\n2020 года", LIST, "Глава района"]
    assert found.rows == (EventCells(2, *cells),)
    assert found.leftovers == ()


def test_table_inside_the_layout_of_a_mail_is_found():
    found = read_html_table(OUTLOOK)
    numbered = LIST.replace("- обмены", "2. обмены").replace("- поездки", "3. поездки")
    assert found.rows == (
        EventCells(2, *CELLS, numbered, "Глава района"),
        EventCells(3, "Выставка", "г. Вязьма", "7 ноября 2020 года", "Картины", "Художники"),
    )
    assert found.leftovers == (
        Leftover("перед таблицей", "Добрый день!"),
        Leftover("после таблицы", "С уважением"),
    )


@pytest.mark.parametrize("number", [(), ("1.",)])
def test_without_headings_the_official_order_is_assumed(number):
    texts = ["Форум", "г. Вязьма", "5 ноября", "Обсуждение", "Глава"]
    found = read_html_table(f"<table>{row(*number, *texts)}</table>")
    assert found.rows == (EventCells(1, *texts),)


def test_columns_stand_where_four_headings_say():
    heading = row("Участники", "Сроки", "Примечание", "Название", "Место")
    found = read_html_table(
        f"<table>{heading}{row('Глава', '5 ноября', 'важно', 'Форум', 'Вязьма')}</table>"
    )
    assert found.rows == (EventCells(2, "Форум", "Вязьма", "5 ноября", "", "Глава"),)
    assert found.leftovers == (
        Leftover("строка 1, столбец 3", "Примечание"),
        Leftover("строка 2, столбец «Примечание»", "важно"),
    )


def test_row_that_does_not_fit_is_left_over_with_the_reason():
    found = read_html_table(table(row("1", "Форум"), row("2", "Слет", "а", "б", "в", "г")))
    assert [each.name for each in found.rows] == ["Слет"]
    reason = "Число ячеек — 2, а в заголовке — 6. Разделите или добавьте ячейки."
    assert found.leftovers == (Leftover("строка 2", "1 Форум", reason),)


def test_table_in_a_cell_becomes_lines_of_it():
    inner = f"<table>{row('а', 'б')}{row('<p>в</p><p>г</p>', 'д')}</table>"
    found = read_html_table(table(row("1", "Форум", inner, "5 ноября", "до" + inner, "г")))
    assert found.rows[0].place == "а б\nв\nг\nд"
    assert found.rows[0].content == "до\nа б\nв\nг\nд"


def test_nothing_that_is_not_shown_comes_in():
    silent = (
        "<script>alert('<td>')</script><style>td{}</style><!-- нет --><xml>нет</xml>"
        "<del>нет</del><div hidden><script>нет</script></div>"
    )
    found = read_html_table(table(row("1", f"{silent}Форум", "м", "с", "с", "у")))
    assert found.rows[0].name == "Форум"
    assert found.leftovers == ()


SHOWN_NOWHERE = [
    "<span style='display: none'>{}</span>",
    "<p hidden>{}</p>",
    "<span style='mso-hide:all'>{}</span>",
    "<span style='VISIBILITY: hidden'>{}</span>",
    "<font style='font-size: 0.0pt; color: red'>{}</font>",
    "<b style='opacity:0'><i>{}</i></b>",
    "<span style='position: absolute; clip: rect(0px, 0px, 0px, 0px)'>{}</span>",
    "<span class='note sr-only'>{}</span>",
    "<ul style='display:none'><li>{}</li></ul>",
    "<table style='display:none'><tr><td>{}</td></tr></table>",
    "<table><tr style='display:none'><td>{}</td></tr></table>",
    "<table><tr><td style='display:none'>{}</td><td></td></tr></table>",
]


@pytest.mark.parametrize("hider", SHOWN_NOWHERE)
def test_what_is_not_shown_is_told_as_hidden(hider):
    secret = hider.format("тайна")
    found = read_html_table(
        secret + table(row("1", f"Форум{secret}", "м", "с", "с", "у")) + "<p>Глава</p>"
    )
    assert found.rows[0].name == "Форум"
    assert [(left.text, left.is_hidden) for left in found.leftovers] == [
        ("тайна", True),
        ("тайна", True),
        ("Глава", False),
    ]


def test_hidden_rows_columns_and_cells_keep_the_others_in_their_places():
    secret = row("2", "Тайна", "м", "с", "с", "у").replace("<tr>", "<tr style='display:none'>")
    rows = [
        "<tr><td>1</td><td>Форум</td><td>тайна</td><td>м</td><td>с</td><td>с</td><td>у</td></tr>",
        "<tr><td>1</td><td>Слет</td><td style='display:none'>тайна</td>"
        "<td>м</td><td>с</td><td>с</td><td>у</td></tr>",
    ]
    columns = "<col span=2><col style='display:none'><col span=4>"
    headings = HEADING.split("</th>")
    headings.insert(2, "<th>Проверка")
    found = read_html_table(
        f"<table>{columns}{'</th>'.join(headings)}{secret}{''.join(rows)}</table>"
    )
    assert [(event.name, event.place) for event in found.rows] == [("Форум", "м"), ("Слет", "м")]
    told = [left.text for left in found.leftovers]
    assert told == ["2\nТайна\nм\nс\nс\nу", "Проверка", "тайна", "тайна"]
    assert all(left.is_hidden for left in found.leftovers)


@pytest.mark.parametrize(
    ("cell", "text", "told"),
    [
        ("<img src=a.png alt='Гости'>", "", "Рисунок «Гости»"),
        ("а <img> б", "а б", "Рисунок"),
        ("<svg><path></svg>", "", "Рисунок"),
        ("<iframe src=a></iframe>", "", "Вложенный файл"),
        (
            "Форум<span class=MsoCommentReference><a class=msocomanchor>[И1]</a></span>",
            "Форум",
            "[И1]",
        ),
        (
            "Форум<a style='mso-footnote-id:ftn1' href='#_ftn1'>"
            "<span class=MsoFootnoteReference>[1]</span></a>",
            "Форум",
            "[1]",
        ),
        ("Форум<a class=sdfootnoteanc href='#sdfootnote1sym'><sup>1</sup></a>", "Форум", "1"),
        ("Форум<sup><a href='#ftnt1'>[1]</a></sup>", "Форум", "[1]"),
        ("<s>слет</s> Форум", "Форум", "слет"),
        ("<strike>слет</strike> Форум", "Форум", "слет"),
        ("<span style='text-decoration: line-through'>слет</span> Форум", "Форум", "слет"),
        ("<span style='font-family:Wingdings'>\u00e0</span> итог", "→ итог", None),
        ("<font face=Symbol>\u00ae</font> итог", "→ итог", None),
        ("<ruby>Пекин<rp>(</rp><rt>Бэйцзин</rt><rp>)</rp></ruby>", "Пекин (Бэйцзин)", None),
        ("<a href='#top'>Форум</a>", "Форум", None),
        ("<input value='Форум'>", "Форум", None),
        ("<input type=hidden value=1><input type=password value=2>", "", None),
        ("<input type=checkbox checked> да <input type=checkbox> нет", "☒ да ☐ нет", None),
        ("<input type=radio checked> да", "◉ да", None),
        ("<textarea>Форум</textarea>", "Форум", None),
        ("<select><option>Рудня<option selected>Вязьма</select>", "Вязьма", None),
        ("<select><option>Рудня<option>Вязьма</select>", "Рудня", None),
        ("<select multiple><option selected>а<option>б<option selected>в</select>", "а в", None),
        ("<datalist><option>Рудня</datalist>", "", None),
        ("<span style='font-size:0.8em'>Форум</span>", "Форум", None),
    ],
)
def test_fields_are_read_and_what_is_no_text_is_told(cell, text, told):
    found = read_html_table(table(row("1", "Слет", "м", "с", cell, "у")))
    assert found.rows[0].content == text
    assert [left.text for left in found.leftovers] == ([told] if told else [])


@pytest.mark.parametrize(
    "filler",
    [
        "<td style='height:14pt;border:none' width=0></td>",
        "<td style='mso-cell-special:placeholder;border:none' width=9><p>&nbsp;</p></td>",
    ],
)
def test_cells_that_word_fills_up_with_are_none(filler):
    rows = [row("1", "Слет", "м", "с", "с", "у"), row("2", "Форум", "м", "с", "с", "у")]
    rows[0] = rows[0].replace("</tr>", f"{filler}</tr>")
    found = read_html_table(table(*rows).replace("</tr>", f"{filler}</tr>", 1))
    assert [event.name for event in found.rows] == ["Слет", "Форум"]
    assert found.leftovers == ()


def test_a_caption_stands_above_its_table():
    found = read_html_table(
        table(row("1", "Слет", "м", "с", "с", "у")).replace(
            "<tr>", "<caption>Вязьма</caption><tr>", 1
        )
    )
    assert found.leftovers == (Leftover("перед таблицей", "Вязьма"),)


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ("", NO_TABLE),
        ("<!-- ничего -->", NO_TABLE),
        ("<p>Просто текст</p>", NO_TABLE),
        (table(row("1", "я" * 100_001)), "Таблица 1, строка 2: в одной ячейке больше 100\xa0000"),
        ("<table><tr>" + "<td>1" * 64, "Строка 1: больше 63 ячеек."),
        ("<table>" + "<tr><td>1" * 20_001, "В таблице больше 20\xa0000 строк."),
        ("<b>" * 10_000, "В таблице слишком глубокая вложенность."),
        ("<table><tr><td>" * 10_000, "В таблице слишком глубокая вложенность."),
        ("<td colspan=" + "9" * 50_000_000, "Таблица больше 10 МБ."),
        ("<i></i>" * 500_001, "Таблица слишком сложно устроена."),
    ],
    ids=range(10),
)
def test_what_is_no_table_or_no_honest_one_is_refused(html, message):
    assert refusal(html).startswith(message)


def test_senseless_spans_are_bounded():
    spans = "<td colspan=50000000>Форум</td><td rowspan=99999999>м</td>"
    found = read_html_table(table(f"<tr><td>1</td>{spans}<td>с</td><td>о</td><td>у</td></tr>"))
    assert found.rows[0] == EventCells(2, "Форум", "м", "с", "о", "у")


def test_merged_text_does_not_grow_without_bounds():
    merged = f"<td rowspan=19000>{'я' * 90_000}</td>"
    first = f"<tr><td>1</td><td>Форум</td>{merged}<td>с</td><td>о</td><td>у</td></tr>"
    text = refusal(table(first, *[row("2", "Слет", "с", "о", "у")] * 500))
    assert text == "В таблице слишком много текста. Вставьте ее по частям."


WORDS = st.integers(0, 9999).map(lambda number: f"слово{number}й")
SECRET = "тайна"
WRAPPERS = [
    "{}",
    "<p>{}</p>",
    "<div>{}<br></div>",
    "<ul><li>{}</li></ul>",
    "<span style='mso-spacerun:yes'>{}</span>",
    "<p style='mso-list:l1'><![if !supportLists]><span style='mso-list:Ignore'>·</span><![endif]>{}</p>",
    "<table><tr><td>{}</td></tr></table>",
    "<font><b>{}</b></font>",
]
SHOWN = st.tuples(st.sampled_from(WRAPPERS), WORDS)
HIDDEN = st.tuples(st.sampled_from(SHOWN_NOWHERE), WORDS.map(lambda word: SECRET + word))
PIECES = st.one_of(SHOWN, HIDDEN).map(lambda p: (p[0].format(p[1]), [p[1]]))
TEXTS = st.lists(PIECES, max_size=3).map(
    lambda pieces: (" ".join(html for html, _ in pieces), [w for _, ws in pieces for w in ws])
)
SPANS = st.sampled_from(["", " colspan=2", " rowspan=2", " colspan=6", " rowspan=3 colspan=3"])
ROWS = st.lists(st.tuples(TEXTS, SPANS), min_size=1, max_size=7)


@settings(max_examples=150, deadline=None)
@given(before=TEXTS, rows=st.lists(ROWS, max_size=5), after=TEXTS, has_headings=st.booleans())
def test_every_word_is_in_a_row_or_left_over(before, rows, after, has_headings):
    drawn = [cell for cells in rows for cell, _ in cells]
    html_rows = [
        "<tr>" + "".join(f"<td{span}>{cell[0]}</td>" for cell, span in cells) + "</tr>"
        for cells in rows
    ]
    official = row("1", "назв", "место", "срок", "содерж", "участ")
    top = HEADING if has_headings else ""
    found = read_html_table(
        f"{before[0]}<table>{top}{official}{''.join(html_rows)}</table>{after[0]}"
    )
    written = Counter(word for _, words in (before, after, *drawn) for word in words)
    read = Counter(words_of(found))
    assert [word for word in written if read[word] < written[word]] == []
    hidden = words_of(found, is_hidden=True)
    assert Counter(hidden) == Counter({w: n for w, n in read.items() if w.startswith(SECRET)})


def test_text_between_tabs_is_read():
    text = (
        "№\tНазвание\tМесто\tДата\tСодержание\tУчастники\r\n"
        '1\tФорум "Дружба"\tг. Вязьма\t5 ноября\t"Обсудили ""все"":\n- обмены"\t"Совет"\r\n'
        "\r\n"
        "Глава района\t\t\t\t\t\r\n"
    )
    found = read_text_table(text)
    content = 'Обсудили "все":\n- обмены'
    assert found.rows == (
        EventCells(2, 'Форум "Дружба"', "г. Вязьма", "5 ноября", content, '"Совет"'),
        SectionHeading(4, "Глава района"),
    )
    assert found.leftovers == ()


def test_lines_within_the_cells_of_word_are_put_together():
    heading = "№\tНазвание\tМесто\tДата\tСодержание\tУчастники\r\n"
    first = "1\tФорум\tг. Вязьма\t5 ноября\tОбсудили\r\n- обмены\r\n- поездки\tСовет\r\n"
    last = "2\tСлет\tг. Рудня\t7 ноября\tПоход\tШкола\r\n"
    found = read_text_table(f"{heading}Город Вязьма\r\n{first}{last}")
    assert found.rows == (
        SectionHeading(2, "Город Вязьма"),
        EventCells(3, "Форум", "г. Вязьма", "5 ноября", "Обсудили\n- обмены\n- поездки", "Совет"),
        EventCells(4, "Слет", "г. Рудня", "7 ноября", "Поход", "Школа"),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Просто текст", NO_TABLE),
        ("\t" * 1_000_000, "В таблице больше 63 столбцов."),
        ("а\t" * 64 + "\n", "Строка 1: больше 63 ячеек."),
        ("а\tб\n" * 20_001, "В таблице больше 20\xa0000 строк."),
        ('"' * 1_000_000 + "\t", "Строка 1: в одной ячейке больше 100\xa0000 знаков."),
        ("а\tб\n", "Таблица отчета не найдена"),
    ],
)
def test_text_that_is_no_table_is_refused(text, message):
    with pytest.raises(FileError) as caught:
        read_text_table(text)
    assert str(caught.value).startswith(message)
