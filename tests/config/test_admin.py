"""Django's admin speaks Russian: no English word and no code of ours on any of its pages."""

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from municipalities.models import User
from reports.models import Action, Remark, ReportLog, Status
from tests import factories, wording

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(sign_in, administrator, vyazma, reviewer):
    """A row of every table, in states whose keys are English words."""
    report = factories.make_report(vyazma, status=Status.IN_REVIEW, events=1)
    Remark.objects.create(report=report, text="Где?", author=reviewer, event=report.events.get())
    ReportLog.objects.create(
        report=report,
        action=Action.START_REVIEW,
        from_status=Status.SUBMITTED,
        to_status=Status.IN_REVIEW,
        user=reviewer,
        version=1,
    )
    report.quarter.save()
    return sign_in(administrator)


def addresses():
    """Every page of the admin that can be read."""
    yield reverse("admin:index")
    for app in ("municipalities", "reports"):
        yield reverse("admin:app_list", args=[app])
    for model in admin.site._registry:
        row = model.objects.order_by("pk").first()
        stem = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for page in ("changelist", "add", "import"):
            yield from _known(f"{stem}_{page}", [])
        for page in ("change", "history", "delete"):
            yield from _known(f"{stem}_{page}", [row.pk])
    yield reverse("admin:auth_user_password_change", args=[User.objects.first().pk])


def _known(name, args):
    try:
        yield reverse(name, args=args)
    except NoReverseMatch:  # not every table is exchanged with Excel
        return


def test_no_page_says_an_english_word_or_a_code(office):
    said, read = {}, 0
    for address in addresses():
        answer = office.get(address)
        if answer.status_code == 200:
            read += 1
            page = answer.content.decode()
            words = wording.foreign_words(wording.said_on(page)) | {
                w for w in ("Запрещена", "Sing-On", "алгоритм") if w in page
            }
            if words:
                said[address] = words
    assert said == {}
    assert read > 25


def test_admin_is_linked_at_the_foot_for_the_administrator_alone(sign_in, office, reviewer):
    page = office.get(reverse("quarter_list")).content.decode()
    before, _, foot = page.partition("<footer")
    assert reverse("admin:index") not in before
    assert reverse("admin:index") in foot
    page = sign_in(reviewer).get(reverse("review_queue")).content.decode()
    assert reverse("admin:index") not in page


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("абв1", "Пароль слишком короткий: нужно не меньше 8 знаков."),
        ("password", "Этот пароль слишком частый"),
        ("8391027465", "В пароле одни цифры"),
    ],
)
def test_weak_password_is_refused_in_our_words(office, reviewer, password, said):
    url = reverse("account_password", args=[reviewer.pk])
    page = office.post(url, {"password1": password, "password2": password}).content.decode()
    assert said in page
    assert "usable_password" not in page


def test_titles_agree_with_whatever_is_named(office, reviewer):
    stem = "admin:municipalities_user"
    for page, args, said in (
        ("changelist", [], "Выберите, что изменить: учетная запись"),
        ("add", [], "Добавить: учетная запись"),
        ("change", [reviewer.pk], "Изменить: учетная запись"),
    ):
        assert (
            f"<h1>{said}</h1>" in office.get(reverse(f"{stem}_{page}", args=args)).content.decode()
        )
