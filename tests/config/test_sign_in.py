"""Throttling of sign-in: who asks, how many wrong tries are let through, and who hears of it."""

import datetime as dt
import ipaddress
import logging
import re

import pytest
from axes.models import AccessAttempt
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from config.sign_in import client_address
from municipalities.models import Role
from tests import factories
from tests.factories import PASSWORD
from tests.procedure.test_races import race

WRONG = "не тот"
PROXIES = [ipaddress.ip_network(text) for text in ("127.0.0.1", "10.0.0.0/8", "fd00::/8")]


@pytest.fixture
def behind_proxies(settings):
    settings.TRUSTED_PROXIES = PROXIES


def attempt(name, password=WRONG, *, address="198.51.100.1", client=None, **headers):
    client = client or Client()
    data = {"username": name, "password": password}
    return client.post(reverse("login"), data, REMOTE_ADDR=address, headers=headers)


def wait(minutes):
    for row in AccessAttempt.objects.all():
        at = row.attempt_time - dt.timedelta(minutes=minutes)
        AccessAttempt.objects.filter(pk=row.pk).update(attempt_time=at)


@pytest.mark.parametrize(
    ("sender", "forwarded", "address"),
    [
        ("198.51.100.1", None, "198.51.100.1"),
        ("198.51.100.1", "203.0.113.9", "198.51.100.1"),  # a stranger's own words
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "1.2.3.4, 203.0.113.9", "203.0.113.9"),  # forged before the proxy
        ("127.0.0.1", "1.2.3.4, 203.0.113.9, 10.0.0.5", "203.0.113.9"),  # two proxies
        ("127.0.0.1", "10.0.0.7, 203.0.113.9", "203.0.113.9"),  # forged as a proxy of ours
        ("127.0.0.1", "10.0.0.7", "10.0.0.7"),
        ("127.0.0.1", None, "127.0.0.1"),
        ("", "203.0.113.9", "203.0.113.9"),  # a unix socket
        ("", None, "127.0.0.1"),
        ("127.0.0.1", "203.0.113.9:51000", "203.0.113.9"),
        ("127.0.0.1", "[2001:db8::9]:51000", "2001:db8::9"),
        ("127.0.0.1", "2001:db8::9", "2001:db8::9"),
        ("127.0.0.1", "fe80::9%eth0", "fe80::9"),
        ("127.0.0.1", '"[2001:db8::9]"', "2001:db8::9"),
        ("::ffff:127.0.0.1", "::ffff:203.0.113.9", "203.0.113.9"),
        ("fd00::1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "203.0.113.9, unknown", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.9, 10.0.0.5, <script>", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.9,", "127.0.0.1"),
        ("127.0.0.1", ", 203.0.113.9", "203.0.113.9"),
        ("rubbish", "203.0.113.9", "203.0.113.9"),
    ],
)
def test_address_is_the_first_that_is_no_proxy_of_ours(behind_proxies, sender, forwarded, address):
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    request = RequestFactory().get("/", REMOTE_ADDR=sender, **headers)
    assert client_address(request) == address


def test_without_proxies_the_header_is_not_read():
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="203.0.113.9")
    assert client_address(request) == "127.0.0.1"


@pytest.mark.django_db
@pytest.mark.parametrize(("sender", "status"), [("10.0.0.5", 200), ("198.51.100.1", 301)])
def test_only_a_proxy_of_ours_says_that_it_was_https(
    client, settings, behind_proxies, sender, status
):
    settings.SECURE_SSL_REDIRECT = True
    headers = {"x-forwarded-proto": "https"}
    assert client.get(reverse("login"), REMOTE_ADDR=sender, headers=headers).status_code == status


@pytest.mark.django_db
def test_ten_wrong_tries_stop_the_name_there_and_nowhere_else(clerk, stranger):
    answers = [attempt(clerk.username).status_code for _ in range(10)]
    assert answers == [200] * 9 + [429]
    assert attempt(clerk.username, PASSWORD).status_code == 429
    assert attempt(clerk.username, PASSWORD, address="198.51.100.2").status_code == 302
    assert attempt(stranger.username, PASSWORD).status_code == 302


@pytest.mark.django_db
def test_invented_header_starts_nothing_anew(clerk, settings):
    for number in range(10):
        attempt(clerk.username, **{"x-forwarded-for": f"203.0.113.{number}"})
    assert attempt(clerk.username, PASSWORD).status_code == 429
    settings.TRUSTED_PROXIES = [ipaddress.ip_network("10.0.0.5")]
    for number in range(10):
        said = {"x-forwarded-for": f"203.0.113.{number}, 192.0.2.7"}
        attempt(clerk.username, address="10.0.0.5", **said)
    right = attempt(
        clerk.username, PASSWORD, address="10.0.0.5", **{"x-forwarded-for": "192.0.2.7"}
    )
    assert right.status_code == 429


@pytest.mark.django_db
def test_people_behind_one_proxy_are_counted_apart(clerk, behind_proxies):
    for _ in range(10):
        attempt(clerk.username, address="10.0.0.5", **{"x-forwarded-for": "203.0.113.1"})
    other = {"x-forwarded-for": "203.0.113.2"}
    assert attempt(clerk.username, PASSWORD, address="10.0.0.5", **other).status_code == 302


@pytest.mark.django_db
def test_sixty_names_from_one_place_stop_the_place(clerk, settings):
    answers = [attempt(f"имя-{number}").status_code for number in range(60)]
    assert answers == [200] * 59 + [429]
    page = attempt(clerk.username, PASSWORD)
    assert page.status_code == 429
    assert "с вашего адреса" in page.content.decode()
    assert attempt(clerk.username, PASSWORD, address="198.51.100.2").status_code == 302
    settings.SIGN_IN_ADDRESS_CEILING = 100
    assert attempt(clerk.username, PASSWORD).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("number", range(3))
def test_name_is_one_however_it_is_typed(clerk, number):
    spellings = [clerk.username.upper(), f" {clerk.username} ", f"{clerk.username}\u00a0"]
    for _ in range(10):
        attempt(spellings[number])
    assert attempt(clerk.username, PASSWORD).status_code == 429


@pytest.mark.django_db
def test_name_that_grows_when_it_is_compared_is_a_wrong_try_like_others():
    assert attempt("\ufdfa" * 150).status_code == 200


@pytest.mark.django_db
def test_fifteen_minutes_later_it_is_open_again_whatever_was_tried_meanwhile(clerk):
    for _ in range(10):
        attempt(clerk.username)
    wait(8)
    page = attempt(clerk.username)
    assert page.status_code == 429
    assert "через 7 минут" in page.content.decode()
    assert 360 < int(page["Retry-After"]) <= 420
    wait(8)
    assert attempt(clerk.username, PASSWORD).status_code == 302


@pytest.mark.django_db
def test_tries_spread_over_browsers_are_forgotten_one_by_one(clerk):
    for _ in range(9):
        attempt(clerk.username, **{"user-agent": "one"})
    wait(10)
    page = attempt(clerk.username, **{"user-agent": "two"})
    assert "через 5 минут" in page.content.decode()
    wait(6)
    assert attempt(clerk.username, PASSWORD).status_code == 302


@pytest.mark.django_db
def test_page_says_from_the_seventh_wrong_try_how_many_are_left(clerk):
    pages = [attempt(clerk.username).content.decode() for _ in range(9)]
    assert ["Можно попробовать еще" in page for page in pages] == [False] * 6 + [True] * 3
    assert "еще 3 раза, потом" in pages[6]
    assert "еще 1 раз, потом" in pages[8]


@pytest.mark.django_db
def test_page_says_it_when_the_place_is_near_its_ceiling(clerk):
    for number in range(57):
        attempt(f"имя-{number}")
    assert "еще 2 раза, потом" in attempt(clerk.username).content.decode()


@pytest.mark.django_db
def test_right_password_forgets_the_wrong_ones_of_that_name_there(clerk):
    for _ in range(9):
        attempt(clerk.username)
    assert attempt(clerk.username, PASSWORD).status_code == 302
    assert "Можно попробовать" not in attempt(clerk.username).content.decode()


def spread(name, count):
    for number in range(count):
        attempt(name, address=f"203.0.113.{number // 5}")


@pytest.mark.django_db
def test_thirty_wrong_tries_of_a_name_are_logged_once_and_told_at_the_next_sign_in(
    clerk, caplog, django_capture_on_commit_callbacks
):
    with caplog.at_level(logging.INFO), django_capture_on_commit_callbacks(execute=True):
        spread(clerk.username, 40)
    told = f"event=accounts what=many_tries account={clerk.pk} tries=30"
    assert [_without_request(line) for line in caplog.messages].count(told) == 1
    assert clerk.username not in caplog.text
    client = Client()
    attempt(clerk.username, PASSWORD, client=client)
    told = "Неудачных попыток войти с вашим именем с прошлого входа: 40."
    assert told in client.get(reverse("how_to")).content.decode()
    assert told not in client.get(reverse("how_to")).content.decode()
    client = Client()
    attempt(clerk.username, PASSWORD, client=client)
    assert "Неудачных попыток" not in client.get(reverse("how_to")).content.decode()


@pytest.mark.django_db
def test_few_wrong_tries_are_nobodys_news(clerk, caplog):
    spread(clerk.username, 29)
    client = Client()
    attempt(clerk.username, PASSWORD, client=client)
    assert "Неудачных попыток" not in client.get(reverse("how_to")).content.decode()
    assert "many_tries" not in caplog.text


@pytest.mark.django_db
def test_log_has_the_address_that_is_stopped_and_no_name_that_was_typed(clerk, caplog):
    with caplog.at_level(logging.DEBUG):
        for _ in range(11):
            attempt("пароль-вместо-имени")
    assert "пароль-вместо-имени" not in caplog.text
    told = "event=sign_in outcome=stopped address=198.51.100.1"
    assert [_without_request(line) for line in caplog.messages].count(told) == 1


def _without_request(line):
    return re.sub(r" request=[0-9-]+", "", line)


@pytest.mark.django_db
def test_administrator_opens_the_name_again(sign_in, administrator, clerk, stranger):
    for _ in range(10):
        attempt(clerk.username)
        attempt(stranger.username)
    office = sign_in(administrator)
    page = office.get(reverse("sign_in_locks")).content.decode()
    assert page.count("198.51.100.1</td>") == 2
    data = {"address": "198.51.100.1", "name": clerk.username}
    page = office.post(reverse("sign_in_locks"), data, follow=True).content.decode()
    assert "С адреса 198.51.100.1 снова можно войти." in page
    assert attempt(clerk.username, PASSWORD).status_code == 302
    assert attempt(stranger.username, PASSWORD).status_code == 429


@pytest.mark.django_db
def test_administrator_opens_the_address_again(sign_in, administrator, clerk):
    for number in range(60):
        attempt(f"имя-{number}")
    office = sign_in(administrator)
    assert "Все имена" in office.get(reverse("sign_in_locks")).content.decode()
    office.post(reverse("sign_in_locks"), {"address": "198.51.100.1", "name": ""})
    assert "Сейчас войти могут все." in office.get(reverse("sign_in_locks")).content.decode()
    assert attempt(clerk.username, PASSWORD).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "rubbish", "198.51.100.1'; --", "\0"])
def test_unlocking_of_rubbish_changes_nothing(sign_in, administrator, clerk, address):
    for _ in range(10):
        attempt(clerk.username)
    data = {"address": address, "name": clerk.username}
    assert sign_in(administrator).post(reverse("sign_in_locks"), data).status_code == 200
    assert attempt(clerk.username, PASSWORD).status_code == 429


@pytest.mark.django_db
def test_sign_in_of_the_admin_has_the_same_door(client):
    factories.make_user(Role.ADMIN, username="boss")
    for _ in range(10):
        client.post("/admin/login/", {"username": "boss", "password": PASSWORD})
        assert "_auth_user_id" not in client.session
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith(reverse("login"))


@pytest.mark.django_db
def test_list_of_locks_forgets_what_is_over(sign_in, administrator, clerk):
    for _ in range(10):
        attempt(clerk.username)
    AccessAttempt.objects.update(attempt_time=timezone.now() - dt.timedelta(minutes=16))
    page = sign_in(administrator).get(reverse("sign_in_locks")).content.decode()
    assert "Сейчас войти могут все." in page


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_counted_like_one_after_another():
    clerk = factories.make_user(username="clerk")
    answers = race(*[lambda: attempt(clerk.username).status_code] * 20)
    assert set(answers) <= {200, 429}
    assert answers.count(200) <= 9
    assert AccessAttempt.objects.get().failures_since_start >= 10
    assert attempt(clerk.username, PASSWORD).status_code == 429
