"""The list of countries: no key to hold, nothing dropped by a click."""

from playwright.sync_api import expect

from reports.models import Event
from tests import factories


def test_countries_are_added_and_taken_away_by_a_click_and_found_by_letters(desk):
    municipality = factories.make_municipality()
    report = factories.make_report(municipality)
    event = factories.make_event(report, countries=["BY"])
    page = desk(factories.make_user(municipality=municipality))
    page.goto(f"/events/{event.pk}/update/")
    page.locator("#statistics > summary").click()
    expect(page.get_by_text("Выбрано: Беларусь")).to_be_visible()
    search = page.get_by_label("Найти страну")
    search.fill("итал")
    search.press("Enter")
    expect(page.get_by_text("Выбрано: Беларусь, Италия")).to_be_visible()
    search.fill("герм")
    page.locator("#id_countries option", has_text="Германия").click()
    expect(page.get_by_text("Выбрано: Беларусь, Германия, Италия")).to_be_visible()
    search.fill("бел")
    page.locator("#id_countries option", has_text="Беларусь").click()
    expect(page.get_by_text("Выбрано: Германия, Италия")).to_be_visible()
    expect(page.locator("#save-state")).to_contain_text("Сохранено в")
    assert {country.code for country in Event.objects.get().countries} == {"DE", "IT"}
