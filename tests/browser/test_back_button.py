"""The back button: what was typed stands there, and nothing of a person who has signed out."""

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from playwright.sync_api import expect

from municipalities.models import Role
from reports.models import Action, Correction, Remark, Status
from reports.procedure import remarks, workflow
from tests import factories
from tests.browser.conftest import sign_out
from tests.browser.test_pasting import paste
from tests.importing.pasted import WORD

TYPED = "Укажите, кто подписал соглашение"
CANARY = "Слова, которые видит только хозяин"
REFUSED = "Failed to load resource"
SENT_BEFORE = "Вы это уже отправляли"


@pytest.fixture
def report():
    report = factories.make_report(factories.make_municipality("vyazma"), status=Status.IN_REVIEW)
    factories.make_event(report, name=f"Форум. {CANARY}", content=CANARY)
    return report


@pytest.fixture
def reviewer():
    return factories.make_user(Role.REGION, username="reviewer")


@pytest.fixture
def clerk(report):
    return factories.make_user(municipality=report.municipality, username="clerk")


@pytest.fixture
def administrator():
    return factories.make_user(Role.ADMIN, username="administrator")


def returned(report, reviewer):
    """The report with the clerk again, with a remark and a correction to object to."""
    event = report.events.get()
    Correction.objects.create(
        event=event, cell="content", old_text="Было", new_text=CANARY, author=reviewer
    )
    remarks.add_remark(report, event=event, text="Укажите город.", user=reviewer)
    workflow.perform(Action.RETURN, report, user=reviewer)


# Where something is typed: who, the page, the field, the button.


def on_review(report):
    return report.get_review_url(), "Замечание ко всему отчету", "Записать замечания"


def on_decision(report):
    return report.get_review_url(), "Замечание ко всему отчету", "Вернуть на доработку"


def on_correction(report):
    return f"/events/{report.events.get().pk}/correct/", "Участники", "Исправить"


def on_leaving_out(report):
    report.status = Status.ACCEPTED
    report.accepted_at = timezone.now()
    report.save()
    event = report.events.get()
    return f"/events/{event.pk}/leave-out/", "Почему мероприятия не будет", "Убрать"


def on_extension(report):
    return f"/reports/{report.pk}/extension/", "Почему срок продлен", "Сохранить"


PAGES = [on_review, on_decision, on_correction, on_leaving_out, on_extension]


def failing(page, status):
    """Every POST from here on is answered by our own page of ``status``."""
    body = render_to_string(f"{status}.html", {"outcome": "nothing"})

    def answer(route):
        if route.request.method == "POST":
            route.fulfill(status=status, body=body, content_type="text/html; charset=utf-8")
        else:
            route.continue_()

    page.route("**/*", answer)


def field(page, label):
    return page.get_by_label(label).first


@pytest.mark.parametrize("where", PAGES)
@pytest.mark.parametrize("status", [400, 413, 500, 503])
def test_what_was_typed_stands_after_an_error(desk, report, reviewer, where, status):
    address, label, button = where(report)
    desk.expected += [str(status), REFUSED, "beforeunload"]
    page = desk(reviewer)
    page.goto(address)
    failing(page, status)
    field(page, label).fill(TYPED)
    page.get_by_role("button", name=button).first.click()
    expect(page.get_by_role("link", name="Перейти к своей странице")).to_be_visible()
    page.go_back()
    expect(page.get_by_text(SENT_BEFORE)).to_be_visible()
    expect(field(page, label)).to_have_value(TYPED)
    # Not even a way over another page loses it.
    page.get_by_role("button", name=button).last.click()
    page.get_by_role("link", name="Перейти к своей странице").click()
    expect(page.locator(".person-name")).to_be_visible()
    page.goto(address)
    expect(field(page, label)).to_have_value(TYPED)


@pytest.mark.parametrize(
    ("summary", "field_name", "button"),
    [
        ("Ответить", "text", "Отправить ответ"),
        ("Попросить отменить правку", "reason", "Попросить"),
    ],
)
def test_answer_and_objection_stand_after_an_error(
    desk, report, reviewer, clerk, summary, field_name, button
):
    returned(report, reviewer)
    desk.expected += ["500", REFUSED, "beforeunload"]
    page = desk(clerk)
    page.goto(report.get_absolute_url())
    failing(page, 500)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_text(summary, exact=True).click()
    text = page.locator(f"textarea[name={field_name}]")
    text.fill(TYPED)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("link", name="Перейти к своей странице")).to_be_visible()
    page.go_back()
    expect(text).to_be_visible()
    expect(text).to_have_value(TYPED)
    expect(page.get_by_text(SENT_BEFORE)).to_be_visible()


def test_settings_stand_after_an_error(desk, report, administrator):
    desk.expected += ["503", REFUSED, "beforeunload"]
    page = desk(administrator)
    page.goto("/document/options/")
    failing(page, 503)
    page.get_by_label("Гриф утверждения").fill(TYPED)
    page.get_by_label("Печатать строку с номерами граф").check()
    page.get_by_label("Левое поле").select_option(label="30 мм, для подшивки")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("link", name="Перейти к своей странице")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Гриф утверждения")).to_have_value(TYPED)
    expect(page.get_by_label("Печатать строку с номерами граф")).to_be_checked()
    expect(page.get_by_label("Левое поле")).to_have_value("30")


def test_reference_data_stand_after_an_error(desk, report, administrator):
    desk.expected += ["500", REFUSED, "beforeunload"]
    page = desk(administrator)
    page.goto("/admin/municipalities/user/add/")
    failing(page, 500)
    page.get_by_label("Имя для входа").fill("petrova")
    page.locator("#id_full_name").fill(TYPED)
    page.locator("#id_password1").fill("тайна-для-проверки")
    page.get_by_role("button", name="Сохранить", exact=True).click()
    expect(page.get_by_role("link", name="Перейти к своей странице")).to_be_visible()
    page.go_back()
    expect(page.locator("#id_full_name")).to_have_value(TYPED)
    expect(page.locator("#id_password1")).to_have_value("")
    assert "тайна" not in page.evaluate(
        "() => JSON.stringify([{...sessionStorage}, {...localStorage}])"
    )


def test_refused_words_stand_after_an_error_and_a_reload(desk, report, reviewer):
    """A page that came as an answer is not asked for by sending the words again."""
    desk.expected += ["503", REFUSED, "beforeunload"]
    page = desk(reviewer)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"/reports/{report.pk}/extension/")
    page.get_by_label("Сдать до").fill("когда-нибудь")
    page.get_by_label("Почему срок продлен").fill("Первые слова")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Напишите дату так").first).to_be_visible()
    expect(page.get_by_label("Почему срок продлен")).to_have_value("Первые слова")
    page.get_by_label("Почему срок продлен").fill(TYPED)
    page.reload()
    expect(page.get_by_label("Почему срок продлен")).to_have_value(TYPED)
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Напишите дату так").first).to_be_visible()
    failing(page, 503)
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("link", name="Перейти к своей странице")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Почему срок продлен")).to_have_value(TYPED)
    expect(page.get_by_label("Сдать до")).to_have_value("когда-нибудь")
    page.unroute_all()
    page.get_by_label("Сдать до").fill("01.03.2021")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Срок сдачи продлен").first).to_be_visible()
    page.goto(f"/reports/{report.pk}/extension/")
    expect(page.get_by_text(SENT_BEFORE)).to_have_count(0)


def test_pasted_table_stands_after_an_error_and_behind_its_preview(desk, report, reviewer, clerk):
    returned(report, reviewer)
    desk.expected += ["500", REFUSED]
    page = desk(clerk)
    page.goto(f"/reports/{report.pk}/paste/")
    failing(page, 500)
    paste(page.get_by_label("Таблица", exact=True), WORD)
    page.get_by_role("button", name="Прочитать").click()
    expect(page.get_by_role("link", name="Перейти к своей странице")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Вставлена таблица, строк:")).to_be_visible()
    page.unroute_all()
    page.get_by_role("button", name="Прочитать").click()
    expect(page.get_by_role("heading", name="Вот что прочитано")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Вставлена таблица, строк:")).to_be_visible()
    page.get_by_role("button", name="Прочитать").click()
    page.get_by_role("button", name="Добавить отмеченные").click()
    expect(page.get_by_text("Добавлено: 1 мероприятие.")).to_be_visible()
    page.goto(f"/reports/{report.pk}/paste/")
    expect(page.get_by_text("Вставлена таблица, строк:")).to_be_hidden()


def test_request_that_is_really_too_large(desk, report, reviewer, clerk, tmp_path):
    returned(report, reviewer)
    desk.expected += ["413", REFUSED]
    file = tmp_path / "Отчет.docx"
    file.write_bytes(b"x" * 13 * 1024 * 1024)
    page = desk(clerk)
    page.goto(f"/reports/{report.pk}/paste/")
    page.get_by_label("Таблица").fill(TYPED)
    page.get_by_label("Или файл с таблицей").set_input_files(file)
    page.get_by_role("button", name="Прочитать").click()
    expect(page.get_by_role("heading", name="Слишком много за один раз")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Таблица")).to_have_value(TYPED)


def test_text_too_long_to_be_sent_stays_on_the_page(desk, report, reviewer, clerk):
    returned(report, reviewer)
    page = desk(clerk)
    page.goto(f"/reports/{report.pk}/paste/")
    table = page.locator("[name=html]")  # nobody sees it, so that it need not be drawn
    table.evaluate("(field) => { field.value = 'я'.repeat(6_000_000); }")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.get_by_role("button", name="Прочитать").click()
    assert table.evaluate("(field) => field.value.length") == 6_000_000
    assert "больше текста, чем можно отправить" in asked[0]


def test_what_was_taken_is_not_offered_again(desk, report, reviewer):
    page = desk(reviewer)
    page.goto(report.get_review_url())
    field(page, "Замечание ко всему отчету").fill(TYPED)
    page.get_by_role("button", name="Записать замечания").click()
    expect(page.get_by_text(TYPED)).to_be_visible()
    expect(field(page, "Замечание ко всему отчету")).to_have_value("")
    page.go_back()
    page.goto(report.get_review_url())
    expect(field(page, "Замечание ко всему отчету")).to_have_value("")
    expect(page.get_by_text(SENT_BEFORE)).to_have_count(0)
    assert Remark.objects.count() == 1


def test_what_was_taken_after_a_refusal_is_not_offered_again(desk, report, reviewer):
    """The refusal is a page at the address of the button, which is not where it says it is."""
    page = desk(reviewer)
    page.goto(report.get_review_url())
    colleague = factories.make_user(Role.REGION)
    workflow.perform(Action.ACCEPT, report, user=colleague)
    field(page, "Замечание ко всему отчету").fill(TYPED)
    page.get_by_role("button", name="Вернуть на доработку").click()
    expect(page.get_by_role("alert")).to_contain_text("отчет принят")
    expect(field(page, "Замечание ко всему отчету")).to_have_value(TYPED)
    page.get_by_label("Вернуть принятый отчет").check()
    page.get_by_role("button", name="Вернуть на доработку").click()
    expect(page.get_by_text("Отчет возвращен на доработку:")).to_be_visible()
    expect(page.get_by_text(SENT_BEFORE)).to_have_count(0)
    page.goto(report.get_review_url())
    expect(page.get_by_text(SENT_BEFORE)).to_have_count(0)


def test_what_was_typed_and_left_is_there_again_and_can_be_put_away(desk, report, reviewer):
    page = desk(reviewer)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(report.get_review_url())
    field(page, "Замечание ко всему отчету").fill(TYPED)
    page.goto("/review/")
    page.go_back()
    expect(field(page, "Замечание ко всему отчету")).to_have_value(TYPED)
    expect(page.get_by_text("написали раньше и еще не отправили")).to_be_visible()
    page.get_by_role("button", name="Убрать написанное").click()
    expect(field(page, "Замечание ко всему отчету")).to_have_value("")
    page.reload()
    expect(field(page, "Замечание ко всему отчету")).to_have_value("")


def sign_in(page, person):
    page.get_by_label("Имя для входа").fill(person.username)
    page.get_by_label("Пароль").fill(factories.PASSWORD)
    page.get_by_role("button", name="Войти").click()
    expect(page.locator(".person-name")).to_be_visible()


@pytest.mark.parametrize("where", [on_correction, on_leaving_out, on_extension])
def test_what_was_cancelled_is_forgotten(desk, report, reviewer, where):
    desk.expected += ["beforeunload"]
    page = desk(reviewer)
    page.on("dialog", lambda dialog: dialog.accept())
    address, label, _ = where(report)
    page.goto(address)
    given = field(page, label).input_value()
    field(page, label).fill(TYPED)
    page.locator("a[data-cancel]").click()
    expect(page.locator("a[data-cancel]")).to_have_count(0)
    page.goto(address)
    expect(field(page, label)).to_have_value(given)
    # Whoever thinks better of it, and writes on, has cancelled nothing.
    page.evaluate("document.addEventListener('click', (event) => event.preventDefault())")
    page.locator("a[data-cancel]").click()
    field(page, label).fill(TYPED)
    page.goto(address)
    expect(field(page, label)).to_have_value(TYPED)


def test_text_of_one_person_is_not_put_before_another(desk, report, reviewer):
    desk.expected += ["503", REFUSED, "beforeunload"]
    page = desk(reviewer)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(report.get_review_url())
    failing(page, 503)
    field(page, "Замечание ко всему отчету").fill(TYPED)
    page.get_by_role("button", name="Записать замечания").click()
    expect(page.get_by_role("link", name="Перейти к своей странице")).to_be_visible()
    page.unroute_all()
    page.context.clear_cookies(name="sessionid")  # the session ended by itself
    page.goto("/")
    sign_in(page, factories.make_user(Role.REGION, username="colleague"))
    page.goto(report.get_review_url())
    expect(field(page, "Замечание ко всему отчету")).to_have_value("")
    assert TYPED not in page.content()
    sign_out(page)
    sign_in(page, reviewer)
    page.goto(report.get_review_url())
    expect(field(page, "Замечание ко всему отчету")).to_have_value(TYPED)


def test_signing_out_asks_about_what_was_not_sent_and_clears_it(desk, report, reviewer):
    page = desk(reviewer)
    page.goto(f"/reports/{report.pk}/extension/")
    page.get_by_label("Почему срок продлен").fill(TYPED)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    sign_out(page)
    expect(page.get_by_label("Имя для входа")).to_be_visible()
    assert asked == ["confirm"]
    kept = page.evaluate("() => Object.keys(sessionStorage)")
    assert [key for key in kept if key.startswith("svod:")] == []


@pytest.mark.parametrize("role", ["clerk", "reviewer", "administrator"])
def test_nothing_is_seen_after_signing_out(desk, report, reviewer, request, role):
    """At one computer: everything that the first person saw, by the back button, as nobody and as
    the next person."""
    person = request.getfixturevalue(role)
    person.full_name = "Первая за этим компьютером"
    person.save()
    event = report.events.get()
    if role == "clerk":
        returned(report, reviewer)
        addresses = [f"/events/{event.pk}/update/", f"/reports/{report.pk}/check/"]
    elif role == "reviewer":
        addresses = [f"/events/{event.pk}/correct/", "/review/", "/quarters/2020-4/"]
    else:
        addresses = ["/admin/municipalities/user/", "/quarters/2020-4/"]
    other = factories.make_user(
        municipality=factories.make_municipality("rudnya"), username="stranger"
    )
    desk.expected += ["403", "404", REFUSED, "beforeunload"]
    page = desk(person)
    start = page.evaluate("() => history.length")
    seen = [report.get_absolute_url() if role == "clerk" else report.get_review_url(), *addresses]
    for address in seen:
        page.goto(address)
        assert CANARY in page.content() or str(person) in page.content()
    page.goto("/")
    sign_out(page)
    expect(page.get_by_label("Имя для входа")).to_be_visible()
    for _ in seen:
        page.go_back()
        expect(page.get_by_label("Имя для входа")).to_be_visible()
        assert CANARY not in page.content()
    assert page.evaluate("() => history.length") > start
    sign_in(page, other)
    for _ in seen:
        page.go_back()
        page.wait_for_load_state()
        assert CANARY not in page.content()
        assert str(person) not in page.content()
