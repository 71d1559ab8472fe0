"""What stands on every page: the bar, the menus, the sign-in, and what a visit costs."""

import gzip

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from municipalities.models import Role
from tests import factories

BAR = 96  # pixels at most
FIRST, LATER, EVENT = (120_000, 12), (25_000, 6), (60_000, 12)  # bytes compressed, requests


@pytest.fixture
def of_development(settings):
    settings.ROOT_URLCONF = "tests.style_urls"


def overflow(page):
    return page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


@pytest.mark.parametrize("width", [1366, 320])
def test_every_part_passes_axe_and_fits(desk, of_development, width):
    page = desk(None, width, 768)
    page.goto("/style/")
    found = Axe().run(page).response["violations"]
    assert [f"{v['id']} {v['nodes'][0]['html']}" for v in found] == []
    assert overflow(page) <= 0


def test_what_is_chosen_stands_apart_in_forced_colours(desk, of_development):
    page = desk(None)
    page.emulate_media(forced_colors="active")
    page.goto("/style/")
    chosen, other = page.locator(".chips a").all()[:2]
    width = "element => getComputedStyle(element).borderTopWidth"
    assert (chosen.evaluate(width), other.evaluate(width)) == ("2px", "1px")
    shown = "element => getComputedStyle(element).borderTopStyle"
    assert page.locator(".note").first.evaluate(shown) == "solid"
    line = "element => getComputedStyle(element).borderBottomColor"
    chosen, other = page.locator(".tabs a").all()[:2]
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert other.evaluate(line) == ground != chosen.evaluate(line)


def test_bar_of_the_directories_holds_its_links_on_a_narrow_screen(desk):
    page = desk(factories.make_user(Role.ADMIN), 360, 740)
    page.goto("/admin/reports/quarter/")
    out, bar = (page.locator(part).bounding_box() for part in ("#logout-form", "#header"))
    assert out["y"] + out["height"] <= bar["y"] + bar["height"]
    assert overflow(page) <= 0


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("width", [1366, 360])
def test_bar_is_low_and_marks_where_one_is(desk, role, width):
    quarter = factories.make_quarter()
    municipality = factories.make_municipality()
    factories.make_report(municipality, quarter=quarter)
    is_clerk = role == Role.MUNICIPALITY
    page = desk(factories.make_user(role, municipality=municipality if is_clerk else None), width)
    assert page.locator(".bar").bounding_box()["height"] <= BAR
    if width < 1000:
        page.get_by_role("button", name="Меню").click()
    here = page.get_by_role("navigation", name="Разделы").locator("[aria-current=page]")
    expect(here).to_have_count(1)
    expect(here).to_be_visible()


def test_quarter_stays_chosen_from_section_to_section(desk):
    quarter = factories.make_quarter()
    other = factories.make_quarter(factories.IV_2020.next)
    page = desk(factories.make_user(Role.REGION))
    slug, name = (
        (other.slug, str(other)) if quarter.slug in page.url else (quarter.slug, str(quarter))
    )
    page.get_by_text("Другой квартал").click()
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    for section in ("Проверка", "Сводный отчет", "Проверка", "Квартал"):
        page.get_by_role("navigation", name="Разделы").get_by_role("link", name=section).click()
        assert slug in page.url, section


def test_menu_of_the_person_closes_by_escape_and_by_a_click_elsewhere(desk):
    page = desk(factories.make_user(Role.ADMIN))
    name = page.locator(".bar summary")
    out = page.get_by_role("button", name="Выйти")
    name.click()
    expect(out).to_be_visible()
    page.keyboard.press("Escape")
    expect(out).to_be_hidden()
    expect(name).to_be_focused()
    name.click()
    page.locator("h1").click()
    expect(out).to_be_hidden()


def test_sign_in_takes_a_name_as_it_is_typed_and_shows_the_password(desk):
    factories.make_quarter()
    clerk = factories.make_user(municipality=factories.make_municipality())
    page = desk(None)
    page.goto("/sign-in/")
    expect(page.get_by_label("Имя для входа")).to_be_focused()
    page.get_by_label("Имя для входа").fill(f" {clerk.username.upper()} ")
    page.get_by_label("Пароль", exact=True).fill("не тот")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Имя или пароль не подошли.")).to_be_visible()
    password = page.get_by_label("Пароль", exact=True)
    expect(password).to_be_focused()
    password.fill(factories.PASSWORD)
    page.get_by_role("button", name="Показать пароль").click()
    expect(password).to_have_attribute("type", "text")
    page.get_by_role("button", name="Скрыть пароль").click()
    expect(password).to_have_attribute("type", "password")
    page.get_by_role("button", name="Войти").click()
    expect(page.locator(".person-name")).to_have_text(str(clerk))


def cost(page, address, known):
    """Bytes compressed and requests of a page, without the files that are ``known`` already: a real
    server gives them names that never change their content."""
    answers = []

    def note(answer):
        answers.append(answer)

    page.on("response", note)
    page.goto(address, wait_until="networkidle")
    page.remove_listener("response", note)
    fresh = [each for each in answers if each.url not in known and each.status == 200]
    known |= {each.url for each in fresh if "/static/" in each.url}
    return sum(len(gzip.compress(each.body(), 6)) for each in fresh), len(fresh)


def test_a_visit_costs_little(desk):
    municipality = factories.make_municipality()
    report = factories.make_report(municipality, events=2)
    event = report.events.first()
    known = set()
    stranger = desk(None)
    first = cost(stranger, "/sign-in/", known)
    page = desk(factories.make_user(municipality=municipality))
    home = cost(page, f"/reports/{report.pk}/", known)
    form = cost(page, f"/events/{event.pk}/update/", known)
    others = [
        cost(page, address, known)
        for address in (
            f"/events/{event.pk}/update/",
            f"/reports/{report.pk}/check/",
            "/how-to/",
            f"/reports/{report.pk}/",
        )
    ]
    spent = [(first, FIRST), (home, LATER), (form, EVENT), *[(each, LATER) for each in others]]
    over = [each for each in spent if each[0][0] > each[1][0] or each[0][1] > each[1][1]]
    assert over == [], spent
