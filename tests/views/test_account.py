"""«Мои данные»."""

import pytest
from django.urls import reverse

from municipalities import accounts
from municipalities.models import Role, User
from tests.factories import PASSWORD, make_event, make_report

pytestmark = pytest.mark.django_db

DATA = {
    "full_name": "Иванова Анна Сергеевна",
    "post": "Главный специалист",
    "phone": "8 (48131) 4-00-00",
    "email": "",
    "_end": "1",
}


def send(client, **fields):
    return client.post(reverse("own_account"), DATA | fields)


@pytest.mark.parametrize("person", ["clerk", "reviewer", "administrator"])
def test_everybody_changes_their_own_and_nothing_else(request, sign_in, person):
    person = request.getfixturevalue(person)
    rights = {"role": Role.ADMIN, "is_active": "", "username": "chief", "rights_version": 9}
    assert send(sign_in(person), **rights).status_code == 302
    now = User.objects.get(pk=person.pk)
    assert (now.full_name, now.post, now.phone) == (DATA["full_name"], DATA["post"], DATA["phone"])
    assert (now.username, now.role, now.is_active) == (person.username, person.role, True)
    assert now.rights_version == person.rights_version


def test_words_are_no_telephone(sign_in, clerk):
    page = send(sign_in(clerk), phone="позвоните вечером").content.decode()
    assert "Напишите номер цифрами" in page
    assert User.objects.get(pk=clerk.pk).phone == clerk.phone


def test_new_address_of_mail_needs_the_password(sign_in, clerk):
    client = sign_in(clerk)
    page = send(client, email="new@svod.example").content.decode()
    assert "Чтобы сменить электронную почту, введите свой пароль." in page
    assert 'value="new@svod.example"' in page
    assert User.objects.get(pk=clerk.pk).email == ""
    send(client, email="new@svod.example", current_password=PASSWORD)
    assert User.objects.get(pk=clerk.pk).email == "new@svod.example"


def test_name_is_asked_for_and_a_cut_request_refused(sign_in, clerk):
    client = sign_in(clerk)
    page = send(client, full_name=" ").content.decode()
    assert "Напишите фамилию, имя и отчество." in page
    assert "Сотрудник Вязьмы" in page  # the header has the stored name
    assert "отправилась не полностью" in send(client, _end="").content.decode()
    assert User.objects.get(pk=clerk.pk).post == ""


def test_rights_taken_meanwhile_do_not_come_back(clerk):
    before = User.objects.get(pk=clerk.pk)
    User.objects.filter(pk=clerk.pk).update(is_active=False, rights_version=3)
    before.post = "Эксперт"
    accounts.save_own(before)
    now = User.objects.get(pk=clerk.pk)
    assert (now.post, now.is_active, now.rights_version) == ("Эксперт", False, 3)


def test_examples_under_fields_are_switched_off(sign_in, clerk, vyazma):
    event = make_event(make_report(vyazma))
    client, page = sign_in(clerk), reverse("event_update", args=[event.pk])
    send(client, shows_examples="on")
    assert "without-examples" not in client.get(page).content.decode()
    send(client)
    assert "without-examples" in client.get(page).content.decode()


def test_password_is_changed_from_the_same_page(sign_in, clerk):
    page = sign_in(clerk).get(reverse("own_account")).content.decode()
    assert f'action="{reverse("password_change")}"' in page
