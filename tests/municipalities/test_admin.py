"""Reference data in Django's admin: in Russian, exchanged with Excel, safe with strange files."""

import datetime as dt
import io
import re
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from municipalities.models import Municipality, MunicipalityName, Role, User
from reports.models import Quarter, Report, Status
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(sign_in, administrator):
    return sign_in(administrator)


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def upload(office, model, data, name="file.xlsx"):
    url = reverse(f"admin:municipalities_{model}_import")
    return office.post(url, {"import_file": SimpleUploadedFile(name, data), "format": "0"})


def confirm(office, model, response):
    form = response.context["confirm_form"]
    return office.post(reverse(f"admin:municipalities_{model}_process_import"), form.initial)


def exported(office, model):
    return office.get(reverse(f"admin:municipalities_{model}_export")).content


NAMES = ["Код", "Действует с", "Официальное наименование", "Обиходное название", "Вид", "Код ОКТМО"]


def test_names_come_in_from_excel_after_a_preview(office, vyazma):
    row = [
        "vyazma",
        "01.01.2025",
        "Муниципальное образование «Вяземский муниципальный округ»",
        "Округ",
        "",
        "",
    ]
    response = upload(office, "municipalityname", workbook(NAMES, row))
    assert MunicipalityName.objects.count() == 1
    confirm(office, "municipalityname", response)
    assert vyazma.full_name_on(dt.date(2025, 3, 31)) == row[2]


def test_date_cell_of_excel_is_a_date(office, vyazma):
    row = ["vyazma", dt.datetime(2025, 9, 5), "Новое", "Новое", "", ""]
    confirm(office, "municipalityname", upload(office, "municipalityname", workbook(NAMES, row)))
    assert vyazma.full_name_on(dt.date(2025, 9, 5)) == "Новое"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["zurbagan", "01.01.2025", "Новое", "Новое", "", ""], "с кодом «zurbagan» нет"),
        (["vyazma", "вчера", "Новое", "Новое", "", ""], "Пишите так: 05.09.2026"),
    ],
)
def test_wrong_row_is_explained_and_stops_the_file(office, vyazma, row, said):
    good = ["vyazma", "01.01.2024", "Хорошее", "Хорошее", "", ""]
    response = upload(office, "municipalityname", workbook(NAMES, good, row))
    assert said in response.content.decode()
    assert "confirm_form" not in response.context
    assert MunicipalityName.objects.count() == 1


def test_accounts_come_in_without_passwords(office, vyazma):
    headings = [
        "Имя для входа",
        "Фамилия, имя, отчество",
        "Должность",
        "Телефон",
        "Электронная почта",
    ]
    headings += ["Роль", "Код муниципального образования", "Работает"]
    row = ["ivanova", "И.И. Иванова", "специалист", "", "", Role.MUNICIPALITY.label, "vyazma", "да"]
    confirm(office, "user", upload(office, "user", workbook(headings, row)))
    user = User.objects.get(username="ivanova")
    assert (user.municipality, user.has_usable_password()) == (vyazma, False)


def test_account_with_a_role_that_does_not_fit_is_refused(office, vyazma):
    headings = ["Имя для входа", "Фамилия, имя, отчество", "Роль", "Работает"]
    response = upload(
        office, "user", workbook(headings, ["petrov", "Петров", Role.MUNICIPALITY.label, "да"])
    )
    assert "указывают сотруднику муниципального образования" in response.content.decode()
    assert not User.objects.filter(username="petrov").exists()


def test_export_is_text_and_comes_back_the_same(office, vyazma):
    MunicipalityName.objects.update(full_name="=1+1")
    data = exported(office, "municipalityname")
    rows = list(openpyxl.load_workbook(io.BytesIO(data)).active.values)
    assert (list(rows[0]), rows[1][2]) == (NAMES, "=1+1")
    MunicipalityName.objects.update(full_name="Другое")
    confirm(office, "municipalityname", upload(office, "municipalityname", data))
    assert MunicipalityName.objects.get().full_name == "=1+1"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"plain text",
        b"PK\x03\x04 broken",
        workbook(),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    ],
    ids=["empty", "text", "broken", "no headings", "old format"],
)
def test_strange_file_is_refused_in_russian(office, data):
    page = upload(office, "municipality", data).content.decode()
    assert "errorlist" in page
    assert "Error" not in page


def test_file_cannot_reach_a_row_by_its_id(office, vyazma, rudnya):
    rows = [["id", "Код", "Порядок"], [vyazma.pk, "rudnya", 77]]
    confirm(office, "municipality", upload(office, "municipality", workbook(*rows)))
    assert Municipality.objects.get(pk=vyazma.pk).slug == "vyazma"
    assert Municipality.objects.get(slug="rudnya").position == 77


def order():
    return dict(Municipality.objects.values_list("slug", "position"))


def test_taken_place_is_refused_in_words(office, vyazma, rudnya):
    data = {
        "slug": "rudnya",
        "position": str(vyazma.position),
        "is_active": "on",
        "names-TOTAL_FORMS": "0",
        "names-INITIAL_FORMS": "0",
    }
    url = reverse("admin:municipalities_municipality_change", args=[rudnya.pk])
    assert "уже занято другим" in office.post(url, data).content.decode()
    assert order() == {"vyazma": 1, "rudnya": 2}


@pytest.mark.parametrize(
    ("rows", "after"),
    [
        ([["vyazma", 2], ["rudnya", 1]], {"vyazma": 2, "rudnya": 1, "demidov": 3}),
        (
            [["vyazma", "3.0"], ["demidov", 2], ["rudnya", "1"]],
            {"vyazma": 3, "rudnya": 1, "demidov": 2},
        ),
        ([["vyazma", 7], ["rudnya", "2.0"]], {"vyazma": 7, "rudnya": 2, "demidov": 3}),
        ([["vyazma", 9], ["elnya", 1]], {"vyazma": 9, "rudnya": 2, "demidov": 3, "elnya": 1}),
    ],
)
def test_places_are_exchanged_by_one_file(office, vyazma, rudnya, rows, after):
    factories.make_municipality("demidov")
    page = upload(office, "municipality", workbook(["Код", "Порядок"], *rows))
    assert "32767" not in page.content.decode()
    confirm(office, "municipality", page)
    assert order() == after
    moved = after.items() - {("vyazma", 1), ("rudnya", 2), ("demidov", 3), ("elnya", 1)}
    told = {m.slug for m in Municipality.objects.all() if m.history.count() > 1}
    assert told == {slug for slug, _ in moved}


TAKEN, UNREADABLE = "уже занято другим муниципальным образованием", "напишите целое число"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["vyazma", 2]], TAKEN),
        ([["vyazma", 5], ["rudnya", 5]], TAKEN),
        ([["elnya", 1]], TAKEN),
        ([["vyazma", 2], ["rudnya", "второй"]], UNREADABLE),
        ([["vyazma", 2], ["rudnya", ""]], UNREADABLE),
        ([["vyazma", 2], ["rudnya", 70_000]], UNREADABLE),
    ],
)
def test_file_that_would_put_two_in_one_place_changes_nothing(office, vyazma, rudnya, rows, said):
    response = upload(office, "municipality", workbook(["Код", "Порядок"], *rows))
    assert said in response.content.decode()
    assert "confirm_form" not in response.context
    assert order() == {"vyazma": 1, "rudnya": 2}


def test_order_that_came_out_comes_back(office, vyazma, rudnya):
    data = exported(office, "municipality")
    Municipality.objects.filter(slug="vyazma").update(position=9)
    confirm(office, "municipality", upload(office, "municipality", data))
    assert order() == {"vyazma": 1, "rudnya": 2}


def test_quarter_added_in_the_admin_opens(office, vyazma):
    data = {"year": "2021", "number": "1", "due_date": "15.04.2021"}
    office.post(reverse("admin:reports_quarter_add"), data)
    assert Report.objects.get().quarter.slug == "2021-1"


def test_quarters_close_in_the_admin(office):
    quarter = factories.make_quarter()
    url = reverse("admin:reports_quarter_changelist")
    office.post(url, {"action": "close", "_selected_action": [quarter.pk]})
    assert not Quarter.objects.get().is_open


@pytest.mark.parametrize("model", ["report", "event", "remark", "reportlog"])
def test_procedure_is_only_read_in_the_admin(office, vyazma, model):
    report = factories.make_report(vyazma, events=1)
    assert office.get(reverse(f"admin:reports_{model}_changelist")).status_code == 200
    assert office.get(reverse(f"admin:reports_{model}_add")).status_code == 403
    if model in ("report", "event"):
        pk = report.pk if model == "report" else report.events.get().pk
        assert (
            office.post(reverse(f"admin:reports_{model}_change", args=[pk]), {}).status_code == 403
        )


def test_account_is_added_with_a_role_and_a_place(office, vyazma):
    data = {
        "username": "novaya",
        "full_name": "Новая сотрудница",
        "role": Role.MUNICIPALITY,
        "municipality": vyazma.pk,
        "password1": factories.PASSWORD,
        "password2": factories.PASSWORD,
        "usable_password": "true",
    }
    office.post(reverse("admin:municipalities_user_add"), data)
    assert User.objects.get(username="novaya").check_password(factories.PASSWORD)


def test_account_without_its_place_is_explained(office):
    data = {"username": "x", "full_name": "х", "role": Role.MUNICIPALITY}
    data |= {"password1": factories.PASSWORD, "password2": factories.PASSWORD}
    page = office.post(reverse("admin:municipalities_user_add"), data).content.decode()
    assert "Муниципальное образование указывают сотруднику" in page


def test_history_of_a_municipality_is_shown(office, vyazma):
    vyazma.position = 7
    vyazma.save()
    url = reverse("admin:municipalities_municipality_history", args=[vyazma.pk])
    page = re.sub(r"<[^>]+>", " ", "<main" + office.get(url).content.decode().split("<main")[1])
    assert "порядок в сводном отчете" in page.lower()
    assert set(re.findall(r"[A-Za-z]{3,}", page)) <= {"vyazma"}


def test_file_without_its_key_column_is_explained(office):
    page = upload(office, "user", workbook(["Логин", "ФИО"], ["a", "б"])).content.decode()
    assert "В первой строке файла нет столбца «Имя для входа»." in page
    assert "Traceback" not in page


def test_last_name_of_a_municipality_stays(office, vyazma):
    name = vyazma.names.get()
    data = {
        "slug": "vyazma",
        "position": "1",
        "is_active": "on",
        "names-TOTAL_FORMS": "1",
        "names-INITIAL_FORMS": "1",
        "names-0-id": name.pk,
        "names-0-municipality": vyazma.pk,
        "names-0-full_name": name.full_name,
        "names-0-short_name": name.short_name,
        "names-0-valid_from": "01.01.2006",
        "names-0-DELETE": "on",
    }
    office.post(reverse("admin:municipalities_municipality_change", args=[vyazma.pk]), data)
    assert vyazma.names.count() == 1


def test_account_is_not_deleted_but_switched_off(office, clerk):
    url = reverse("admin:municipalities_user_delete", args=[clerk.pk])
    assert office.post(url, {"post": "yes"}).status_code == 403


def test_adding_a_closed_quarter_is_refused_in_words(office):
    factories.make_quarter(closed_at=factories.MOMENT)
    data = {"year": "2020", "number": "4", "due_date": "15.01.2021"}
    page = office.post(reverse("admin:reports_quarter_add"), data).content.decode()
    assert "Сначала откройте его снова" in page


@pytest.mark.parametrize("model", ["municipality", "quarter", "report", "event"])
def test_history_cannot_be_written_back(office, vyazma, model):
    report = factories.make_report(vyazma, status=Status.ACCEPTED, events=1)
    row = {
        "municipality": vyazma,
        "quarter": report.quarter,
        "report": report,
        "event": report.events.get(),
    }[model]
    app = "municipalities" if model == "municipality" else "reports"
    args = [row.pk, row.history.first().pk]
    url = reverse(f"admin:{app}_{model}_simple_history", args=args)
    assert office.get(url).status_code == 403
    assert office.post(url, {"status": "draft", "name": "Подделка"}).status_code == 403


def test_confirmation_of_a_file_that_is_gone_is_explained(office):
    url = reverse("admin:municipalities_municipality_process_import")
    data = {
        "import_file_name": "none",
        "original_file_name": "file.xlsx",
        "format": "0",
        "resource": "",
    }
    page = office.post(url, data, follow=True).content.decode()
    assert "Выберите его еще раз" in page


def test_book_with_mountains_of_style_is_refused_before_it_is_read(office):
    source, target = io.BytesIO(workbook(NAMES)), io.BytesIO()
    with (
        zipfile.ZipFile(source) as book,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as heavy,
    ):
        for name in book.namelist():
            data = book.read(name)
            if name == "xl/styles.xml":
                fonts = "".join(f'<font><sz val="{size % 400}"/></font>' for size in range(200_000))
                data = data.replace(b"</fonts>", f"{fonts}</fonts>".encode())
            heavy.writestr(name, data)
    assert (
        "слишком много оформления"
        in upload(office, "municipality", target.getvalue()).content.decode()
    )


def test_closed_quarter_is_only_read_in_the_admin(office):
    quarter = factories.make_quarter(closed_at=factories.MOMENT)
    url = reverse("admin:reports_quarter_change", args=[quarter.pk])
    assert office.get(url).status_code == 200
    office.post(url, {"due_date": "20.01.2021"})
    assert Quarter.objects.get().due_date == quarter.due_date
