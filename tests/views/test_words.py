"""Not one English word, code or «ё» where the product speaks: on pages, in answers, in files."""

import re

import pytest
from django.shortcuts import render
from django.urls import reverse

from config.env import BASE_DIR
from tests import factories, wording
from tests.views import pages
from tests.views.posts import POSTS, make_stage

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"
IN_QUOTES = re.compile(r"""["'`][^"'`\n]*[ёЁ]""")


def test_whatever_a_clerk_can_read_is_in_russian():
    """Pages, and the own report as .docx and .xlsx in every state."""
    faults, files, pages_read = {}, set(), 0
    for reading, answer in pages.answers(pages.clerk_readings()):
        pages_read += 1
        said = wording.said_by(answer)
        if "officedocument" in answer["Content-Type"]:
            files.add((reading.state, reading.address[-4:]))
            assert "Отчет о мероприятиях, проведенных" in said  # it has been read
        if words := wording.foreign_words(said) | wording.disagreeing(said):
            faults[f"{reading.state}: {reading.address}"] = words
    assert faults == {}
    assert len(files) == 2 * (len(pages.STATES) + 3)
    assert pages_read > 150


@pytest.mark.parametrize("name", sorted(POSTS))
@pytest.mark.parametrize("is_broken", [False, True])
def test_what_answers_a_button_is_in_russian(client, name, is_broken):
    """What follows when it is carried out, and what is said of one that holds nothing."""
    post = POSTS[name](make_stage())
    if is_broken:
        post.data = {"_end": "1"}
    if post.person:
        client.force_login(post.person, BACKEND)
    answer = post.send(client)
    if answer.status_code == 302:
        answer = client.get(answer.url, follow=True)
    assert wording.foreign_words(wording.said_by(answer)) == set()


@pytest.mark.parametrize(
    ("address", "options", "status"),
    [
        ("/sign-in/", {"data": b"x", "content_type": "text/plain; charset=cp1251"}, 400),
        ("/", {}, 405),
        ("/sign-out/", {"HTTP_ORIGIN": "http://elsewhere.example"}, 403),
    ],
)
def test_refusals_are_in_russian(client, address, options, status, clerk):
    if status == 405:
        client.force_login(clerk, BACKEND)
    answer = client.post(address, **options)
    assert answer.status_code == status
    assert wording.foreign_words(wording.said_by(answer)) == set()


@pytest.mark.parametrize("page", ["400", "403", "404", "405", "413", "500", "503", "503_no_room"])
def test_pages_of_refusals_are_in_russian(rf, page):
    answer = render(None if page[0] == "5" else rf.get("/"), f"{page}.html", {"number": "12-34"})
    assert wording.foreign_words(wording.said_by(answer)) == set()


def test_letter_about_a_forgotten_password_is_in_russian(client, mailoutbox):
    person = factories.make_user(email="clerk@svod.example")
    client.post(reverse("password_reset"), {"email": person.email})
    [letter] = mailoutbox
    said = re.sub(r"https?://\S+", "", f"{letter.subject}\n{letter.body}")
    assert "парол" in said
    assert wording.foreign_words(said) == set()


def test_scripts_say_it_without_the_letter():
    """What a script puts on a page is in no answer of the server."""
    scripts = [*(BASE_DIR / "static" / "js").rglob("*.js")]
    assert scripts
    assert [script.name for script in scripts if IN_QUOTES.search(script.read_text())] == []


def test_what_is_foreign_is_found():
    page = '<body><p title="Save">Ждет <b>in_review</b></p><input type="submit" value="Delete"> ещё'
    assert wording.foreign_words(wording.said_on(page)) == {"Save", "in_review", "Delete", "ё"}
    assert wording.foreign_words(wording.said_on("<body>Файл .docx, Ctrl</body>")) == set()


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("1 отчет, из 1 отчета, 2 отчета, из 2 отчетов, 5 отчетов, 11 отчетов, 21 отчет", set()),
        ("1 отчетов, 2 отчет, 5 отчета", {"1 отчетов", "2 отчет", "5 отчета"}),
        ("11 строка, 12 строки, 21 строк", {"11 строка", "12 строки", "21 строк"}),
        ("1 раз, 2 раза, 5 раз", set()),
        ("Выпуск № 5 отчета", set()),
    ],
)
def test_nouns_that_do_not_agree_with_their_number_are_found(said, found):
    assert wording.disagreeing(said) == found


def test_no_template_or_script_counts_without_the_form_of_the_noun():
    """``|count`` and its like know the three forms."""
    files = [*(BASE_DIR / "templates").rglob("*.html"), *(BASE_DIR / "static" / "js").rglob("*.js")]
    assert len(files) > 100
    assert [file.name for file in files if wording.RAW_COUNT.search(file.read_text())] == []
    assert wording.RAW_COUNT.search("<p>{{ rows }} строк</p>")
    assert wording.RAW_COUNT.search("`${rows} строк`")
