"""Every URL by its name, against everyone who is not meant to use it.

A page that is missing from the table fails: a new one is not open until somebody says to whom.
"""

import re

import pytest
from django.contrib import admin
from django.urls import get_resolver, reverse
from django.utils import timezone

from municipalities.models import AddedPlace, Role
from reports.models import (
    Action,
    Consolidation,
    Correction,
    ExtensionRequest,
    ReceivedReport,
    Remark,
    ReportLog,
    Status,
)
from tests import factories
from tests.tables import TABLES
from tests.views.posts import POSTS

pytestmark = pytest.mark.django_db

PUBLIC = {
    "login",
    "password_reset",
    "password_reset_done",
    "password_reset_confirm",
    "password_reset_complete",
}
PUBLIC_WITHOUT_NAME = {None}  # favicon.ico
ANYONE_SIGNED_IN = {
    "home",
    "how_to",
    "logout",
    "own_account",
    "password_change",
    "password_change_done",
}
# Name → the method it takes and the roles that may come. An object is Вязьма's.
RESTRICTED = {
    "report_detail": ("get", {Role.MUNICIPALITY}),
    "report_check": ("get", {Role.MUNICIPALITY}),
    "report_welcome": ("post", {Role.MUNICIPALITY}),
    "report_no_events": ("get", {Role.MUNICIPALITY}),
    "report_receipt": ("get", {Role.MUNICIPALITY}),
    "report_receipt_numbered": ("get", {Role.MUNICIPALITY}),
    "report_ask_extension": ("get", {Role.MUNICIPALITY}),
    "report_story": ("get", {Role.MUNICIPALITY}),
    "own_reports": ("get", {Role.MUNICIPALITY}),
    "report_not_held": ("post", {Role.MUNICIPALITY}),
    "report_print": ("get", {Role.MUNICIPALITY}),
    "report_download": ("get", {Role.MUNICIPALITY}),
    "report_withdraw": ("get", {Role.MUNICIPALITY}),
    "report_paste": ("get", {Role.MUNICIPALITY}),
    "report_paste_keep": ("post", {Role.MUNICIPALITY}),
    "report_template": ("get", {Role.MUNICIPALITY}),
    "report_paste_columns": ("post", {Role.MUNICIPALITY}),
    "report_paste_forget": ("post", {Role.MUNICIPALITY}),
    "period_answer": ("get", {Role.MUNICIPALITY}),
    "event_create": ("get", {Role.MUNICIPALITY}),
    "event_update": ("get", {Role.MUNICIPALITY}),
    "event_autosave": ("post", {Role.MUNICIPALITY}),
    "event_autosave_new": ("post", {Role.MUNICIPALITY}),
    "event_presence": ("post", {Role.MUNICIPALITY}),
    "event_choose": ("get", {Role.MUNICIPALITY}),
    "event_completions": ("get", {Role.MUNICIPALITY}),
    "event_findings": ("post", {Role.MUNICIPALITY}),
    "event_dismiss": ("post", {Role.MUNICIPALITY}),
    "event_delete": ("post", {Role.MUNICIPALITY}),
    "event_restore": ("post", {Role.MUNICIPALITY}),
    "event_copy": ("post", {Role.MUNICIPALITY}),
    "event_move": ("post", {Role.MUNICIPALITY}),
    "event_place": ("post", {Role.MUNICIPALITY}),
    "report_order_by_date": ("post", {Role.MUNICIPALITY}),
    "report_delete_events": ("post", {Role.MUNICIPALITY}),
    "report_restore_events": ("post", {Role.MUNICIPALITY}),
    "remark_fix": ("post", {Role.MUNICIPALITY}),
    "remark_answer": ("post", {Role.MUNICIPALITY}),
    "correction_ask": ("post", {Role.MUNICIPALITY}),
    "report_perform": ("post", {Role.MUNICIPALITY}),
    "report_review": ("get", {Role.REGION, Role.ADMIN}),
    "report_close": ("get", {Role.REGION}),
    "report_files": ("get", {Role.MUNICIPALITY}),
    "file_delete": ("post", {Role.MUNICIPALITY}),
    "file_restore": ("post", {Role.MUNICIPALITY}),
    "file_download": ("get", {Role.MUNICIPALITY, Role.REGION, Role.ADMIN}),
    "report_enter": ("get", {Role.REGION}),
    "received_files": ("get", {Role.REGION}),
    "received_enter_all": ("post", {Role.REGION}),
    "received_report": ("get", {Role.REGION}),
    "received_answer": ("post", {Role.REGION}),
    "received_choose": ("post", {Role.REGION}),
    "received_set_aside": ("post", {Role.REGION}),
    "received_move": ("post", {Role.REGION}),
    "received_download": ("get", {Role.REGION}),
    "report_hand_over": ("get", {Role.REGION}),
    "remarks_create": ("post", {Role.REGION}),
    "remark_delete": ("post", {Role.REGION}),
    "ready_remark": ("post", {Role.REGION}),
    "remark_close": ("post", {Role.REGION}),
    "remark_reopen": ("post", {Role.REGION}),
    "event_correct": ("get", {Role.REGION}),
    "correction_settle": ("post", {Role.REGION}),
    "review_queue": ("get", {Role.REGION, Role.ADMIN}),
    "review_accept": ("post", {Role.REGION}),
    "quarter_board": ("get", {Role.REGION, Role.ADMIN}),
    "quarter_calls": ("get", {Role.REGION, Role.ADMIN}),
    "board_download": ("get", {Role.REGION, Role.ADMIN}),
    "calls_download": ("get", {Role.REGION, Role.ADMIN}),
    "report_extension": ("get", {Role.REGION, Role.ADMIN}),
    "extension_settle": ("post", {Role.REGION, Role.ADMIN}),
    "extension_refuse": ("get", {Role.REGION, Role.ADMIN}),
    "consolidated": ("get", {Role.REGION, Role.ADMIN}),
    "consolidated_download": ("get", {Role.REGION, Role.ADMIN}),
    "consolidated_rows": ("get", {Role.REGION}),
    "consolidated_issue": ("get", {Role.REGION}),
    "consolidation_cancel": ("get", {Role.REGION}),
    "consolidation_detail": ("get", {Role.REGION, Role.ADMIN}),
    "consolidation_download": ("get", {Role.REGION, Role.ADMIN}),
    "event_arrange": ("post", {Role.REGION}),
    "duplicates": ("get", {Role.REGION, Role.ADMIN}),
    "event_decide": ("post", {Role.REGION}),
    "event_separate": ("post", {Role.REGION}),
    "event_wording": ("get", {Role.REGION}),
    "event_leave_out": ("get", {Role.REGION}),
    "event_put_back": ("post", {Role.REGION}),
    "sign_in_locks": ("get", {Role.ADMIN}),
    "quarter_list": ("get", {Role.ADMIN}),
    "quarter_due_date": ("get", {Role.ADMIN}),
    "quarter_close": ("get", {Role.ADMIN}),
    "quarter_delete": ("get", {Role.ADMIN}),
    "quarter_reopen": ("get", {Role.ADMIN}),
    "municipality_list": ("get", {Role.ADMIN}),
    "municipality_create": ("get", {Role.ADMIN}),
    "municipality_detail": ("get", {Role.ADMIN}),
    "municipality_place": ("post", {Role.ADMIN}),
    "municipality_rename": ("get", {Role.ADMIN}),
    "name_update": ("get", {Role.ADMIN}),
    "name_delete": ("post", {Role.ADMIN}),
    "account_list": ("get", {Role.ADMIN}),
    "account_create": ("get", {Role.ADMIN}),
    "account_detail": ("get", {Role.ADMIN}),
    "account_password": ("get", {Role.ADMIN}),
    "added_place_list": ("get", {Role.ADMIN}),
    "added_place_delete": ("post", {Role.ADMIN}),
    "region_settings": ("get", {Role.ADMIN}),
    "document_settings": ("get", {Role.ADMIN}),
    "document_options": ("get", {Role.ADMIN}),
    "form_default": ("post", {Role.ADMIN}),
    "form_default_download": ("get", {Role.ADMIN}),
    "form_download": ("get", {Role.ADMIN}),
    "form_trial": ("get", {Role.ADMIN}),
    "form_sample": ("get", {Role.ADMIN}),
    "form_take": ("post", {Role.ADMIN}),
    "form_discard": ("post", {Role.ADMIN}),
}
WITHOUT_OBJECT = {
    "ready_remark",
    "own_reports",
    "review_queue",
    "review_accept",
    "sign_in_locks",
    "quarter_list",
    "municipality_list",
    "municipality_create",
    "account_list",
    "account_create",
    "added_place_list",
    "region_settings",
    "document_settings",
    "document_options",
    "form_default",
    "form_default_download",
}
OF_A_MUNICIPALITY = {
    name
    for name in RESTRICTED
    if name.startswith(
        (
            *("report_", "event_", "remark_", "remarks_", "period_", "correction_"),
            *("extension_", "file_"),
        )
    )
}
OF_A_REPORT = {
    "event_create",
    "event_autosave_new",
    "event_choose",
    "event_findings",
    "event_completions",
}
OF_A_QUARTER = {"received_files", "received_enter_all"}
# What stands in an address after the key.
MORE_OF_ADDRESS = {
    "report_perform": ["submit"],
    "report_receipt_numbered": [1],
    "report_download": ["docx"],
}
SPOKEN_IN_JSON = {
    "event_autosave",
    "event_autosave_new",
    "event_presence",
    "event_findings",
    "event_dismiss",
}
CANARY = "канарейка Вязьмы"


def own_names():
    """Names outside Django's admin; the admin is walked below."""
    names = set()
    for pattern in get_resolver().url_patterns:
        if getattr(pattern, "namespace", None) == "admin":
            continue
        for leaf in getattr(pattern, "url_patterns", [pattern]):
            names.add(leaf.name)
    return names


def test_every_url_is_in_the_table():
    assert own_names() == PUBLIC | PUBLIC_WITHOUT_NAME | ANYONE_SIGNED_IN | set(RESTRICTED)


def test_every_address_that_takes_post_is_in_the_table_of_posts(sign_in, administrator, address):
    client = sign_in(administrator)
    taking = {n for n in RESTRICTED if "POST" in client.delete(address(n)).headers["Allow"]}
    of_django = {"login", "logout", "password_change", "password_reset", "password_reset_confirm"}
    assert taking | of_django | {"own_account"} == set(POSTS)


@pytest.fixture
def scene(vyazma, reviewer):
    """One report of Вязьма with an event and a sent remark, every text with the canary."""
    report = factories.make_report(vyazma, status=Status.RETURNED)
    event = factories.make_event(report, name=CANARY, content=CANARY, participants=CANARY)
    remark = Remark.objects.create(
        report=report, event=event, text=CANARY, author=reviewer, sent_at=timezone.now()
    )
    Correction.objects.create(event=event, cell="content", old_text=CANARY, author=reviewer)
    ExtensionRequest.objects.create(
        report=report, until=timezone.localdate(), reason=CANARY, asked_by=reviewer
    )
    factories.make_received(report.quarter, reviewer, municipality=vyazma, doubt=CANARY)
    factories.make_kept(report, reviewer, title=CANARY, data=f"%PDF- {CANARY}".encode())
    ReportLog.objects.create(
        report=report,
        action=Action.SUBMIT,
        from_status=Status.DRAFT,
        to_status=Status.SUBMITTED,
        user=reviewer,
        version=1,
    )
    return report, event, remark


@pytest.fixture
def forms(administrator):
    """A form that was taken, and one on trial."""
    return {
        is_taken: factories.make_form(administrator, taken_at=timezone.now() if is_taken else None)
        for is_taken in (True, False)
    }


@pytest.fixture
def issued(reviewer):
    return Consolidation.objects.create(
        year=2020,
        first_quarter=4,
        last_quarter=4,
        number=1,
        issued_by=reviewer,
        contents={"title": [], "options": {}, "form": None, "sections": []},
        event_count=0,
        file_stem="Отчет",
    )


@pytest.fixture
def address(scene, forms, issued, clerk):
    report, event, remark = scene

    def address_of(name, missing=False):
        pk = {
            "event": event.pk,
            "remark": remark.pk,
            "correction": event.corrections.get().pk,
            "extension": report.extension_requests.get().pk,
            "file": report.files.get().pk,
        }
        of_report = name in (
            "event_create",
            "event_autosave_new",
            "event_choose",
            "event_findings",
            "event_completions",
        )
        target = report.pk if of_report else pk.get(name.split("_")[0], report.pk)
        if name in OF_A_MUNICIPALITY:
            args = [10**9 if missing else target]
            return reverse(name, args=[*args, *MORE_OF_ADDRESS.get(name, [])])
        if name == "consolidated_download":
            return reverse(name, args=["2020-4", "docx"])
        if name.startswith("consolidation_"):
            return reverse(name, args=[issued.pk, *(["docx"] if "download" in name else [])])
        if name.startswith("received_") and name not in OF_A_QUARTER:
            return reverse(name, args=[ReceivedReport.objects.get().pk])
        if name in WITHOUT_OBJECT:
            return reverse(name)
        if name.startswith("municipality_"):
            return reverse(name, args=[report.municipality_id])
        if name.startswith("name_"):
            return reverse(name, args=[report.municipality.names.get().pk])
        if name == "added_place_delete":
            place, _ = AddedPlace.objects.get_or_create(name="Гожа", country="BY")
            return reverse(name, args=[place.pk])
        if name.startswith("account_"):
            return reverse(name, args=[clerk.pk])
        if name.startswith("form_"):
            return reverse(name, args=[forms[name == "form_download"].pk])
        return reverse(name, args=["2020-4"])

    return address_of


def without_token(response):
    """The page without the key of its sign-out form, which is another each time."""
    return re.sub(rb'csrfmiddlewaretoken" value="[^"]+"', b"", response.content)


def digest():
    """Everything that a request might change."""
    return [list(model.objects.order_by("pk").values_list()) for model in TABLES]


@pytest.mark.parametrize("name", sorted(RESTRICTED))
def test_nobody_is_sent_to_sign_in(client, address, name):
    before = digest()
    response = client.get(address(name))
    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("login"))
    response = client.post(address(name), {"content": "Долго писал", "_end": "1"})
    assert response.status_code == 403
    assert "Сеанс закончился" in response.content.decode()
    assert "Долго писал" in response.content.decode()
    assert digest() == before


@pytest.mark.parametrize("name", sorted(OF_A_MUNICIPALITY))
def test_stranger_cannot_tell_a_foreign_object_from_none(sign_in, stranger, address, name):
    before = digest()
    client, method = sign_in(stranger), RESTRICTED[name][0]
    foreign = getattr(client, method)(address(name))
    missing = getattr(client, method)(address(name, missing=True))
    assert foreign.status_code == missing.status_code == 404
    assert without_token(foreign) == without_token(missing)
    assert CANARY not in foreign.content.decode()
    assert digest() == before


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", sorted(RESTRICTED))
def test_right_role_comes_in_and_a_wrong_one_does_not(
    sign_in, clerk, reviewer, administrator, address, name, role
):
    person = {Role.MUNICIPALITY: clerk, Role.REGION: reviewer, Role.ADMIN: administrator}[role]
    method, roles = RESTRICTED[name]
    before = digest()
    response = getattr(sign_in(person), method)(address(name))
    if role in roles and name in SPOKEN_IN_JSON:
        assert (response.status_code, response.json()) == (400, {"state": "malformed"})
    elif role in roles and name == "ready_remark":  # sent by the page, never without its text
        assert response.status_code == 400
    elif role in roles:
        assert response.status_code in (200, 302)
    else:
        assert response.status_code == 403
        assert digest() == before


@pytest.mark.parametrize(
    "name", sorted(n for n, (method, _) in RESTRICTED.items() if method == "post")
)
def test_get_changes_nothing(sign_in, clerk, reviewer, administrator, address, name):
    before = digest()
    for person in (clerk, reviewer, administrator):
        assert sign_in(person).get(address(name)).status_code == 405
    assert digest() == before


@pytest.mark.parametrize(
    "name", sorted(n for n, (method, _) in RESTRICTED.items() if method == "get")
)
def test_reading_a_page_changes_nothing(sign_in, clerk, reviewer, administrator, address, name):
    before = digest()
    for person in (clerk, reviewer, administrator):
        sign_in(person).get(address(name))
    assert digest() == before


@pytest.mark.parametrize("name", sorted(PUBLIC | ANYONE_SIGNED_IN | set(RESTRICTED)))
def test_head_is_answered_as_get_is_without_the_body(
    client, sign_in, clerk, reviewer, administrator, address, name
):
    if name in RESTRICTED:
        url = address(name)
    else:
        url = reverse(name, args=["MQ", "a-b"] if name == "password_reset_confirm" else [])
    for visitor in (client, *map(sign_in, (clerk, reviewer, administrator))):
        got, head = visitor.get(url), visitor.head(url)
        assert head.status_code == got.status_code
        ways = [each.headers.get("Location", "").split("?key=")[0] for each in (got, head)]
        assert ways[0] == ways[1]
        assert head.headers["Content-Type"] == got.headers["Content-Type"]
        assert b"".join(head) == b""


@pytest.mark.parametrize("name", sorted(ANYONE_SIGNED_IN | set(RESTRICTED)))
def test_no_browser_keeps_an_answer(sign_in, clerk, reviewer, administrator, address, name):
    url = address(name) if name in RESTRICTED else reverse(name)
    method = RESTRICTED[name][0] if name in RESTRICTED else "get"
    for person in (clerk, reviewer, administrator):
        answer = getattr(sign_in(person), method)(url)
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("url", ["/nothing/", "/admin/", "/admin/municipalities/user/"])
def test_no_browser_keeps_an_answer_of_the_rest_of_the_site(sign_in, administrator, url):
    assert sign_in(administrator).get(url).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("url_name", ["logout", "admin:logout"])
def test_signing_out_clears_what_the_browser_holds(sign_in, administrator, url_name):
    answer = sign_in(administrator).post(reverse(url_name), secure=True)
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    answer = sign_in(administrator).post(reverse(url_name))
    assert "Clear-Site-Data" not in answer.headers
    assert answer.url == reverse("login")


@pytest.mark.parametrize("way", ["", "?page=1", "?next=/sign-in/"])
def test_sign_in_does_not_send_people_to_itself(sign_in, clerk, way):
    answer = sign_in(clerk).get(reverse("login"), {"next": f"/sign-in/{way}"})
    assert (answer.status_code, answer.url) == (302, reverse("home"))


@pytest.mark.parametrize("url", ["/health/", "/nothing/", "/admin/", "/favicon.ico"])
def test_head_of_the_rest_of_the_site(client, sign_in, administrator, url):
    for visitor in (client, sign_in(administrator)):
        head = visitor.head(url)
        assert (head.status_code, head.content) == (visitor.get(url).status_code, b"")


def test_deactivated_clerk_is_out_at_once(sign_in, clerk, address):
    client = sign_in(clerk)
    type(clerk).objects.filter(pk=clerk.pk).update(is_active=False)
    assert client.get(address("report_detail")).status_code == 302


def test_clerk_who_moved_sees_the_new_place_only(sign_in, clerk, rudnya, address):
    client = sign_in(clerk)
    clerk.act_for(rudnya)
    assert client.get(address("report_detail")).status_code == 404


def test_stranger_finds_no_foreign_word_anywhere(sign_in, stranger, scene):
    factories.make_report(stranger.municipality, quarter=scene[0].quarter)
    client = sign_in(stranger)
    page = client.get(reverse("home"), follow=True)
    assert page.status_code == 200
    assert CANARY not in page.content.decode()


def test_unsent_remark_is_not_shown_to_the_clerk(sign_in, clerk, scene):
    Remark.objects.update(sent_at=None, text="Черновик замечания")
    report, event, remark = scene
    client = sign_in(clerk)
    for url in (report.get_absolute_url(), reverse("event_update", args=[event.pk])):
        assert "Черновик замечания" not in client.get(url).content.decode()
    assert client.post(reverse("remark_fix", args=[remark.pk])).status_code == 404


@pytest.mark.parametrize("person", ["clerk", "reviewer"])
def test_admin_is_for_administrators(request, sign_in, person):
    client = sign_in(request.getfixturevalue(person))
    urls = [reverse("admin:index")] + [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")
        for model in admin.site._registry
        for page in ("changelist", "add")
    ]
    for url in urls:
        assert client.get(url, follow=True).status_code == 403, url
