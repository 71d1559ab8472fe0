"""The region's board as a whole screen: how much of it is seen without scrolling."""

import importlib
from io import StringIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.apps import apps
from django.core.management import call_command

from municipalities.models import Role, User

municipalities = importlib.import_module("municipalities.migrations.0002_the_27_municipalities")
WHOLE = """() => [...document.querySelectorAll(".board tbody tr")]
  .filter((row) => row.getBoundingClientRect().bottom <= innerHeight).length"""


@pytest.fixture
def demonstration(transactional_db, settings):
    settings.DEBUG = True  # on a server there is no demonstration
    municipalities.load(apps, None)
    call_command("demo", stdout=StringIO())
    settings.DEBUG = False
    return User.objects.filter(role=Role.REGION).first()


def test_rows_of_the_board_seen_at_once(desk, demonstration):
    for width, height, least in ((1366, 768, 16), (1920, 1080, 27)):
        page = desk(demonstration, width, height)
        page.goto("/")
        assert page.evaluate(WHOLE) >= least, (width, height)
        found = Axe().run(page).response["violations"]
        assert [f"{v['id']} {v['nodes'][0]['html']}" for v in found] == []


def test_box_of_the_heading_ticks_every_report_of_the_queue(desk, demonstration):
    page = desk(demonstration)
    page.goto("/review/")
    every, rows = page.get_by_label("Отметить все"), page.locator("tbody input[type=checkbox]")
    every.check()
    assert rows.count() > 1
    assert all(box.is_checked() for box in rows.all())
    rows.first.uncheck()
    assert not every.is_checked()
    assert every.evaluate("box => box.indeterminate")
