"""Rights of accounts: an administrator stays, a higher role is asked for and told, sessions end."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from municipalities import accounts
from municipalities.forms import OwnPasswordForm
from municipalities.models import Role, User
from tests import factories
from tests.factories import PASSWORD
from tests.municipalities.test_admin import upload, workbook
from tests.procedure.test_races import race

HEADINGS = [
    "Имя для входа",
    "Фамилия, имя, отчество",
    "Роль",
    "Код муниципального образования",
    "Работает",
]
LAST = "Это последний администратор, который может войти."
ASKED = "получит больше прав"
TOLD = "Прав стало больше"


def change(client, account, **overrides):
    values = {
        "username": account.username,
        "full_name": account.full_name,
        "role": account.role,
        "municipality": account.municipality.pk if account.municipality else "",
        "is_active": "on" if account.is_active else "",
    }
    data = {name: value for name, value in (values | overrides).items() if value != ""}
    return client.post(reverse("admin:municipalities_user_change", args=[account.pk]), data)


def row(account, **overrides):
    values = {
        "username": account.username,
        "full_name": account.full_name,
        "role": account.role.label if isinstance(account.role, Role) else Role(account.role).label,
        "municipality": account.municipality.slug if account.municipality else "",
        "is_active": "да" if account.is_active else "нет",
    }
    return list((values | overrides).values())


def send_file(office, *rows, **ticks):
    """Upload and confirm. Returns the page of the preview, and the one after the confirmation."""
    preview = upload(office, "user", workbook(HEADINGS, *rows))
    if "confirm_form" not in preview.context:
        return preview.content.decode(), ""
    url = reverse("admin:municipalities_user_process_import")
    data = preview.context["confirm_form"].initial | ticks
    return preview.content.decode(), office.post(url, data, follow=True).content.decode()


def rights(account):
    now = User.objects.get(pk=account.pk)
    return now.role, now.municipality.slug if now.municipality else None, now.is_active


def see(client):
    return client.get(reverse("how_to")).content.decode()


@pytest.fixture
def office(sign_in, administrator):
    return sign_in(administrator)


ENDS = [
    {"role": Role.REGION},
    {"role": Role.MUNICIPALITY, "municipality": "vyazma"},
    {"is_active": ""},
    {"role": Role.REGION, "is_active": ""},
]


@pytest.mark.django_db
@pytest.mark.parametrize("end", ENDS)
def test_last_administrator_stays_by_page(office, administrator, vyazma, end):
    values = end | ({"municipality": vyazma.pk} if "municipality" in end else {})
    assert LAST in change(office, administrator, **values).content.decode()
    assert rights(administrator) == (Role.ADMIN, None, True)
    assert see(office)  # still signed in


@pytest.mark.django_db
@pytest.mark.parametrize("end", ENDS)
def test_last_administrator_stays_by_file(office, administrator, vyazma, end):
    values = dict(end)
    if "role" in values:
        values["role"] = values["role"].label
    if "is_active" in values:
        values["is_active"] = "нет"
    page, _ = send_file(office, row(administrator, **values))
    assert LAST in page
    assert rights(administrator) == (Role.ADMIN, None, True)


@pytest.mark.django_db
def test_all_administrators_are_not_switched_off_by_one_file(office, administrator):
    other = factories.make_user(Role.ADMIN)
    page, _ = send_file(office, row(other, is_active="нет"), row(administrator, is_active="нет"))
    assert LAST in page
    assert rights(administrator) == rights(other) == (Role.ADMIN, None, True)


@pytest.mark.django_db
@pytest.mark.parametrize("is_empty", [True, False])
def test_administrator_who_cannot_sign_in_is_not_another_one(office, administrator, is_empty):
    other = factories.make_user(Role.ADMIN, is_active=not is_empty)
    if not is_empty:
        other.set_unusable_password()
        other.save()
    assert LAST in change(office, administrator, role=Role.REGION).content.decode()


@pytest.mark.django_db
def test_administrator_steps_down_when_another_is_there(office, administrator):
    factories.make_user(Role.ADMIN)
    change(office, administrator, role=Role.REGION)
    assert rights(administrator) == (Role.REGION, None, True)
    assert office.get(reverse("how_to")).status_code == 302


@pytest.mark.django_db
def test_administrator_is_not_deleted(office, administrator):
    factories.make_user(Role.ADMIN)
    for account in User.objects.all():
        url = reverse("admin:municipalities_user_delete", args=[account.pk])
        assert office.post(url, {"post": "yes"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": [administrator.pk], "post": "yes"}
    office.post(reverse("admin:municipalities_user_changelist"), data)
    assert User.objects.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("end", [{"role": Role.REGION}, {"is_active": False}])
@pytest.mark.parametrize("is_oneself", [True, False])
def test_two_administrators_at_once_do_not_both_go(end, is_oneself):
    for _ in range(5):
        User.objects.all().delete()
        first, second = (factories.make_user(Role.ADMIN) for _ in range(2))

        def go(account, user):
            account = User.objects.get(pk=account.pk)
            for name, value in end.items():
                setattr(account, name, value)
            accounts.save(account, user=user)

        pairs = [(first, second), (second, first)]
        results = race(*[lambda a=a, b=b: go(a, a if is_oneself else b) for a, b in pairs])
        assert [type(result) for result in results if result is not None] == [ValidationError]
        assert User.objects.administrators().count() == 1


@pytest.mark.django_db(transaction=True)
def test_pages_of_two_administrators_at_once_answer_both():
    first, second = (factories.make_user(Role.ADMIN) for _ in range(2))
    clients = [Client(), Client()]
    for client, account in zip(clients, (first, second), strict=True):
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    answers = race(
        lambda: change(clients[0], second, role=Role.REGION),
        lambda: change(clients[1], first, role=Role.REGION),
    )
    assert {answer.status_code for answer in answers} <= {200, 302, 403}
    assert User.objects.administrators().count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("person", "role"),
    [("clerk", Role.REGION), ("clerk", Role.ADMIN), ("reviewer", Role.ADMIN)],
)
def test_higher_role_is_asked_for_by_page(request, office, person, role):
    account = request.getfixturevalue(person)
    before = rights(account)
    new = {"role": role, "municipality": ""}
    page = change(office, account, **new).content.decode()
    assert ASKED in page
    assert 'name="may_raise"' in page
    assert rights(account) == before
    change(office, account, **new, may_raise="on")
    assert rights(account) == (role, None, True)


@pytest.mark.django_db
def test_lower_role_is_not_asked_for(office, reviewer, vyazma):
    url = reverse("admin:municipalities_user_change", args=[reviewer.pk])
    assert "may_raise" not in office.get(url).content.decode()
    change(office, reviewer, role=Role.MUNICIPALITY, municipality=vyazma.pk)
    assert rights(reviewer) == (Role.MUNICIPALITY, "vyazma", True)


@pytest.mark.django_db
def test_higher_role_is_asked_for_by_file(
    office, clerk, stranger, caplog, django_capture_on_commit_callbacks
):
    caplog.set_level("INFO")
    raised = row(clerk, role=Role.ADMIN.label, municipality="")
    renamed = row(stranger, full_name="Другая фамилия")
    with django_capture_on_commit_callbacks(execute=True):
        preview, page = send_file(office, raised, renamed)
    assert ASKED in preview
    assert "ничего не записано" in page
    assert ASKED in page
    assert rights(clerk) == (Role.MUNICIPALITY, "vyazma", True)
    assert not User.objects.filter(full_name="Другая фамилия").exists()
    assert "more_rights" not in caplog.text
    send_file(office, raised, renamed, may_raise="on")
    assert rights(clerk) == (Role.ADMIN, None, True)
    assert User.objects.filter(full_name="Другая фамилия").exists()


@pytest.mark.django_db
def test_file_that_raises_nobody_asks_nothing(office, clerk):
    preview, _ = send_file(office, row(clerk, full_name="Другая фамилия"))
    assert "may_raise" not in preview
    assert User.objects.get(pk=clerk.pk).full_name == "Другая фамилия"


@pytest.mark.django_db
def test_file_that_has_become_wrong_after_the_preview_is_refused_whole(
    office, administrator, clerk
):
    other = factories.make_user(Role.ADMIN)
    rows = [row(clerk, full_name="Новое имя"), row(administrator, role=Role.REGION.label)]
    preview = upload(office, "user", workbook(HEADINGS, *rows))
    User.objects.filter(pk=other.pk).update(is_active=False)
    url = reverse("admin:municipalities_user_process_import")
    page = office.post(url, preview.context["confirm_form"].initial, follow=True).content.decode()
    assert "Файл не принят, ничего не записано." in page
    assert LAST in page
    assert rights(administrator) == (Role.ADMIN, None, True)
    assert User.objects.get(pk=clerk.pk).full_name == clerk.full_name


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["page", "file"])
def test_every_administrator_is_told_once_of_a_higher_role(
    sign_in, office, clerk, reviewer, way, caplog, django_capture_on_commit_callbacks
):
    others = [sign_in(factories.make_user(Role.ADMIN)) for _ in range(2)]
    bystander = sign_in(reviewer)
    with caplog.at_level("INFO"), django_capture_on_commit_callbacks(execute=True):
        if way == "page":
            change(office, clerk, role=Role.REGION, municipality="", may_raise="on")
        else:
            send_file(office, row(clerk, role=Role.REGION.label, municipality=""), may_raise="on")
    said = f"what=more_rights account={clerk.pk} role=region user="
    assert [said in line for line in caplog.messages].count(True) == 1
    assert not any(word in caplog.text for word in (clerk.username, clerk.full_name, TOLD))
    office.get(reverse("admin:index"))
    for client in others:
        assert TOLD in see(client)
        assert TOLD not in see(client)
    assert TOLD not in see(office)
    assert TOLD not in see(bystander)


@pytest.mark.django_db
def test_download_does_not_swallow_the_news(sign_in, office, clerk):
    other = sign_in(factories.make_user(Role.ADMIN))
    change(office, clerk, role=Role.REGION, municipality="", may_raise="on")
    other.get(reverse("form_default_download")).getvalue()
    assert TOLD in see(other)


@pytest.mark.django_db
def test_new_and_returned_staff_are_told_of_too(sign_in, office, vyazma):
    other = sign_in(factories.make_user(Role.ADMIN))
    password = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    new = {"username": "boss", "full_name": "Новый начальник", "role": Role.ADMIN}
    office.post(reverse("admin:municipalities_user_add"), new | password)
    assert "Заведена учетная запись: Новый начальник (boss)" in see(other)
    boss = User.objects.get(username="boss")
    change(office, boss, is_active="")
    boss.refresh_from_db()
    assert "boss" not in see(other)
    change(office, boss, is_active="on")
    assert "Учетная запись снова работает: Новый начальник (boss)" in see(other)
    clerk = {"username": "novaya", "full_name": "Новая", "role": Role.MUNICIPALITY}
    office.post(
        reverse("admin:municipalities_user_add"), clerk | password | {"municipality": vyazma.pk}
    )
    assert "novaya" not in see(other)


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["page", "file"])
def test_switched_off_account_begins_anew(sign_in, office, clerk, way):
    client = sign_in(clerk)
    assert client.get(reverse("how_to")).status_code == 200
    for word, tick in (("нет", ""), ("да", "on")):
        if way == "page":
            change(office, clerk, is_active=tick)
        else:
            send_file(office, row(clerk, is_active=word))
        clerk.refresh_from_db()
        assert client.get(reverse("how_to")).status_code == 302
    assert sign_in(clerk).get(reverse("how_to")).status_code == 200


@pytest.mark.django_db
def test_session_that_slept_while_the_account_was_off_does_not_wake(sign_in, office, clerk):
    client = sign_in(clerk)
    for tick in ("", "on"):
        change(office, clerk, is_active=tick)
        clerk.refresh_from_db()
    assert client.get(reverse("how_to")).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["role", "municipality", "password"])
def test_sessions_end_with_the_rights_they_had(sign_in, office, clerk, rudnya, what):
    client = sign_in(clerk)
    if what == "password":
        url = reverse("admin:auth_user_password_change", args=[clerk.pk])
        office.post(url, {"password1": "новый-пароль-1", "password2": "новый-пароль-1"})
        assert User.objects.get(pk=clerk.pk).check_password("новый-пароль-1")
    else:
        new = {"role": Role.REGION, "municipality": "", "may_raise": "on"}
        change(office, clerk, **(new if what == "role" else {"municipality": rudnya.pk}))
    assert client.get(reverse("how_to")).status_code == 302
    old = {"role": Role.MUNICIPALITY, "municipality": clerk.municipality.pk}
    change(office, clerk, **old)
    assert client.get(reverse("how_to")).status_code == 302


@pytest.mark.django_db
def test_change_of_the_telephone_ends_nothing(sign_in, office, clerk):
    client = sign_in(clerk)
    change(office, clerk, phone="8 (48131) 4-11-22")
    assert client.get(reverse("how_to")).status_code == 200


@pytest.mark.django_db
def test_stale_page_of_an_account_keeps_what_others_wrote(office, clerk):
    stale = User.objects.get(pk=clerk.pk)
    User.objects.filter(pk=clerk.pk).update(notice="Новость\n", wrong_tries=31)
    stale.phone = "1"
    accounts.save(stale, user=User.objects.administrators().get())
    assert User.objects.values_list("notice", "wrong_tries").get(pk=clerk.pk) == ("Новость\n", 31)


@pytest.mark.django_db
def test_new_password_does_not_bring_back_taken_rights(reviewer):
    form = OwnPasswordForm(
        reviewer,
        {
            "old_password": PASSWORD,
            "new_password1": "новый-пароль-1",
            "new_password2": "новый-пароль-1",
        },
    )
    assert form.is_valid(), form.errors
    User.objects.filter(pk=reviewer.pk).update(is_active=False)
    form.save()
    reviewer.refresh_from_db()
    assert (reviewer.is_active, reviewer.check_password("новый-пароль-1")) == (False, True)


def hours_left():
    return (Session.objects.get().expire_date - timezone.now()) / dt.timedelta(hours=1)


def pass_hours(hours):
    """So much later for the sessions."""
    store = Session.objects.get()
    data = store.get_decoded()
    data["seen"] -= hours * 3600
    Session.objects.update(
        session_data=Session.get_session_store_class()().encode(data),
        expire_date=store.expire_date - dt.timedelta(hours=hours),
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("person", "hours"), [("clerk", 14 * 24), ("reviewer", 12), ("administrator", 12)]
)
def test_session_lasts_so_long_after_the_last_request(request, client, person, hours):
    account = request.getfixturevalue(person)
    client.post(reverse("login"), {"username": account.username, "password": PASSWORD})
    assert hours_left() == pytest.approx(hours, abs=0.01)
    for _ in range(3):
        pass_hours(hours - 1)
        assert client.get(reverse("how_to")).status_code == 200
        assert hours_left() == pytest.approx(hours, abs=0.01)
    pass_hours(hours)
    assert client.get(reverse("how_to")).status_code == 302


@pytest.mark.django_db
def test_length_of_sessions_is_a_setting(client, reviewer, settings):
    settings.STAFF_SESSION_HOURS = 2
    client.post(reverse("login"), {"username": reviewer.username, "password": PASSWORD})
    assert hours_left() == pytest.approx(2, abs=0.01)


@pytest.mark.django_db
def test_cookie_ends_with_the_session(client, reviewer, settings):
    client.post(reverse("login"), {"username": reviewer.username, "password": PASSWORD})
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 12 * 3600
