"""Issuing as a decision: what is known at that moment, what is ticked off, and taking it back."""

import ast
import io
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from docx import Document

from reports.document import duplicates_suggested, issuing
from reports.document import settings as document_settings
from reports.document.outdated import outdated
from reports.events import corrections
from reports.language import proofreading
from reports.language.proofreading import kinds
from reports.language.quarters import Quarter as Calendar
from reports.language.quarters import Span
from reports.models import (
    Consolidation,
    DocumentOptions,
    Event,
    IssueStatus,
    Report,
    Status,
)
from reports.procedure.guards import Refused
from tests import factories
from tests.export.test_forms import form_with
from tests.factories import make_event, make_report
from tests.refusing import refused
from tests.whole import assert_whole

pytestmark = pytest.mark.django_db
SPAN = Span(2020, 4, 4)
PHONE = "Справки по телефону +7 (4812) 29-00-00"


@pytest.fixture
def event(vyazma):
    return make_event(make_report(vyazma, status=Status.ACCEPTED), name="Форум «Мост»")


@pytest.fixture
def desk(sign_in, reviewer):
    return sign_in(reviewer)


def issue(reviewer, ticks=()):
    seen = issuing.current(SPAN).fingerprint
    return issuing.issue(SPAN, user=reviewer, seen=seen, ticks=ticks)


def issue_page(desk):
    seen = issuing.current(SPAN).fingerprint
    return desk.get(reverse("consolidated_issue", args=["2020-4"]), {"seen": seen})


# What the page lists


@pytest.fixture
def unready(event, rudnya, clerk, reviewer):
    """Everything that a person should know: a report that is missing, an objection, a pair that
    looks like one event, an event left out, findings of three kinds."""
    make_report(rudnya, status=Status.RETURNED)
    (made,) = corrections.correct_event(event, user=reviewer, content='Обсуждение "моста" в №5')
    corrections.ask_to_undo(made, reason="Было верно.", user=clerk)
    twin = make_report(factories.make_municipality("twin"), status=Status.ACCEPTED)
    make_event(twin, name="Форум «Мост»", content="Выступил ансамбль ЦКРТ из Орши")
    third = make_event(twin, name="Внутреннее совещание")
    issuing.leave_out(third, reason="Не международное.", user=reviewer)
    assert len(duplicates_suggested.suggestions(event.report.quarter)) == 1


def test_page_lists_what_is_not_ready_with_links(unready, desk, event):
    page = issue_page(desk).content.decode()
    said = " ".join(strip_tags(page).split())
    for words in (
        "Не приняты отчеты: 1 из 3",
        "Просят отменить правку: 1",
        "Не решено, одно ли это мероприятие: IV квартал 2020 года1 пара",
        "Убраны из сводного отчета: 1",
        "Кавычки: 1",
        "Пробелы и знаки: 1",
        "Сокращения: 1",
    ):
        assert words in said
    assert reverse("duplicates", args=["2020-4"]) in page
    assert reverse("event_correct", args=[event.pk]) in page
    assert f"{event.report.get_review_url()}?all=1#event-{event.pk}" in page
    assert "еще не закончился" not in page
    assert "Персональные данные" not in page


def test_counts_are_kept_with_the_issue_and_told_on_its_page(unready, desk, reviewer):
    issued = issue(reviewer)
    assert issued.decision == {
        "ticks": [],
        "counts": {
            "missing": 1,
            "asked": 1,
            "undecided": 1,
            "left_out": 1,
            "findings": {
                "straight_quotes": 1,
                "number_sign": 1,
                "abbreviation_not_expanded": 1,
            },
        },
    }
    page = desk.get(reverse("consolidation_detail", args=[issued.pk])).content.decode()
    assert "При выпуске было известно (не принято отчетов: 1;" in page
    assert "кавычки: 1" in page


def test_quarter_that_has_not_ended_is_said(desk, vyazma):
    calendar = Calendar.of(timezone.localdate())
    report = make_report(vyazma, quarter=factories.make_quarter(calendar), status=Status.ACCEPTED)
    make_event(report, period_start=calendar.start, period_end=calendar.start)
    seen = issuing.current(report.quarter.span).fingerprint
    page = desk.get(reverse("consolidated_issue", args=[calendar.slug]), {"seen": seen})
    assert f"{calendar.nominative} еще не закончился" in page.content.decode()


def test_report_that_is_ready_has_nothing_to_heed(event, desk, reviewer):
    page = issue_page(desk).content.decode()
    assert "Приняты все отчеты: 1." in page
    assert "Обратите внимание" not in page
    assert issue(reviewer).decision == {"ticks": [], "counts": {}}


def test_personal_data_need_a_tick_of_their_own(event, desk, reviewer):
    Event.objects.filter(pk=event.pk).update(participants=PHONE)
    with pytest.raises(issuing.UntickedError) as unticked:
        issue(reviewer)
    assert unticked.value.code == "personal_data_unticked"
    page = issue_page(desk)
    assert "Похоже на персональные данные: 1" in page.content.decode()
    address = reverse("consolidated_issue", args=["2020-4"])
    sent = {"seen": page.context["current"].fingerprint}
    again = desk.post(address, sent)
    assert "Отметьте, что персональные данные проверены" in again.content.decode()
    assert not Consolidation.objects.exists()
    desk.post(address, sent | {"personal_data": "on"})
    issued = Consolidation.objects.get()
    assert issued.decision == {
        "ticks": ["personal_data"],
        "counts": {"findings": {"personal_data": 1}},
    }
    page = desk.get(reverse("consolidation_detail", args=[issued.pk])).content.decode()
    assert "Отмечено, что персональные данные проверены" in page


def test_issue_of_before_the_counts_has_its_page(event, desk, reviewer):
    issued = issue(reviewer)
    Consolidation.objects.update(decision={})
    page = desk.get(reverse("consolidation_detail", args=[issued.pk])).content.decode()
    assert "При выпуске было известно" not in page


def test_every_rule_of_proofreading_is_of_a_kind():
    """Or the page lists it under «Другие подсказки»."""
    rules = set()
    for path in Path(proofreading.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = node.func if isinstance(node, ast.Call) else None
            if getattr(name, "id", getattr(name, "attr", "")) in ("Finding", "finding"):
                rules |= {arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant)}
    assert len(rules) > 20
    assert {rule for rule in rules if kinds.kind_of(rule) == kinds.OTHER} == set()


# Taking it back


def states(span=SPAN):
    current = issuing.current(span)
    return [current.status_of(each) for each in Consolidation.objects.of_span(span)]


def test_cancelled_issue_stays_and_the_same_is_issued_under_the_next_number(event, reviewer):
    first = issue(reviewer)
    issuing.cancel(first, reason="Не та подпись.", user=reviewer)
    assert states() == [IssueStatus.CANCELLED]
    assert issuing.current(SPAN).table.is_draft
    second = issue(reviewer)
    assert (second.number, second.contents) == (2, first.contents)
    assert states() == [IssueStatus.IN_FORCE, IssueStatus.CANCELLED]
    stored = Consolidation.objects.get(pk=first.pk)
    assert (stored.cancelled_by, stored.cancel_reason) == (reviewer, "Не та подпись.")
    assert bytes(stored.docx) == bytes(first.docx)


def test_number_of_a_cancelled_issue_is_not_given_again(event, reviewer):
    for number in (1, 2, 3):
        issued = issue(reviewer)
        assert issued.number == number
        issuing.cancel(issued, reason=f"Ошибка {number}.", user=reviewer)


def test_what_was_issued_before_the_mistake_is_the_last_again(event, reviewer):
    issue(reviewer)
    (made,) = corrections.correct_event(event, user=reviewer, place="г. Рудня")
    mistaken = issue(reviewer)
    assert states() == [IssueStatus.IN_FORCE, IssueStatus.REPLACED]
    issuing.cancel(mistaken, reason="Рано.", user=reviewer)
    assert states() == [IssueStatus.CANCELLED, IssueStatus.OUTDATED]
    corrections.correct_event(event, user=reviewer, place=made.old_text)
    assert states() == [IssueStatus.CANCELLED, IssueStatus.IN_FORCE]
    with refused("issue_not_outdated", match="Выпуск № 1 не устарел"):
        issue(reviewer)


def test_cancelled_twice_is_cancelled_once_and_no_words_are_dropped(event, reviewer):
    issued = issue(reviewer)
    once, again = (issuing.cancel(issued, reason="Рано.", user=reviewer) for _ in range(2))
    assert once.cancelled_at == again.cancelled_at
    with refused("issue_cancelled_already", match=r"уже отменен: Рано\."):
        issuing.cancel(issued, reason="Другая причина.", user=reviewer)


def test_reason_said_twice_is_one_reason_however_it_is_spaced(event, reviewer):
    """It is compared as it is stored."""
    issued = issue(reviewer)
    for reason in (" Не та\u00ad подпись.", "Не та  подпись.\n"):
        assert issuing.cancel(issued, reason=reason, user=reviewer).is_cancelled
        assert issuing.leave_out(event, reason=reason, user=reviewer).reason == "Не та подпись."
    for verb in (issuing.cancel, issuing.leave_out):
        with pytest.raises(Refused, match="Напишите, почему"):
            verb(issued if verb is issuing.cancel else event, reason="\u00ad \n", user=reviewer)


def test_only_the_region_cancels_and_says_why(event, reviewer, clerk, administrator):
    issued = issue(reviewer)
    for person in (clerk, administrator):
        with refused("issue_by_region_only", match="сотрудник региона"):
            issuing.cancel(issued, reason="Рано.", user=person)
    with refused("cancel_without_reason", match="Напишите, почему"):
        issuing.cancel(issued, reason=" \n", user=reviewer)
    assert not Consolidation.objects.get().is_cancelled


@pytest.mark.parametrize("missing", ["cancelled_at", "cancelled_by", "cancel_reason"])
def test_cancelled_is_stored_whole(event, reviewer, missing):
    issued = issue(reviewer)
    whole = {
        "cancelled_at": timezone.now(),
        "cancelled_by": reviewer,
        "cancel_reason": "Рано.",
    }
    whole[missing] = "" if missing == "cancel_reason" else None
    with (
        pytest.raises(IntegrityError, match="consolidation_cancelled_for_a_reason"),
        transaction.atomic(),
    ):
        Consolidation.objects.filter(pk=issued.pk).update(**whole)


def test_cancelled_issue_is_marked_wherever_it_is_shown(event, desk, reviewer):
    issued = issue(reviewer)
    address = reverse("consolidation_cancel", args=[issued.pk])
    assert "Отменить выпуск № 1?" in desk.get(address).content.decode()
    assert "Обязательное поле" in desk.post(address, {"reason": "", "_end": "1"}).content.decode()
    page = desk.post(address, {"reason": "Не та подпись.", "_end": "1"}, follow=True)
    for words in ("Отменен", "Сотрудник региона", "Не та подпись."):
        assert words in page.content.decode()
    assert address not in page.content.decode()
    listed = desk.get(reverse("consolidated", args=["2020-4"])).content.decode()
    assert "отменен" in listed
    assert "Не та подпись." in listed
    assert "действует" not in listed
    assert "?seen=" in listed
    file = desk.get(reverse("consolidation_download", args=[issued.pk, "docx"]))
    assert file.content == bytes(issued.docx)
    assert "%D0%BE%D1%82%D0%BC%D0%B5%D0%BD%D0%B5%D0%BD" in file["Content-Disposition"]
    late = desk.post(address, {"reason": "Еще раз.", "_end": "1"}).content.decode()
    assert "уже отменен" in late
    assert "Еще раз." in late


def test_nothing_is_half_done_when_the_database_fails(event, reviewer):
    assert_whole(lambda: issue(reviewer))
    issued = Consolidation.objects.get()
    assert_whole(lambda: issuing.cancel(issued, reason="Рано.", user=reviewer))
    assert_whole(lambda: issuing.leave_out(event, reason="Внутреннее.", user=reviewer))
    assert_whole(lambda: issuing.put_back(event, user=reviewer))


def test_quarters_are_held_before_anything_is_looked_at(event, reviewer):
    """Or two people would take one number, and one cancel what the other issues anew."""
    with CaptureQueriesContext(connection) as issuing_it:
        issued = issue(reviewer)
    with CaptureQueriesContext(connection) as cancelling:
        issuing.cancel(issued, reason="Рано.", user=reviewer)
    for captured in (issuing_it, cancelling):
        said = [query["sql"] for query in captured]
        begun = max(at for at, sql in enumerate(said) if sql.startswith("SAVEPOINT"))
        assert 'FROM "reports_quarter"' in said[begun + 1]
    (written,) = (sql for sql in said if sql.startswith("UPDATE"))
    assert [name for name in ("contents", "docx", "number") if f'"{name}"' in written] == []


def test_lock_of_a_report_is_held_while_an_event_is_kept_out_or_put_back(event, reviewer):
    for verb in (
        lambda: issuing.leave_out(event, reason="Внутреннее.", user=reviewer),
        lambda: issuing.put_back(event, user=reviewer),
    ):
        with CaptureQueriesContext(connection) as captured:
            verb()
        assert captured[0]["sql"].startswith("SAVEPOINT")
        assert captured[-1]["sql"].startswith("RELEASE")


def test_row_of_no_event_is_frozen_without_a_key(event):
    table = issuing.current(SPAN).built
    (section,) = table.sections
    row = replace(section.rows[0], event_id=None)
    frozen = issuing.frozen(replace(table, sections=(replace(section, rows=(row,)),)), SPAN)
    assert [row["event"] for row in frozen["sections"][0]["rows"]] == [0]


# What has changed since, told whole


OPTIONS = {
    "appendix": "Приложение",
    "approval": "УТВЕРЖДАЮ",
    "signatory_post": "Министр",
    "signatory_name": "А.Б. Ветров",
    "executor": "Исп. Петрова",
    "has_column_numbers": True,
    "left_margin": 30,
    "typeface": "PT Astra Serif",
}


@pytest.mark.parametrize("name", OPTIONS)
def test_option_that_has_changed_is_named_with_both_values(
    event, reviewer, administrator, desk, name
):
    issued = issue(reviewer)
    document_settings.change_options({name: OPTIONS[name]}, Calendar(2020, 4), user=administrator)
    (change,) = issuing.current(SPAN).outdated.texts
    label = DocumentOptions._meta.get_field(name).verbose_name
    value = {True: "есть", 30: "30 мм"}.get(OPTIONS[name], OPTIONS[name])
    before = "нет" if OPTIONS[name] is True else "не задано"
    assert change.name == label
    assert change.after.replace("\xa0", " ") == value
    assert change.before == before
    pages = [
        desk.get(reverse("consolidated", args=["2020-4"])),
        desk.get(reverse("consolidation_detail", args=[issued.pk])),
        issue_page(desk),
    ]
    assert [label in page.content.decode() for page in pages] == [True] * 3


def test_everything_that_has_changed_is_told_on_every_page(
    event, reviewer, administrator, desk, rudnya, settings
):
    issued = issue(reviewer)
    corrections.correct_event(event, user=reviewer, place="г. Рудня")
    make_report(rudnya, status=Status.ACCEPTED, events=1)
    settings.REGION_GENITIVE = "Рязанской области"
    trial = document_settings.try_form(
        form_with(("{{title}}", "Форма: {{title}}")),
        "Новая.docx",
        Calendar(2020, 4),
        user=administrator,
    )
    document_settings.take_form(trial, user=administrator)
    document_settings.change_options(
        {"executor": "Исп. Петрова"}, Calendar(2020, 4), user=administrator
    )
    current = issuing.current(SPAN)
    words = (
        "2 строки изменились; 1 раздел изменился; "
        "изменено: название документа, форма документа, исполнитель"
    )
    assert current.outdated.words == words
    pages = [
        desk.get(reverse("consolidated", args=["2020-4"])),
        desk.get(reverse("consolidation_detail", args=[issued.pk])),
        issue_page(desk),
    ]
    for page in pages:
        assert words in page.content.decode()
    for page in pages[1:]:
        for told in (
            "Рязанской области",
            "«Новая.docx»",
            "Исп. Петрова",
            f"Раздел добавлен: {rudnya.full_name_on(SPAN.end)}",
            "[добавлено: </span>Рудня<",
            "Конференция",
        ):
            assert told in page.content.decode()


def test_section_that_went_and_came_is_told(event, reviewer, rudnya, vyazma):
    other = make_report(rudnya, status=Status.ACCEPTED, events=1)
    issue(reviewer)
    Report.objects.filter(pk=other.pk).update(status=Status.RETURNED, accepted_at=None)
    (gone,) = issuing.current(SPAN).outdated.sections
    assert (gone.label, gone.kind) == (rudnya.full_name_on(SPAN.end), "removed")


def test_issue_of_before_an_option_came_to_be_is_not_outdated_by_it(event, reviewer):
    issued = issue(reviewer)
    issued.contents["options"].pop("typeface")
    assert not outdated(issued, issuing.current(SPAN).contents)
    issued.contents["options"]["gone_since"] = ""
    assert not outdated(issued, issuing.current(SPAN).contents)


# The command gives what was issued


@pytest.fixture
def exported(tmp_path):
    def export(kind="docx", *options):
        file = tmp_path / f"out.{kind}"
        call_command("export_consolidated", "2020-4", *options, format=kind, output=file)
        return file.read_bytes()

    return export


def first_line(data):
    return Document(io.BytesIO(data)).paragraphs[0].text


def test_command_gives_the_kept_bytes_while_the_issue_is_in_force(event, reviewer, exported):
    assert first_line(exported()) == "Проект"
    issued = issue(reviewer)
    # Bytes that no writer gives: what was kept is not written anew.
    Consolidation.objects.update(docx=b"kept docx", xlsx=b"kept xlsx")
    assert (exported("docx"), exported("xlsx")) == (b"kept docx", b"kept xlsx")
    assert first_line(exported("docx", "--include=submitted")) == "Проект"
    assert exported("xlsx", "--data").startswith(b"PK")
    corrections.correct_event(event, user=reviewer, place="г. Рудня")
    assert first_line(exported()) == "Проект"
    corrections.correct_event(event, user=reviewer, place="г. Вязьма")
    assert exported() == b"kept docx"
    issuing.cancel(issued, reason="Рано.", user=reviewer)
    assert first_line(exported()) == "Проект"


def test_what_is_issued_is_not_issued_again_and_kept_as_two_kinds_of_files(event, reviewer):
    assert issuing.current(SPAN).can_be_issued
    issued = issue(reviewer)
    current = issuing.current(SPAN)
    assert not current.can_be_issued
    assert [current.kept(kind) for kind in ("docx", "xlsx")] == [issued.docx, issued.xlsx]
    assert current.kept("docx.zip") is None
    assert "statement" not in issued.contents  # nor in what was issued before there was one
    assert issuing.current(SPAN, has_data=True).kept("xlsx") is None


def test_last_issue_is_told_with_what_it_is_worth_today(event, reviewer, monkeypatch):
    assert issuing.last_of(SPAN) is None
    issued = issue(reviewer)
    assert issuing.last_of(SPAN) == (issued, IssueStatus.IN_FORCE)
    corrections.correct_event(event, user=reviewer, place="г. Рудня")
    assert issuing.last_of(SPAN) == (issued, IssueStatus.OUTDATED)
    monkeypatch.setattr("reports.document.outline.LONG_DOCUMENT", 0)
    assert issuing.last_of(SPAN) == (issued, None)  # too long to be worked out for a line of a list


def test_fingerprint_is_of_what_the_contents_say_and_not_of_their_order():
    same = [issuing.fingerprint({"title": ["Отчет"], "form": 1}) for _ in range(2)]
    assert same == [issuing.fingerprint({"form": 1, "title": ["Отчет"]})] * 2
    assert issuing.fingerprint({"form": 2, "title": ["Отчет"]}) not in same


def test_page_gives_the_kept_bytes_too(event, reviewer, desk):
    issue(reviewer)
    Consolidation.objects.update(docx=b"kept docx")
    address = reverse("consolidated_download", args=["2020-4", "docx"])
    assert desk.get(address).getvalue() == b"kept docx"
    assert desk.get(address, {"progress": "1"}).getvalue().endswith(b"kept docx")
    assert desk.get(address, {"include": "submitted"}).getvalue().startswith(b"PK")


def test_archive_of_nothing_is_refused(exported, vyazma):
    make_report(vyazma, status=Status.ACCEPTED, no_events=True)
    with pytest.raises(CommandError, match="архив был бы пустым"):
        exported("docx.zip")
