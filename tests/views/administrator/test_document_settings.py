"""The administrator's page of how the document looks."""

import io
import re

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reports.export.docx.writer import DEFAULT_FORM
from reports.models import DocumentForm, DocumentOptions
from reports.procedure import opening
from tests import factories
from tests.export.test_forms import form_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(sign_in, administrator):
    factories.make_quarter()
    return sign_in(administrator)


def upload(office, data, name="Форма.docx", since="2020-4"):
    file = SimpleUploadedFile(name, data)
    return office.post(reverse("document_settings"), {"file": file, "since": since}, follow=True)


def test_form_goes_from_upload_over_trial_to_use(office, administrator):
    page = upload(office, DEFAULT_FORM.read_bytes(), since="2021-1")
    assert "Каждый текст пробного документа стоит под своим заголовком" in page.content.decode()
    trial = DocumentForm.objects.get()
    sample = office.get(reverse("form_sample", args=[trial.pk]))
    assert sample["Content-Disposition"].startswith("attachment; filename*=utf-8''%D0%9F")
    title = docx.Document(io.BytesIO(sample.content)).paragraphs[0].text
    assert "в I квартале 2021 года" in title
    page = office.post(reverse("form_take", args=[trial.pk]), follow=True).content.decode()
    assert "Форма «Форма.docx» применена" in page
    assert str(administrator) in page
    trial.refresh_from_db()
    assert (trial.taken_at is not None, trial.since.slug) == (True, "2021-1")
    taken = office.get(reverse("form_download", args=[trial.pk]))
    assert taken.content == DEFAULT_FORM.read_bytes()


def test_trial_lists_the_fields_that_are_not_shown(office):
    page = upload(office, form_with(("{{executor}}", ""))).content.decode()
    assert "не будут напечатаны: {{executor}}." in page


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Файл пустой."),
        (b"text", "Это простой текстовый файл"),
        (form_with(("{{place}}", "{{plase}}")), "Поле «{{plase}}» неизвестно."),
    ],
)
def test_refusal_stands_at_the_file_and_nothing_is_kept(office, data, said):
    page = upload(office, data).content.decode()
    assert said in page
    assert "invalid-feedback" in page
    assert DocumentForm.objects.count() == 0


def test_upload_without_a_file_is_explained(office):
    page = office.post(reverse("document_settings"), {"since": "2020-4"}).content.decode()
    assert "Выберите файл." in page


def test_trial_can_be_dropped(office):
    upload(office, DEFAULT_FORM.read_bytes())
    trial = DocumentForm.objects.get()
    assert (
        "Примените ее или откажитесь" in office.get(reverse("document_settings")).content.decode()
    )
    page = office.post(reverse("form_discard", args=[trial.pk]), follow=True).content.decode()
    assert "печатается по-прежнему" in page
    assert DocumentForm.objects.count() == 0


@pytest.mark.parametrize("name", ["form_take", "form_discard"])
def test_deciding_twice_is_explained(office, name):
    """The button again in another tab, or after the back button."""
    upload(office, DEFAULT_FORM.read_bytes())
    trial = DocumentForm.objects.get()
    office.post(reverse("form_take", args=[trial.pk]))
    page = office.post(reverse(name, args=[trial.pk]), follow=True).content.decode()
    assert "Решение об этой форме уже принято" in page
    for page_name in ("form_trial", "form_sample"):
        page = office.get(reverse(page_name, args=[trial.pk]), follow=True).content.decode()
        assert "Решение об этой форме уже принято" in page
    assert DocumentForm.objects.taken().count() == 1


def test_default_form_comes_back_by_a_button(office, administrator):
    factories.make_form(administrator, taken_at=factories.MOMENT)
    page = office.post(reverse("form_default"), {"since": "2021-1"}, follow=True).content.decode()
    assert "печатается в обычной форме" in page
    assert DocumentForm.objects.first().file_name == ""
    refused = office.post(reverse("form_default"), {"since": "1999-9"}, follow=True)
    assert "Выберите квартал из списка." in refused.content.decode()


def test_default_form_can_be_downloaded(office):
    response = office.get(reverse("form_default_download"))
    assert response.content == DEFAULT_FORM.read_bytes()


OPTIONS = {
    "approval": "УТВЕРЖДАЮ\r\nГубернатор",
    "signatory_name": "И.О. Фамилия",
    "has_column_numbers": "on",
    "left_margin": "30",
    "typeface": "",
    "since": "2020-4",
    "_end": "1",
}


def test_options_are_kept_with_who_and_from_when(office, administrator):
    page = office.post(reverse("document_options"), OPTIONS, follow=True).content.decode()
    assert "Гриф: УТВЕРЖДАЮ Губернатор" in page
    row = DocumentOptions.objects.get()
    assert (row.changed_by, row.since.slug) == (administrator, "2020-4")
    assert (row.approval, row.left_margin, row.typeface) == ("УТВЕРЖДАЮ\nГубернатор", 30, "")
    assert (row.has_column_numbers, row.has_empty_sections) == (True, False)


def test_change_adds_a_row_and_begins_from_the_one_in_force(office):
    office.post(reverse("document_options"), OPTIONS)
    page = office.get(reverse("document_options")).content.decode()
    assert "И.О. Фамилия" in page
    begun = DocumentOptions.objects.get().pk
    office.post(
        reverse("document_options"), OPTIONS | {"signatory_name": "А.А. Другая", "begun": begun}
    )
    names = DocumentOptions.objects.order_by("pk").values_list("signatory_name", flat=True)
    assert list(names) == ["И.О. Фамилия", "А.А. Другая"]
    page = office.get(reverse("document_settings")).content.decode()
    assert "Недействующие: 1" in page


def test_second_of_two_tabs_is_told_what_the_first_has_set(office):
    office.post(reverse("document_options"), OPTIONS)
    stale = OPTIONS | {"signatory_name": "", "executor": "Исп. Петрова"}
    page = office.post(reverse("document_options"), stale).content.decode()
    assert "Пока вы заполняли страницу" in page
    assert "Подпись: И.О. Фамилия" in page
    assert "Исп. Петрова" in page
    assert DocumentOptions.objects.count() == 1
    begun = re.search(r'name="begun" value="(\d+)"', page)[1]
    office.post(reverse("document_options"), stale | {"begun": begun})
    assert DocumentOptions.objects.first().executor == "Исп. Петрова"


def test_fields_show_what_holds_for_the_chosen_quarter(office):
    office.post(reverse("document_options"), OPTIONS | {"since": "2021-1"})
    earlier = office.get(reverse("document_options"), {"since": "2020-4"}).content.decode()
    assert "И.О. Фамилия" not in earlier
    assert "С I квартала 2021 года действует свое оформление" in earlier
    later = office.get(reverse("document_options"), {"since": "2021-1"}).content.decode()
    assert "И.О. Фамилия" in later


def test_document_of_a_closed_quarter_cannot_be_changed(office, administrator):
    opening.close_quarter(factories.make_quarter(), user=administrator)
    page = office.post(reverse("document_options"), OPTIONS).content.decode()
    assert "Выберите корректный вариант" in page
    assert DocumentOptions.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"since": "1999-1"}, "Выберите корректный вариант"),
        ({"approval": "я" * 501}, "Сократите текст"),
        ({"approval": "я\n" * 20}, "Сократите до 12 строк"),
        ({"_end": ""}, "отправилась не полностью"),
    ],
)
def test_wrong_options_keep_what_was_typed(office, changes, said):
    page = office.post(reverse("document_options"), OPTIONS | changes).content.decode()
    assert said in page
    assert "И.О. Фамилия" in page
    assert DocumentOptions.objects.count() == 0


def test_first_administrator_sees_the_page_before_any_quarter(sign_in, administrator):
    client = sign_in(administrator)
    assert client.get(reverse("document_settings")).status_code == 200
    assert client.get(reverse("document_options")).status_code == 200


@pytest.mark.parametrize("name", ["form_trial", "form_sample", "form_take", "form_discard"])
def test_trial_of_another_administrator_is_neither_shown_nor_decided_upon(office, name):
    colleague = factories.make_user("admin", username="colleague")
    trial = factories.make_form(colleague, file_name="Проба коллеги.docx")
    send = office.get if name in ("form_trial", "form_sample") else office.post
    page = send(reverse(name, args=[trial.pk]), follow=True).content.decode()
    assert "Проба коллеги.docx" not in page
    assert page == "" or "Решение об этой форме уже принято" in page
    assert DocumentForm.objects.get().taken_at is None
    assert "Проба коллеги.docx" not in office.get(reverse("document_settings")).content.decode()
