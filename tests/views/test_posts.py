"""Every POST: carried out when a page of ours sends it; not carried out, not repeated and not offered
again when another does."""

import re

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from config.unsent import SENT_AGAIN
from municipalities.models import Role, User
from reports.models import Event, RemarkAnswer
from tests.views.posts import POSTS, STORE_NOTHING, WORDS, Post, make_stage

pytestmark = pytest.mark.django_db

OURS = "http://testserver"
FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": OURS},  # another service of the same machine
    {"Origin": "http://elsewhere.example"},
    {"Origin": "null", "Referer": f"{OURS}/"},
    {"Origin": OURS, "Referer": "http://testserver.elsewhere.example/"},
    {"Referer": "https://testserver/"},
    {"Referer": "http://[elsewhere"},
]


def digest():
    """Every row of every table, but those that only migrations write."""
    return {
        model._meta.label: list(model.objects.order_by("pk").values_list())
        for model in apps.get_models()
        if model._meta.app_label not in ("auth", "contenttypes")
    }


def browser_of(person):
    """A client that is held to the keys of pages, as browsers are."""
    client = Client(enforce_csrf_checks=True)
    if person is not None:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def main_of(response):
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("name", sorted(POSTS))
def test_post_of_our_own_page_is_carried_out(client, sign_in, name):
    stage = make_stage()
    post = POSTS[name](stage)
    sender = sign_in(post.person) if post.person else client
    before = digest()
    assert post.send(sender).status_code in (200, 302)
    assert (digest() == before) == (name in STORE_NOTHING)


@pytest.mark.parametrize("name", sorted(POSTS))
def test_post_of_a_foreign_page_leaves_no_trace(name):
    post = POSTS[name](make_stage())
    for person in {post.person, None}:
        client = browser_of(person)
        before = digest()
        for headers in FOREIGN:
            response = post.send(client, **headers)
            assert response.status_code in (401, 403), headers
            assert WORDS not in response.content.decode(), headers
            assert "<form" not in main_of(response), headers
        assert digest() == before


@pytest.mark.parametrize("name", sorted(POSTS))
def test_post_of_unknown_origin_is_given_back_without_a_button(name):
    post = POSTS[name](make_stage())
    for person in {post.person, None}:
        client = browser_of(person)
        before = digest()
        response = post.send(client)
        assert response.status_code in (401, 403)
        assert "<form" not in main_of(response)
        assert digest() == before
        typed = WORDS in str(post.data) and not post.is_json and name != "report_paste_keep"
        assert (WORDS in main_of(response)) == typed


@pytest.mark.parametrize("name", sorted(POSTS))
def test_only_texts_of_our_own_pages_are_offered_to_be_sent_again(name):
    post = POSTS[name](make_stage())
    for person in {post.person, None}:
        page = main_of(post.send(browser_of(person), Origin=OURS))
        assert ("Отправить снова" in page) == (name in SENT_AGAIN)


@pytest.mark.parametrize("name", sorted(SENT_AGAIN))
def test_everything_that_is_sent_again_is_shown(name):
    post = POSTS[name](make_stage())
    more = {"format": "online", "category": "sport", "countries": ["BY", "CN"], "cell_5": "place"}
    post.data |= {**more, "participants_own": "15", "at": "event-5", "role": "admin", "extra": "e"}
    page = main_of(post.send(browser_of(post.person), **{"Sec-Fetch-Site": "same-origin"}))
    sent = re.findall(r'<textarea name="(\w+)" hidden>\n(.*?)</textarea>', page, re.DOTALL)
    shown = re.findall(r'<p class="typed">(.*?)</p>', page, re.DOTALL)
    words = {
        "online": "онлайн",
        "sport": "спорт",
        "BY": "Беларусь",
        "CN": "Китай",
        "place": "Место",
    }
    assert [words.get(value, value) for _, value in sent] == shown
    assert not {"at", "role", "extra", "csrfmiddlewaretoken"} & {name for name, _ in sent}
    assert set(re.findall(r'<input[^>]*name="(\w+)"', page)) == {"csrfmiddlewaretoken", "_end"}


# They stand on the page of a report, of which the address takes POST alone.
ON_ANOTHER_PAGE = {
    "remark_answer": "report_detail",
    "correction_ask": "report_detail",
    "remarks_create": "report_review",
    "remark_reopen": "report_review",
}


@pytest.mark.parametrize("name", sorted(POSTS))
def test_what_is_given_back_is_called_as_on_its_page(sign_in, name):
    stage = make_stage()
    post = POSTS[name](stage)
    if name == "region_settings":
        fields = ("name", "post", "phone", "room", "hours")
        post.data |= {f"contact-0-{field}": WORDS for field in fields}
    if name == "remarks_create":
        post.data[f"remark_{stage.reviewed.events.first().pk}"] = WORDS
    given = main_of(post.send(browser_of(None)))
    labels = re.findall(r"<h3>(.*?)</h3>", given)
    if not labels:
        return
    report = stage.report if post.person == stage.clerk else stage.reviewed
    of_report = ON_ANOTHER_PAGE.get(name)
    address = reverse(of_report, args=[report.pk]) if of_report else post.url
    if name == "received_enter_all":
        address = reverse("received_files", args=[stage.quarter.slug])
    page = sign_in(post.person).get(address, follow=True).content.decode()
    assert [label for label in labels if label not in page] == []


def press(client, url, page):
    """The button of the page, with all that stands in its form."""
    form = page.partition("<form")[2].partition("</form>")[0]
    data = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    data |= dict(re.findall(r'<textarea name="(\w+)" hidden>\n(.*?)</textarea>', form, re.DOTALL))
    return client.post(url, data, headers={"Origin": OURS})


def test_button_saves_what_was_typed():
    post = POSTS["event_update"](make_stage())
    client = browser_of(post.person)
    press(client, post.url, main_of(post.send(client, Origin=OURS)))
    assert Event.objects.get(content=WORDS).version == 2


def test_button_sends_an_answer():
    post = POSTS["remark_answer"](make_stage())
    client = browser_of(post.person)
    press(client, post.url, main_of(post.send(client, Referer=f"{OURS}/")))
    assert RemarkAnswer.objects.get().text == WORDS


def test_request_that_was_cut_is_not_made_whole():
    post = POSTS["event_update"](make_stage())
    del post.data["_end"]
    page = main_of(post.send(browser_of(post.person), Origin=OURS))
    assert WORDS in page
    assert "<form" not in page


def test_origin_that_the_keeper_trusts_is_ours(settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://svod.example"]
    post = POSTS["event_update"](make_stage())
    page = main_of(post.send(browser_of(None), Origin="https://svod.example"))
    assert "Отправить снова" in page


@pytest.mark.parametrize("headers", [{}, {"Origin": OURS}, *FOREIGN])
@pytest.mark.parametrize("is_signed_in", [True, False])
def test_nothing_of_the_admin_is_given_back_or_sent_again(headers, is_signed_in):
    stage = make_stage()
    clerk = {
        "username": "clerk",
        "full_name": WORDS,
        "name": WORDS,
        "role": Role.ADMIN,
        "_end": "1",
    }
    client = browser_of(stage.administrator if is_signed_in else None)
    for url in (
        reverse("admin:municipalities_user_change", args=[stage.clerk.pk]),
        reverse("admin:municipalities_user_add"),
        reverse("admin:municipalities_user_import"),
        reverse("admin:municipalities_municipality_delete", args=[stage.report.municipality_id]),
    ):
        response = Post(None, url, clerk).send(client, **headers)
        assert response.status_code == 403
        assert WORDS not in response.content.decode()
        assert "<form" not in main_of(response)
    assert User.objects.get(pk=stage.clerk.pk).role == Role.MUNICIPALITY
    assert User.objects.count() == 3
