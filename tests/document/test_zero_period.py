"""A period in which nobody had events: one sentence in the place of the table."""

import hashlib
import io

import docx
import openpyxl
import pytest
from django.urls import reverse
from docx.shared import Pt

from reports.document import issuing
from reports.document import settings as document_settings
from reports.document.build import Include, consolidated_table
from reports.export.docx.form import compile_form
from reports.export.docx.writer import write_docx
from reports.export.xlsx.writer import write_xlsx
from reports.language.quarters import Quarter as Calendar
from reports.language.quarters import Span
from reports.models import Consolidation, LeftOut, Report, Status
from tests.export.tables import make_table
from tests.export.test_forms import form_with
from tests.factories import MOMENT, make_event, make_quarter, make_report
from tests.refusing import refused

pytestmark = pytest.mark.django_db
SPAN = Span(2020, 4, 4)
SENTENCE = (
    "В IV квартале 2020 года органами местного самоуправления Смоленской области мероприятия "
    "в международной сфере не проводились"
)


@pytest.fixture
def quiet(vyazma, rudnya):
    """Two reports, both accepted and zero."""
    return [make_report(m, status=Status.ACCEPTED, no_events=True) for m in (vyazma, rudnya)]


def issue(reviewer, span=SPAN):
    seen = issuing.current(span).fingerprint
    return issuing.issue(span, user=reviewer, seen=seen)


def word(data):
    return docx.Document(io.BytesIO(data))


def paragraphs(data):
    return [p.text for p in word(data).paragraphs if p.text]


def column_a(data):
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    return [row[0].value for row in sheet.iter_rows() if row[0].value]


def test_sentence_stands_in_the_place_of_the_table_in_both_files(quiet, reviewer, administrator):
    options = {
        "approval": "УТВЕРЖДАЮ",
        "signatory_post": "Министр",
        "signatory_name": "А.Б. Ветров",
        "executor": "Исп. Петрова",
        "has_column_numbers": True,
        "has_empty_sections": True,
    }
    document_settings.change_options(options, Calendar(2020, 4), user=administrator)
    issued = issue(reviewer)
    title = "\n".join(consolidated_table(SPAN).title)
    data = bytes(issued.docx)
    assert paragraphs(data) == [
        "УТВЕРЖДАЮ", title, SENTENCE, "Министр\tА.Б.\xa0Ветров", "Исп. Петрова"
    ]  # fmt: skip
    assert word(data).tables == []
    assert column_a(bytes(issued.xlsx)) == [title, SENTENCE, "Министр", "Исп. Петрова"]
    assert issued.event_count == 0


@pytest.mark.parametrize("slug", ["2020-h2", "2020-9m", "2020"])
def test_sentence_names_the_period(vyazma, slug):
    for number in range(1, 5):
        quarter = make_quarter(Calendar(2020, number))
        make_report(vyazma, quarter=quarter, status=Status.ACCEPTED, no_events=True)
    span = Span.parse_slug(slug)
    statement = consolidated_table(span).statement
    assert statement.startswith(f"{span.locative.replace('в', 'В', 1)} органами")


@pytest.mark.parametrize(
    "status", [Status.DRAFT, Status.RETURNED, Status.SUBMITTED, Status.IN_REVIEW]
)
def test_while_one_report_is_missing_it_is_named_and_nothing_is_issued(
    quiet, reviewer, sign_in, status
):
    dates = {"submitted_at": MOMENT, "first_submitted_at": MOMENT, "accepted_at": None}
    Report.objects.filter(pk=quiet[1].pk).update(status=status, **dates)
    with refused("silence_before_all_accepted", match="когда приняты все отчеты"):
        issue(reviewer)
    client = sign_in(reviewer)
    page = client.get(reverse("consolidated", args=["2020-4"])).content.decode()
    assert 'Не приняты отчеты: <b class="number late">1</b>' in page
    assert quiet[1].short_name in page
    assert "?seen=" not in page
    seen = issuing.current(SPAN).fingerprint
    response = client.get(reverse("consolidated_issue", args=["2020-4"]), {"seen": seen})
    assert response.status_code == 302
    file = client.get(reverse("consolidated_download", args=["2020-4", "docx"])).getvalue()
    assert paragraphs(file)[0] == "Проект"
    assert paragraphs(file)[-1] == SENTENCE


def test_page_issues_it_and_shows_the_sentence(quiet, reviewer, sign_in):
    client = sign_in(reviewer)
    page = client.get(reverse("consolidated", args=["2020-4"]))
    assert SENTENCE in page.content.decode()
    seen = page.context["current"].fingerprint
    address = reverse("consolidated_issue", args=["2020-4"])
    assert "Мероприятий не было" in client.get(address, {"seen": seen}).content.decode()
    client.post(address, {"seen": seen})
    issued = Consolidation.objects.get()
    for extension in ("docx", "xlsx"):
        file = client.get(reverse("consolidated_download", args=["2020-4", extension]))
        digest = hashlib.sha256(file.getvalue()).hexdigest()
        assert digest == getattr(issued, f"{extension}_sha256")


def test_event_that_is_known_of_makes_no_period_quiet(quiet, rudnya, reviewer):
    other = make_report(
        rudnya, quarter=make_quarter(Calendar(2020, 3)), status=Status.DRAFT, events=1
    )
    half = Span(2020, 3, 4)
    assert consolidated_table(half).statement == ""
    assert consolidated_table(half, include=Include.SUBMITTED).statement == ""
    other.events.all().delete()
    assert consolidated_table(half).is_draft


def test_event_left_out_makes_no_period_quiet(quiet, reviewer):
    event = make_event(quiet[0])
    LeftOut.objects.create(event=event, reason="Внутреннее.", by=reviewer)
    Report.objects.filter(pk=quiet[0].pk).update(no_events=False)
    assert consolidated_table(SPAN).statement == ""
    with refused("nothing_to_issue", match="выпускать нечего"):
        issue(reviewer)


def test_quarter_that_was_never_opened_makes_no_period_quiet(quiet, reviewer):
    assert consolidated_table(Span(2020, 3, 4)).statement == ""
    with refused("nothing_to_issue", match="выпускать нечего"):
        issue(reviewer, Span(2020, 3, 4))


def test_report_returned_since_makes_the_issue_outdated(quiet, reviewer):
    issue(reviewer)
    Report.objects.filter(pk=quiet[0].pk).update(status=Status.RETURNED, accepted_at=None)
    current = issuing.current(SPAN)
    assert (current.is_issued, current.can_be_issued, current.table.is_draft) == (
        False,
        False,
        True,
    )
    (change,) = current.outdated.texts
    assert (change.name, change.before, change.after) == ("текст вместо таблицы", SENTENCE, "")


def test_sentence_is_a_text_of_the_settings(quiet, administrator, sign_in):
    client = sign_in(administrator)
    fields = {"since": "2020-4", "_end": "1"}
    address = reverse("document_options")
    refused = client.post(address, fields | {"no_events_text": "Событий не было"})
    assert "Впишите [период]" in refused.content.decode()
    page = client.post(
        address, fields | {"no_events_text": "[период] событий не было"}, follow=True
    )
    assert "Когда мероприятий не было: [период] событий не было" in page.content.decode()
    assert consolidated_table(SPAN).statement == "В IV квартале 2020 года событий не было"


FRAMED = (
    '<w:tr><w:tc><w:tcPr><w:tcW w:w="15137" w:type="dxa"/><w:gridSpan w:val="6"/></w:tcPr>'
    "<w:p><w:r><w:t>{{title}}</w:t></w:r></w:p></w:tc></w:tr>"
)


def quiet_table(**overrides):
    return make_table(sections=(), statement=SENTENCE, **overrides)


def test_own_form_keeps_its_look_around_the_sentence():
    form = form_with(
        ("{{title}}", "Новая форма: {{title}}"),
        ("<w:r><w:t>{{number}}", "<w:r><w:rPr><w:sz w:val='36'/></w:rPr><w:t>{{number}}"),
    )
    document = word(write_docx(quiet_table(), compile_form(form)))
    title, sentence = (p for p in document.paragraphs if p.text)
    assert title.text.startswith("Новая форма: Отчет")
    assert (sentence.text, sentence.runs[0].font.size) == (SENTENCE, Pt(18))
    assert document.tables == []


def test_form_with_the_title_in_the_table_keeps_it():
    """And loses the headings: there is nothing to head."""
    form = form_with(("<w:t>{{title}}", "<w:t>"), ("</w:tblGrid>", f"</w:tblGrid>{FRAMED}"))
    document = word(write_docx(quiet_table(), compile_form(form)))
    (table,) = document.tables
    assert [row.cells[0].text for row in table.rows] == ["\n".join(quiet_table().title), SENTENCE]


def test_draft_is_marked_in_a_form_without_a_place_for_the_mark():
    form = compile_form(form_with(("{{draft}}", "")))
    for table in (make_table(is_draft=True), quiet_table(is_draft=True)):
        assert paragraphs(write_docx(table, form))[0] == "Проект"
    assert "Проект" not in paragraphs(write_docx(make_table(), form))


def test_sheet_of_a_quiet_period_has_no_headings_to_repeat():
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(quiet_table())))
    assert not book.active.print_title_rows
    assert book.active.freeze_panes is None
