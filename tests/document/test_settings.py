"""How the document looks from a quarter on."""

import io

import docx
import pytest

from reports.document import settings as document_settings
from reports.document.build import consolidated_table, form_of
from reports.export.docx.markers import FormError
from reports.export.docx.writer import DEFAULT_FORM, write_docx
from reports.language.quarters import Quarter as Calendar
from reports.models import DocumentForm, DocumentOptions, Status
from reports.procedure.guards import Refused
from tests import factories
from tests.export.test_forms import form_with

pytestmark = pytest.mark.django_db

IV_2020, I_2021, II_2021 = Calendar(2020, 4), Calendar(2021, 1), Calendar(2021, 2)
OTHER_FORM = form_with(("{{title}}", "Новая форма: {{title}}"))


def take(data, since, administrator):
    trial = document_settings.try_form(data, "Форма.docx", since, user=administrator)
    return document_settings.take_form(trial, user=administrator)


def document(quarter):
    table = consolidated_table(quarter.span)
    return write_docx(table, form_of(quarter.calendar, table.options))


def first_line(data):
    return docx.Document(io.BytesIO(data)).paragraphs[0].text.split("\n")[0]


@pytest.fixture
def quarters(vyazma):
    """IV 2020 and I 2021, each with an accepted report."""
    made = [factories.make_quarter(calendar) for calendar in (IV_2020, I_2021)]
    for quarter in made:
        factories.make_report(vyazma, quarter=quarter, status=Status.ACCEPTED, events=1)
    return made


def test_form_for_the_next_year_does_not_change_the_last_quarter(quarters, administrator):
    before = [document(quarter) for quarter in quarters]
    take(OTHER_FORM, I_2021, administrator)
    after = [document(quarter) for quarter in quarters]
    assert after[0] == before[0]
    assert first_line(after[1]).startswith("Новая форма: Отчет")


def test_options_for_the_next_year_do_not_change_the_last_quarter(quarters, administrator):
    before = document(quarters[0])
    document_settings.change_options({"executor": "Исп. Петрова"}, I_2021, user=administrator)
    assert document(quarters[0]) == before
    assert consolidated_table(quarters[1].span).options.executor == "Исп. Петрова"


def test_form_on_trial_changes_nothing(quarters, administrator):
    before = document(quarters[1])
    document_settings.try_form(OTHER_FORM, "Форма.docx", IV_2020, user=administrator)
    assert document(quarters[1]) == before


def test_refused_form_leaves_the_one_in_use_and_the_one_on_trial(quarters, administrator):
    take(OTHER_FORM, IV_2020, administrator)
    trial = document_settings.try_form(OTHER_FORM, "Проба.docx", I_2021, user=administrator)
    before = document(quarters[0])
    with pytest.raises(FormError):
        document_settings.try_form(b"not a form", "Плохая.docx", IV_2020, user=administrator)
    assert document(quarters[0]) == before
    assert DocumentForm.objects.on_trial(administrator).get() == trial


def test_second_upload_takes_the_place_of_the_first(administrator):
    first = document_settings.try_form(OTHER_FORM, "Первая.docx", IV_2020, user=administrator)
    document_settings.try_form(OTHER_FORM, "Вторая.docx", IV_2020, user=administrator)
    assert DocumentForm.objects.get().file_name == "Вторая.docx"
    with pytest.raises(Refused, match="Загрузите файл еще раз"):
        document_settings.take_form(first, user=administrator)


def test_form_is_taken_once(administrator):
    form = take(OTHER_FORM, IV_2020, administrator)
    with pytest.raises(Refused, match="уже применена"):
        document_settings.take_form(form, user=administrator)


def test_the_last_one_taken_holds_not_the_last_one_uploaded(administrator):
    colleague = factories.make_user("admin", username="colleague")
    early = document_settings.try_form(OTHER_FORM, "Ранняя.docx", IV_2020, user=administrator)
    take(DEFAULT_FORM.read_bytes(), IV_2020, colleague)
    document_settings.take_form(early, user=administrator)
    assert DocumentForm.objects.taken().in_force(IV_2020).file_name == "Ранняя.docx"


def test_a_later_quarter_keeps_its_own(administrator):
    document_settings.change_options({"executor": "Второй"}, II_2021, user=administrator)
    document_settings.change_options({"executor": "Первый"}, IV_2020, user=administrator)
    in_force = DocumentOptions.objects.in_force
    assert [in_force(calendar).executor for calendar in (IV_2020, I_2021, II_2021)] == [
        "Первый",
        "Первый",
        "Второй",
    ]
    assert in_force(Calendar(2020, 3)) is None


def test_default_form_can_come_back(quarters, administrator):
    before = document(quarters[1])
    take(OTHER_FORM, IV_2020, administrator)
    document_settings.return_to_default_form(I_2021, user=administrator)
    assert first_line(document(quarters[0])).startswith("Новая форма")
    assert document(quarters[1]) == before


def test_somebody_elses_trial_can_be_neither_taken_nor_discarded(administrator):
    colleague = factories.make_user("admin", username="colleague")
    trial = document_settings.try_form(OTHER_FORM, "Форма.docx", IV_2020, user=administrator)
    with pytest.raises(Refused):
        document_settings.take_form(trial, user=colleague)
    document_settings.discard_form(trial, user=colleague)
    assert DocumentForm.objects.get().taken_at is None


def test_only_an_administrator_settles_it(clerk, reviewer):
    for person in (clerk, reviewer):
        for change in (
            lambda who: document_settings.try_form(OTHER_FORM, "Форма.docx", IV_2020, user=who),
            lambda who: document_settings.return_to_default_form(IV_2020, user=who),
            lambda who: document_settings.change_options({}, IV_2020, user=who),
        ):
            with pytest.raises(Refused, match="администратор"):
                change(person)
    assert (DocumentForm.objects.count(), DocumentOptions.objects.count()) == (0, 0)


def test_empty_sections_are_printed_when_asked(quarters, administrator, rudnya):
    factories.make_report(rudnya, quarter=quarters[0], status=Status.ACCEPTED, no_events=True)
    assert len(consolidated_table(quarters[0].span).sections) == 1
    document_settings.change_options({"has_empty_sections": True}, IV_2020, user=administrator)
    assert [len(section.rows) for section in consolidated_table(quarters[0].span).sections] == [
        1,
        0,
    ]


def test_trial_is_its_uploader_s_concern_alone(administrator):
    colleague = factories.make_user("admin", username="colleague")
    trial = document_settings.try_form(OTHER_FORM, "Форма.docx", IV_2020, user=administrator)
    assert list(DocumentForm.objects.on_trial(administrator)) == [trial]
    assert list(DocumentForm.objects.on_trial(colleague)) == []
    other = document_settings.try_form(OTHER_FORM, "Другая.docx", IV_2020, user=colleague)
    assert list(DocumentForm.objects.on_trial(administrator)) == [trial]
    assert list(DocumentForm.objects.on_trial(colleague)) == [other]


def test_only_an_administrator_decides_on_a_form(administrator, clerk, reviewer):
    trial = document_settings.try_form(OTHER_FORM, "Форма.docx", IV_2020, user=administrator)
    for person in (clerk, reviewer):
        for decide in (document_settings.take_form, document_settings.discard_form):
            with pytest.raises(Refused, match="администратор"):
                decide(trial, user=person)
    assert DocumentForm.objects.get().taken_at is None


def test_only_the_named_form_is_taken_or_discarded(administrator):
    first, second = (factories.make_form(administrator) for _ in range(2))
    document_settings.discard_form(first, user=administrator)
    assert DocumentForm.objects.get() == second
    third = factories.make_form(administrator)
    document_settings.take_form(third, user=administrator)
    assert [form.taken_at is not None for form in (_again(second), _again(third))] == [False, True]


def _again(form):
    return DocumentForm.objects.get(pk=form.pk)


def test_taken_form_is_not_discarded(administrator):
    form = take(OTHER_FORM, IV_2020, administrator)
    document_settings.discard_form(form, user=administrator)
    assert DocumentForm.objects.get() == form


def test_administrator_s_own_trial_gives_way_and_nobody_else_s(administrator):
    colleague = factories.make_user("admin", username="colleague")
    other = document_settings.try_form(OTHER_FORM, "Другая.docx", IV_2020, user=colleague)
    take(OTHER_FORM, IV_2020, administrator)
    document_settings.try_form(OTHER_FORM, "Первая.docx", IV_2020, user=administrator)
    document_settings.try_form(OTHER_FORM, "Вторая.docx", IV_2020, user=administrator)
    names = DocumentForm.objects.order_by("pk").values_list("file_name", flat=True)
    assert list(names) == [other.file_name, "Форма.docx", "Вторая.docx"]
