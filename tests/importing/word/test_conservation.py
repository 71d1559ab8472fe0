"""Every run of text that is not deleted is in a row or among leftovers; nothing hostile harms.

What is seen is told as seen, what is hidden as hidden and never in a row.
"""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.importing.read_table import ReadTable, SectionHeading
from reports.importing.word.reader import read_word
from reports.office.archive import DAMAGED, UNSAFE
from tests.importing.reading import (
    CONTINUED,
    HEADING,
    RESTART,
    ROW,
    refusal,
)
from tests.importing.word_files import (
    HEADINGS,
    alternatives,
    cell,
    make_docx,
    p,
    r,
    tbl,
    tc,
    tr,
    with_document,
)

WORDS = st.integers(0, 9999).map(lambda number: f"слово{number}й")
WRAPPERS = [
    "{}",
    "<w:ins>{}</w:ins>",
    "<w:moveTo>{}</w:moveTo>",
    "<w:hyperlink>{}</w:hyperlink>",
    "<w:smartTag>{}</w:smartTag>",
    "<w:fldSimple>{}</w:fldSimple>",
    "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
]
SECRET = "тайна"  # the beginning of every hidden word
HIDERS = [
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t> {} </w:t></w:r>",
    '<w:r><w:rPr><w:rStyle w:val="Hides"/></w:rPr><w:t> {} </w:t></w:r>',
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t> {} </w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    '<w:fldSimple w:instr="SET a"><w:r><w:t> {} </w:t></w:r></w:fldSimple>',
]
HIDING_ROWS = ["<w:hidden/>", "<w:del/>"]
STYLES = '<w:style w:type="character" w:styleId="Hides"><w:rPr><w:vanish/></w:rPr></w:style>'
DELETED = "<w:del><w:r><w:delText>{}</w:delText></w:r></w:del>"


def marked(word_: str) -> str:
    return f" {word_} "


HIDDEN = st.tuples(st.sampled_from(HIDERS), WORDS).map(
    lambda pair: (pair[0].format(SECRET + pair[1]), [SECRET + pair[1]])
)
RUNS = st.recursive(
    st.one_of(WORDS.map(lambda word_: (r(marked(word_)), [word_])), HIDDEN),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(WRAPPERS), inner).map(
            lambda pair: (pair[0].format(pair[1][0]), pair[1][1])
        ),
        st.tuples(inner, inner).map(
            lambda pair: (pair[0][0] + pair[1][0], pair[0][1] + pair[1][1])
        ),
        inner.map(lambda each: (DELETED.format("удалено") + each[0], each[1])),
        inner.map(
            lambda each: (
                alternatives(
                    f"<w:txbxContent>{p(each[0])}</w:txbxContent>",
                    f"<w:pict><v:shape><w:txbxContent>{p(each[0])}</w:txbxContent></v:shape></w:pict>",
                ),
                each[1],
            )
        ),
    ),
    max_leaves=4,
)
BLOCKS = st.lists(
    st.one_of(
        RUNS.map(lambda each: (p(each[0]), each[1])),
        RUNS.map(lambda each: (tbl(tr(cell(p(each[0])))) + p(), each[1])),
        RUNS.map(lambda each: (p(each[0], "<w:rPr><w:del/></w:rPr>"), each[1])),
        RUNS.map(lambda each: (WRAPPERS[-1].format(p(each[0])), each[1])),
    ),
    max_size=2,
).map(lambda blocks: ("".join(xml for xml, _ in blocks), [w for _, ws in blocks for w in ws]))


@st.composite
def rows(draw) -> tuple[str, list[str]]:
    if draw(st.integers(0, 5)) == 0:
        xml, words = draw(BLOCKS)
        return tr(cell(xml, '<w:gridSpan w:val="7"/>')), words
    if draw(st.integers(0, 5)) == 0:
        word_ = SECRET + draw(WORDS)
        return tr(*[tc(word_)] * 7, properties=draw(st.sampled_from(HIDING_ROWS))), [word_] * 7
    drawn = [draw(BLOCKS) for _ in range(7)]
    xml = tr(*(cell(xml) for xml, _ in drawn))
    if draw(st.booleans()):
        xml = WRAPPERS[-1].format(xml)
    return xml, [w for _, words in drawn for w in words]


@settings(max_examples=100, deadline=None)
@given(
    before=BLOCKS,
    table_rows=st.lists(rows(), max_size=4),
    between=BLOCKS,
    more_rows=st.lists(rows(), max_size=2),
    header=BLOCKS,
)
def test_every_word_is_in_a_row_or_left_over_once(before, table_rows, between, more_rows, header):
    heading = tr(*map(tc, [*HEADINGS, "Итог"]))
    body = (
        before[0]
        + tbl(heading, *(xml for xml, _ in table_rows))
        + between[0]
        + tbl(*(xml for xml, _ in more_rows))
    )

    found = read_word(make_docx(body, parts={"header1": header[0], "styles": STYLES}))

    written = before[1] + between[1] + header[1] + ["Итог"]
    for _, words in table_rows + more_rows:
        written += words
    assert Counter(words_of(found)) == Counter(written)
    hidden = words_of(found, is_hidden=True)
    assert Counter(hidden) == Counter(each for each in written if each.startswith(SECRET))


def words_of(found: ReadTable, *, is_hidden: bool | None = None) -> list[str]:
    """All words that are told, or of the leftovers alone those that are hidden."""
    if is_hidden:
        return " ".join(left.text for left in found.leftovers if left.is_hidden).split()
    texts = [leftover.text for leftover in found.leftovers]
    for row in found.rows:
        if isinstance(row, SectionHeading):
            texts.append(row.text)
        else:
            texts += [row.name, row.place, row.period, row.content, row.participants]
    return " ".join(texts).split()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (tbl(tr(tc("а", '<w:gridSpan w:val="50000000"/>'))), "Таблица 1, строка 1: ячейка шире 63"),
        (tbl(tr(properties='<w:gridBefore w:val="99999999999"/>')), "Таблица 1, строка 1: ячейка"),
        (tbl(tr(*[tc()] * 64)), "Таблица 1, строка 1: больше 63 ячеек."),
        (tbl("<w:tr/>" * 20_001), "В таблицах файла больше 20\xa0000 строк."),
        ("<w:sdt>" * 300 + "</w:sdt>" * 300, "В файле слишком глубокая вложенность."),
        (
            tbl(tr(tc("я" * 100_001))),
            "Таблица 1, строка 1: в одной ячейке больше 100\xa0000 знаков.",
        ),
        (tbl(tr(tr(tc("а")))), DAMAGED),
        (tbl(tr(cell(cell(p(r("а")))))), DAMAGED),
        ("<w:p>", DAMAGED),
        ("&undefined;", DAMAGED),
    ],
)
def test_hostile_and_broken_files_are_refused(body, message):
    assert refusal(make_docx(body)).startswith(message)


def test_a_document_type_declaration_is_refused():
    assert refusal(with_document("<!DOCTYPE a><a/>")) == UNSAFE


def test_text_repeated_by_merged_cells_is_bounded():
    first = tr(tc("1"), tc("А"), tc("я" * 90_000, RESTART), *map(tc, ROW[3:]))
    covered = tr(tc("2"), tc("Б"), tc("", CONTINUED), *map(tc, ROW[3:]))

    assert refusal(make_docx(tbl(HEADING, first, covered * 120))).startswith(
        "В файле слишком много текста."
    )
