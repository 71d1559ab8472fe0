"""The consolidated report on the screen: choosing, ordering, issuing, downloading."""

import hashlib
import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.document import issuing
from reports.events import corrections
from reports.language.quarters import Quarter as Calendar
from reports.language.quarters import Span
from reports.models import Consolidation, Event, LeftOut, Report, Status
from reports.procedure import opening
from reports.views.region.consolidated import PROOFREAD_AT_ONCE
from tests import factories
from tests.factories import make_event, make_report

pytestmark = pytest.mark.django_db
SPAN = Span(2020, 4, 4)


@pytest.fixture
def desk(sign_in, reviewer):
    return sign_in(reviewer)


@pytest.fixture
def event(vyazma):
    return make_event(make_report(vyazma, status=Status.ACCEPTED), name="Форум «Мост»")


def page(client, name="consolidated", *args, **query):
    return client.get(reverse(name, args=args or ["2020-4"]), query)


def text(response):
    return response.content.decode()


def downloaded(client, slug, extension, **query):
    """The name of the file, as the header has it, and its bytes."""
    response = page(client, "consolidated_download", slug, extension, **query)
    return response["Content-Disposition"], response.getvalue()


def issue(desk):
    seen = issuing.current(SPAN).fingerprint
    url = reverse("consolidated_issue", args=["2020-4"])
    return desk.post(url, {"seen": seen}, follow=True)


def test_document_is_issued_from_the_page_and_downloads_byte_for_byte(desk, event):
    first = page(desk)
    assert ">Проект<" in text(first)
    confirm = desk.get(
        reverse("consolidated_issue", args=["2020-4"]),
        {"seen": first.context["current"].fingerprint},
    )
    assert "Выпуск № 1" in text(confirm)
    assert "Приняты все отчеты: 1." in text(confirm)
    done = issue(desk)
    issued = Consolidation.objects.get()
    assert "сводный отчет выпущен" in text(done)
    assert issued.docx_sha256 in text(done)
    for extension in ("docx", "xlsx"):
        file = page(desk, "consolidation_download", issued.pk, extension)
        assert hashlib.sha256(file.content).hexdigest() == getattr(issued, f"{extension}_sha256")
        assert f".{extension}" in file["Content-Disposition"]
    final = page(desk)
    assert ">Проект<" not in text(final)
    assert "?seen=" not in text(final)


def test_missing_reports_are_named_before_issuing(desk, event, rudnya):
    make_report(rudnya, quarter=event.report.quarter)
    seen = issuing.current(SPAN).fingerprint
    confirm = desk.get(reverse("consolidated_issue", args=["2020-4"]), {"seen": seen})
    assert 'Не приняты отчеты: <b class="number late">1 из 2</b>' in text(confirm)
    assert "Руднянский район</a>, просрочен" in text(confirm)


def test_issue_asks_to_look_first(desk, event):
    for seen in ("", "0" * 64):
        response = desk.get(
            reverse("consolidated_issue", args=["2020-4"]), {"seen": seen}, follow=True
        )
        assert "Посмотрите на сводный отчет" in text(response)
    response = desk.post(reverse("consolidated_issue", args=["2020-4"]), follow=True)
    assert "изменился, пока вы на него смотрели" in text(response)
    assert not Consolidation.objects.exists()


def test_issue_that_is_in_force_is_shown_where_it_is_asked_for_again(desk, event, reviewer):
    seen = issuing.current(SPAN).fingerprint
    url = reverse("consolidated_issue", args=["2020-4"])
    desk.post(url, {"seen": seen})
    issued = Consolidation.objects.get()
    again = [
        desk.post(url, {"seen": seen}, follow=True),
        desk.get(url, {"seen": seen}, follow=True),
    ]
    for response in again:  # pressed twice; the back button
        address = reverse("consolidation_detail", args=[issued.pk])
        assert response.redirect_chain == [(address, 302)]
        assert "Сводный отчет уже выпущен" in text(response)
        assert f"({reviewer})" in text(response)


def test_outdated_issue_says_which_row_and_words(desk, event, reviewer):
    issue(desk)
    corrections.correct_event(event, user=reviewer, place="г. Рудня")
    response = page(desk)
    assert "Выпуск № 1" in text(response)
    assert "устарел: 1 строка изменилась" in text(response)
    detail = text(page(desk, "consolidation_detail", Consolidation.objects.get().pk))
    assert "Место проведения мероприятия" in detail
    assert "[убрано: </span>Вязьма<" in detail
    assert "[добавлено: </span>Рудня<" in detail
    assert "Выпуск № 2" in text(
        desk.get(
            reverse("consolidated_issue", args=["2020-4"]),
            {"seen": issuing.current(SPAN).fingerprint},
        )
    )


def test_changed_word_of_a_long_text_is_shown_without_the_rest(desk, event, reviewer):
    before, after = "Начало встречи. " + "обмен опытом; " * 60, " подписание соглашения" * 30
    event.content = f"{before}весной{after}"
    event.save()
    issue(desk)
    corrections.correct_event(event, user=reviewer, content=f"{before}летом{after}")
    detail = text(page(desk, "consolidation_detail", Consolidation.objects.get().pk))
    assert "обмен опытом; <ins>" in detail
    assert "летом<" in detail
    assert "без изменений" in detail
    assert "Начало встречи" not in detail
    assert detail.count("подписание соглашения") < 10


def test_confirmation_shows_what_has_changed_since_the_last_issue(desk, event, reviewer):
    issue(desk)
    corrections.correct_event(event, user=reviewer, place="г. Рудня")
    url = reverse("consolidated_issue", args=["2020-4"])
    seen = issuing.current(SPAN).fingerprint
    assert "[добавлено: </span>Рудня<" in text(desk.get(url, {"seen": seen}))


def test_row_left_out_since_is_not_said_to_be_deleted(desk, event, reviewer):
    issue(desk)
    issuing.leave_out(event, reason="Не международное.", user=reviewer)
    detail = text(page(desk, "consolidation_detail", Consolidation.objects.get().pk))
    assert "строки больше нет" in detail
    assert "удалено" not in detail


def test_way_to_the_rows_stays_when_all_are_left_out(desk, event, reviewer):
    """Or nobody could put them back."""
    issuing.leave_out(event, reason="Не международное.", user=reviewer)
    assert reverse("consolidated_rows", args=["2020-4"]) in text(page(desk))
    rows = text(page(desk, "consolidated_rows", "2020-4"))
    assert "Все строки убраны" in rows
    assert reverse("event_put_back", args=[event.pk]) in rows


def test_longer_period_keeps_which_reports_are_in(desk, event):
    assert "2020/consolidated/?include=submitted" in text(page(desk, include="submitted"))
    assert "2020/consolidated/?include" not in text(page(desk))


def test_earlier_issue_says_what_has_taken_its_place(desk, event, reviewer):
    issue(desk)
    corrections.correct_event(event, user=reviewer, place="г. Рудня")
    issue(desk)
    first = Consolidation.objects.get(number=1)
    assert "Заменен выпуском № 2" in text(page(desk, "consolidation_detail", first.pk))


def test_report_of_the_archive_is_not_said_to_be_a_draft(desk, event):
    """And leads back to the document in which it stands."""
    Report.objects.update(submitted_at=None, first_submitted_at=None)
    review = text(desk.get(event.report.get_review_url()))
    assert "внесен из архива" in review
    assert "черновик" not in review
    assert reverse("consolidated", args=["2020-4"]) in review


def test_administrator_reads_and_does_not_issue(sign_in, administrator, event):
    response = page(sign_in(administrator))
    assert response.status_code == 200
    assert "Выпустить" not in text(response)
    assert "Порядок и состав" not in text(response)


def test_event_is_left_out_with_a_reason_and_put_back(desk, event):
    url = reverse("event_leave_out", args=[event.pk])
    refused = desk.post(url, {"reason": "", "_end": "1"})
    assert "Обязательное поле" in text(refused)
    cut = desk.post(url, {"reason": "Не международное."})
    assert "отправилась не полностью" in text(cut)
    assert "Не международное." in text(cut)
    assert not LeftOut.objects.exists()
    desk.post(url, {"reason": "Не международное.", "_end": "1"})
    rows = text(page(desk, "consolidated_rows", "2020-4"))
    assert "Не международное." in rows
    assert page(desk).context["table"].event_count == 0
    desk.post(reverse("event_put_back", args=[event.pk]))
    assert not LeftOut.objects.exists()


def test_closed_quarter_refuses_in_words_and_keeps_what_was_typed(desk, event, administrator):
    opening.close_quarter(event.report.quarter, user=administrator)
    response = desk.post(
        reverse("event_leave_out", args=[event.pk]), {"reason": "Поздно.", "_end": "1"}
    )
    assert "IV квартал 2020 года закрыт" in text(response)
    assert "Поздно." in text(response)


def test_rows_are_ordered_by_hand(desk, event):
    other = make_event(event.report, name="Фестиваль")
    url = reverse("event_arrange", args=[other.pk])
    desk.post(url)  # a request that was cut moves nothing
    assert list(event.report.events.in_order()) == [event, other]
    response = desk.post(url, {"up": "1"})
    assert response.url.endswith(f"#event-{other.pk}")
    assert list(event.report.events.in_order()) == [other, event]


@pytest.mark.parametrize("slug", ["2020-h2", "2020-9m", "2020"])
def test_longer_periods_have_the_same_page(desk, event, vyazma, slug):
    third = factories.make_quarter(Calendar(2020, 3))
    make_event(make_report(vyazma, quarter=third, status=Status.ACCEPTED), name="Летний форум")
    response = page(desk, "consolidated", slug)
    assert "Летний форум" in text(response)
    span = Span.parse_slug(slug)
    assert span.locative.replace(" ", "\xa0") in text(response).replace(" ", "\xa0")
    assert ("Форум «Мост»" in text(response).replace("\xa0", " ")) == (span.last == 4)
    assert downloaded(desk, slug, "docx")[1].startswith(b"PK")
    assert page(desk, "consolidated_rows", slug).status_code == 404


@pytest.mark.parametrize("slug", ["2019", "2020-h1", "2020-h3", "20"])
def test_period_without_quarters_is_not_found(desk, event, slug):
    assert page(desk, "consolidated", slug).status_code == 404


def test_event_told_by_two_counts_once_in_words(desk, event):
    assert "Разных мероприятий" not in text(page(desk))
    make_event(event.report, same_as=event)
    assert "2 мероприятия. Разных мероприятий 1: об одном" in text(page(desk))


def test_periods_beside_are_those_that_hold_the_quarter(desk, event):
    first = factories.make_quarter(Calendar(2021, 1))
    for slug in ("2021-1", "2021"):
        response = page(desk, "consolidated", slug)
        assert [span.slug for span in response.context["spans"]] == [
            "2021-1",
            "2021-h1",
            "2021-9m",
            "2021",
        ]
        assert reverse("quarter_board", args=[first.slug]) in text(response)
    assert [span.slug for span in page(desk).context["spans"]] == ["2020-4", "2020-h2", "2020"]


def test_unopened_quarters_of_a_year_are_named(desk, event):
    assert (
        "Еще не открыты: I квартал 2020 года, II квартал 2020 года, III квартал 2020 года."
        in text(page(desk, "consolidated", "2020"))
    )


def test_selection_is_shown_and_downloaded_and_never_issued(desk, event):
    other = make_event(event.report, name="Встреча в Риме", countries=["IT"], agreements="Обмен")
    response = page(desk, country="IT", with_agreements="on")
    assert [
        row.event_id for section in response.context["table"].sections for row in section.rows
    ] == [other.pk]
    assert "?seen=" not in text(response)
    name, data = downloaded(desk, "2020-4", "xlsx", country="IT")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("Италия" in cell for cell in cells)
    assert not any("Форум" in cell for cell in cells)
    assert "%D0%B2%D1%8B%D0%B1%D0%BE%D1%80%D0%BA%D0%B0" in name


@pytest.mark.parametrize("query", [{"country": "XX"}, {"municipality": "nowhere"}])
def test_what_is_in_no_list_is_as_if_not_asked_for(desk, event, query):
    assert page(desk, **query).context["table"].event_count == 1


def test_countries_offered_are_those_of_the_period(desk, event):
    make_event(event.report, countries=["IT"])
    earlier = make_report(
        event.report.municipality, quarter=factories.make_quarter(Calendar(2020, 3))
    )
    make_event(earlier, countries=["FR"])

    def offered(slug):
        return dict(
            page(desk, "consolidated", slug).context["selection_form"]["country"].field.choices
        )

    assert offered("2020-4") == {"": "Любая", "IT": "Италия"}
    assert offered("2020-h2") == {"": "Любая", "IT": "Италия", "FR": "Франция"}


def test_table_as_a_whole_is_proofread(desk, event):
    Event.objects.filter(pk=event.pk).update(content="Выступил ансамбль ЦКРТ из Орши")
    response = page(desk)
    assert "Сокращение «ЦКРТ»" in text(response)
    assert reverse("event_correct", args=[event.pk]) in text(response)


def test_rows_of_a_short_document_are_proofread_at_once(desk, event):
    assert "Подсказки к тексту" not in text(page(desk))
    Event.objects.filter(pk=event.pk).update(format="online", content="Обсудили программу\nв  №5")
    response = page(desk)
    assert [(look.column, look.piece) for look in response.context["row_by_row"].rows] == [
        ("Содержание мероприятия", "…ли программу в №5")
    ]
    assert 'Подсказки к тексту: <b class="number">1</b>' in text(response)


def test_rows_of_a_longer_document_are_proofread_when_asked_for(desk, event):
    for number in range(PROOFREAD_AT_ONCE):
        make_event(event.report, name=f"Конференция № {number}")
    assert "row_by_row" not in page(desk).context
    assert "texts=1#texts" in text(page(desk))
    assert "К тексту строк подсказок нет." in text(page(desk, texts="1"))


def test_download_of_what_is_not_issued_says_draft(desk, event):
    name, _ = downloaded(desk, "2020-4", "docx")
    assert "%D0%BF%D1%80%D0%BE%D0%B5%D0%BA%D1%82" in name
    issue(desk)
    name, _ = downloaded(desk, "2020-4", "docx")
    assert "%D0%BF%D1%80%D0%BE%D0%B5%D0%BA%D1%82" not in name


def test_issued_files_outlive_their_reports(desk, event):
    issue(desk)
    issued = Consolidation.objects.get()
    Report.objects.update(status=Status.DRAFT, accepted_at=None)
    file = page(desk, "consolidation_download", issued.pk, "docx")
    assert hashlib.sha256(file.content).hexdigest() == issued.docx_sha256
    assert page(desk, "consolidation_download", issued.pk, "pdf").status_code == 404


def test_countries_are_asked_once_by_the_page_and_never_by_the_file(desk, event):
    def times_asked(name, *args, **query):
        with CaptureQueriesContext(connection) as captured:
            page(desk, name, *args, **query).getvalue()
        return sum('DISTINCT "reports_event"."countries"' in each["sql"] for each in captured)

    Event.objects.update(countries="BY")
    assert times_asked("consolidated", "2020-4") == 1
    assert times_asked("consolidated", "2020-4", country="BY") == 1
    assert times_asked("consolidated_download", "2020-4", "docx") == 0


def test_row_taller_than_a_third_of_a_page_may_be_split_on_paper(desk, event):
    """As in the file; or the first sheet stays all but empty."""
    line = "Встреча с делегацией, обмен опытом. "
    tall = make_event(event.report, name="Форум «Днепр»", content=line * 20)
    shown = text(page(desk))
    assert shown.count('class="tall"') == 1
    assert re.search(r'<tr id="row-\d" class="tall">.{0,600}Форум «Днепр»', shown, re.DOTALL)
    Event.objects.filter(pk=tall.pk).update(content=line * 9)
    assert 'class="tall"' not in text(page(desk))
