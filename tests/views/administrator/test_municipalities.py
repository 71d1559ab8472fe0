"""The administrator's pages of municipalities."""

import datetime as dt

import pytest
from django.urls import reverse

from municipalities.models import Municipality
from reports.language.quarters import Quarter as Calendar
from reports.models import Report
from reports.procedure import opening
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(sign_in, administrator):
    return sign_in(administrator)


@pytest.fixture
def four(db):
    """With gaps between their positions, as files leave them."""
    return {
        slug: factories.make_municipality(slug, position=position)
        for slug, position in (("a", 1), ("b", 2), ("c", 5), ("d", 9))
    }


def order():
    return "".join(Municipality.objects.values_list("slug", flat=True))


NAME = {
    "full_name": "Муниципальное образование «Ельнинский муниципальный округ»",
    "short_name": "Ельня",
    "valid_from": "01.01.2025",
    "_end": "1",
}


@pytest.mark.parametrize(
    ("slug", "number", "after"),
    [
        ("d", "1", "dabc"),
        ("a", "4", "bcda"),
        ("b", "3", "acbd"),
        ("c", "3", "abcd"),
        ("a", "99", "bcda"),
    ],
)
def test_moving_shifts_those_between(office, four, slug, number, after):
    url = reverse("municipality_place", args=[four[slug].pk])
    office.post(url, {"number": number})
    assert order() == after
    positions = Municipality.objects.values_list("position", flat=True)
    assert list(positions) == [1, 2, 5, 9]
    told = {each.slug for each in Municipality.objects.all() if each.history.count() > 1}
    assert told == {slug for slug, old in zip(after, "abcd", strict=True) if slug != old}


@pytest.mark.parametrize("number", ["", "0", "-1", "второе", "1,5"])
def test_place_that_is_none_is_explained(office, four, number):
    url = reverse("municipality_place", args=[four["a"].pk])
    page = office.post(url, {"number": number}, follow=True).content.decode()
    assert "Укажите место числом" in page or "Напишите номер места" in page
    assert order() == "abcd"


def test_new_one_stands_at_the_end(office, four):
    data = NAME | {"slug": "elnya", "is_active": "on"}
    page = office.post(reverse("municipality_create"), data, follow=True).content.decode()
    assert "Добавлено: Ельня." in page
    new = Municipality.objects.get(slug="elnya")
    assert (new.position, new.full_name_on(dt.date(2025, 2, 1))) == (10, NAME["full_name"])


def test_new_one_has_no_report_until_it_is_added(office, administrator):
    quarter, _ = opening.open_quarter(Calendar(2025, 1), user=administrator)
    data = NAME | {"slug": "elnya", "is_active": "on"}
    page = office.post(reverse("municipality_create"), data, follow=True).content.decode()
    assert "открыт, а отчета за него у этого муниципального образования нет" in page
    assert "Добавить отчет за I квартал 2025 года</button>" in page
    assert 'name="due_date" value="15.04.2025"' in page
    opened = {"year": "2025", "number": "1", "due_date": "15.04.2025"}
    office.post(reverse("quarter_list"), opened)
    new = Municipality.objects.get(slug="elnya")
    assert Report.objects.get(quarter=quarter).municipality == new
    page = office.get(reverse("municipality_detail", args=[new.pk])).content.decode()
    assert "Добавить отчет" not in page


@pytest.mark.parametrize(
    ("number", "said"), [("2", "теперь место № 2"), ("99", "теперь последнее место (№ 4)")]
)
def test_new_place_is_told_at_its_row(office, four, number, said):
    url = reverse("municipality_place", args=[four["a"].pk])
    page = office.post(url, {"number": number}, follow=True).content.decode()
    assert page.count(f"{said} в сводном отчете.") == 2


def test_opening_says_how_many_reports_appear(office, four):
    page = office.get(reverse("quarter_list")).content.decode()
    assert "которое их сдает: их 4." in page


def test_new_one_needs_its_name_and_a_code_of_its_own(office, four):
    data = {"slug": "a", "_end": "1"}
    page = office.post(reverse("municipality_create"), data).content.decode()
    assert "Такое имя уже есть у другого." in page
    assert page.count("Обязательное поле.") >= 3
    assert order() == "abcd"


def test_another_name_holds_from_its_day(office, vyazma):
    url = reverse("municipality_rename", args=[vyazma.pk])
    office.post(url, NAME)
    assert vyazma.names.count() == 2
    assert vyazma.short_name_on(dt.date(2024, 12, 31)) != "Ельня"
    assert vyazma.short_name_on(dt.date(2025, 1, 1)) == "Ельня"
    page = office.post(url, NAME | {"short_name": "Иная"}).content.decode()
    assert "На эту дату наименование уже указано." in page
    assert 'value="Иная"' in page
    assert vyazma.names.count() == 2


def test_name_is_corrected_and_taken_back_but_the_last_one_stays(office, vyazma):
    first = vyazma.names.get()
    office.post(reverse("name_update", args=[first.pk]), NAME)
    assert vyazma.names.get().short_name == "Ельня"
    second = vyazma.names.create(full_name="Округ", short_name="Округ", valid_from="2026-01-01")
    office.post(reverse("name_delete", args=[second.pk]))
    page = office.post(reverse("name_delete", args=[first.pk]), follow=True).content.decode()
    assert "Это единственное наименование" in page
    assert vyazma.names.get() == first


def test_one_that_no_longer_reports_is_switched_off(office, vyazma):
    url = reverse("municipality_detail", args=[vyazma.pk])
    office.post(url, {"slug": "vyazma", "admin_center": "г. Вязьма", "_end": "1"})
    vyazma.refresh_from_db()
    assert (vyazma.is_active, vyazma.admin_center) == (False, "г. Вязьма")
    assert "Сдают отчеты: 0 из 1" in office.get(reverse("municipality_list")).content.decode()


@pytest.mark.parametrize("name", ["municipality_create", "municipality_detail"])
def test_request_that_was_cut_changes_nothing(office, vyazma, name):
    args = [vyazma.pk] if name == "municipality_detail" else []
    data = {key: value for key, value in NAME.items() if key != "_end"} | {"slug": "elnya"}
    page = office.post(reverse(name, args=args), data).content.decode()
    assert "отправилась не полностью" in page
    assert order() == "vyazma"
