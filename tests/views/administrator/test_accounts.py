"""The administrator's pages of accounts."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from municipalities import accounts
from municipalities.models import Municipality, Role, User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(sign_in, administrator):
    return sign_in(administrator)


def page_of(office, person):
    return reverse("account_detail", args=[person.pk])


def sent(person, *rows, **changes):
    """As the page of an account sends it: each row a municipality, its first and its last day."""
    data = {name: getattr(person, name) for name in ("username", "full_name", "role")}
    data |= {
        "is_active": "on",
        "seen": accounts.stamp(User.objects.get(pk=person.pk)),
        "acting-TOTAL_FORMS": len(rows),
        "acting-INITIAL_FORMS": 0,
        "_end": "1",
    }
    for number, (municipality, since, until) in enumerate(rows):
        data |= {
            f"acting-{number}-municipality": municipality.pk if municipality else "",
            f"acting-{number}-since": since,
            f"acting-{number}-until": until,
        }
    return {name: value for name, value in (data | changes).items() if value is not None}


def days(person):
    rows = person.acting.order_by("since", "municipality")
    return [(row.municipality.slug, row.since, row.until) for row in rows]


def test_person_acts_for_several_from_and_until(office, clerk, vyazma, rudnya):
    data = sent(clerk, (vyazma, "01.02.2020", ""), (rudnya, "01.03.2020", "31.12.2099"))
    assert office.post(page_of(office, clerk), data).status_code == 302
    assert days(clerk) == [
        ("vyazma", dt.date(2020, 2, 1), None),
        ("rudnya", dt.date(2020, 3, 1), dt.date(2099, 12, 31)),
    ]
    assert set(Municipality.objects.for_user(clerk)) == {vyazma, rudnya}


def test_change_of_days_ends_the_sessions(sign_in, office, clerk, vyazma, rudnya):
    """Those of whoever may see another report than before."""
    own = sign_in(clerk)
    since = f"{clerk.acting.get().since:%d.%m.%Y}"
    office.post(page_of(office, clerk), sent(clerk, (vyazma, since, ""), phone="4-22-51"))
    assert own.get(reverse("own_account")).status_code == 200
    data = sent(clerk, (vyazma, since, ""), (rudnya, since, ""))
    office.post(page_of(office, clerk), data)
    assert own.get(reverse("own_account")).status_code == 302


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("", "", "Напишите, с какого дня"),
        ("вчера", "", "Напишите дату так"),
        ("02.02.2021", "01.02.2021", "Последний день не может быть раньше первого."),
        ("01.01.2020", "01.02.2020", "Муниципальное образование указывают сотруднику"),
    ],
)
def test_days_that_cannot_be_are_explained(office, clerk, vyazma, since, until, said):
    before = days(clerk)
    page = office.post(page_of(office, clerk), sent(clerk, (vyazma, since, until)))
    assert said in page.content.decode()
    assert days(clerk) == before


def test_one_municipality_twice_from_a_day_is_explained(office, clerk, vyazma):
    row = (vyazma, "01.02.2020", "")
    page = office.post(page_of(office, clerk), sent(clerk, row, row)).content.decode()
    assert "С этого дня оно уже указано." in page
    assert clerk.acting.count() == 1


@pytest.mark.parametrize("changed", ["switched off", "days", "phone"])
def test_what_was_changed_meanwhile_is_not_written_over(office, clerk, vyazma, rudnya, changed):
    since = f"{clerk.acting.get().since:%d.%m.%Y}"
    data = sent(clerk, (vyazma, since, ""), phone="4-22-51")
    if changed == "days":
        clerk.act_for(rudnya)
    else:
        other = {"is_active": False} if changed == "switched off" else {"phone": "4-00-00"}
        User.objects.filter(pk=clerk.pk).update(**other)
    before = (days(clerk), User.objects.values().get(pk=clerk.pk))
    page = office.post(page_of(office, clerk), data).content.decode()
    assert "эту учетную запись, ее изменили" in page
    assert 'value="4-22-51"' in page
    assert (days(clerk), User.objects.values().get(pk=clerk.pk)) == before


@pytest.mark.parametrize("name", ["PETROVA", "петрова ", "Петро ва"])
def test_name_that_differs_by_case_alone_is_taken(office, vyazma, name):
    factories.make_user(municipality=vyazma, username="Petrova" if name == "PETROVA" else "Петрова")
    account = User(username=name, role=Role.REGION)
    with pytest.raises(ValidationError, match="Такое имя для входа уже есть"):
        account.clean()


def test_higher_role_is_asked_for(office, clerk, vyazma):
    data = sent(clerk, role=Role.REGION)
    page = office.post(page_of(office, clerk), data).content.decode()
    assert 'type="checkbox" name="may_raise"' in page
    clerk.refresh_from_db()
    assert clerk.role == Role.MUNICIPALITY
    office.post(page_of(office, clerk), data | {"may_raise": "on"})
    clerk.refresh_from_db()
    assert (clerk.role, clerk.acting.count()) == (Role.REGION, 0)


def test_last_administrator_stays(office, administrator):
    page = office.post(page_of(office, administrator), sent(administrator, is_active=None))
    assert "Это последний администратор" in page.content.decode()
    administrator.refresh_from_db()
    assert administrator.is_active


def test_person_is_switched_off(sign_in, office, clerk, vyazma):
    own = sign_in(clerk)
    since = f"{timezone.localdate():%d.%m.%Y}"
    office.post(page_of(office, clerk), sent(clerk, (vyazma, since, ""), is_active=None))
    assert own.get(reverse("own_account")).status_code == 302
    assert "отключен" in office.get(reverse("account_list"), {"show": "off"}).content.decode()


def test_new_person_signs_in(office, client, rudnya):
    data = {
        "username": "novaya",
        "full_name": "Новая Сотрудница",
        "role": Role.MUNICIPALITY,
        "municipality": rudnya.pk,
        "password1": "длинный-пароль-1",
        "password2": "длинный-пароль-1",
    }
    page = office.post(reverse("account_create"), data, follow=True).content.decode()
    assert "Учетная запись заведена: Новая Сотрудница." in page
    assert User.objects.get(username="novaya").municipality == rudnya
    client.post(reverse("login"), {"username": "novaya", "password": "длинный-пароль-1"})
    assert client.get(reverse("own_account")).status_code == 200


def test_new_password_is_set_for_others_alone(office, clerk, administrator):
    data = {"password1": "длинный-пароль-1", "password2": "длинный-пароль-1"}
    office.post(reverse("account_password", args=[clerk.pk]), data)
    clerk.refresh_from_db()
    assert clerk.check_password("длинный-пароль-1")
    own = office.post(reverse("account_password", args=[administrator.pk]), data)
    assert own.url == reverse("password_change")
    administrator.refresh_from_db()
    assert administrator.check_password(factories.PASSWORD)


@pytest.mark.parametrize("sought", ["ПЕТРОВ", "petrov", "4-22", "рудня", "петров@"])
def test_search_looks_into_all_that_is_shown(office, clerk, rudnya, sought):
    rudnya.names.update(short_name="Рудня")
    factories.make_user(
        username="petrov",
        full_name="Петров Иван",
        phone="4-22-51",
        email="петров@svod.example",
        municipality=rudnya,
    )
    page = office.get(reverse("account_list"), {"q": sought})
    assert [str(person) for person in page.context["page"].rows] == ["Петров Иван"]
    nobody = office.get(reverse("account_list"), {"q": "никто такой"}).content.decode()
    assert "Никого не нашлось" in nobody


def test_municipalities_to_choose_from_are_read_once_for_all_rows(office, clerk, vyazma, rudnya):
    def statements(*rows):
        data = sent(clerk, *rows, full_name="")  # refused: nothing is written
        with CaptureQueriesContext(connection) as asked:
            office.post(page_of(office, clerk), data)
        return len(asked)

    one = statements((vyazma, "01.02.2020", ""))
    several = statements(*((rudnya, f"{day}.02.2020", "") for day in range(10, 20)))
    assert several == one
