"""``/style/``: every part of the pages in its states. In development alone; what it shows is looked at,
and asked by axe."""

import re

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from config.env import BASE_DIR
from reports.models import DisplayStatus, Status
from reports.overview import charts

_TOKEN = re.compile(r"--([\w-]+): (#[0-9a-f]{3,6});(?:\s*/\* (.*?) \*/)?")
_SYMBOL = re.compile(r'<symbol id="i-([\w-]+)"')
STONES = ["accepted"] * 11 + ["submitted"] * 6 + ["returned"] * 2 + ["filling"] * 5 + ["none"] * 3


def colours() -> dict[str, tuple[str, str]]:
    """The tokens that are colours: name → value and what it is for."""
    text = (BASE_DIR / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    return {name: (value, meaning) for name, value, meaning in _TOKEN.findall(text)}


def icons() -> list[str]:
    """The names of ``icons.svg``."""
    return _SYMBOL.findall((BASE_DIR / "static" / "icons.svg").read_text(encoding="utf-8"))


@login_not_required
@require_GET
def style(request: HttpRequest) -> HttpResponse:
    statuses = [(status, status.label) for status in DisplayStatus]
    context = {
        "colours": colours(),
        "icons": icons(),
        "statuses": [*statuses, (Status.IN_REVIEW, Status.IN_REVIEW.label)],
        "arch_of_states": charts.arch(STONES, label="Из 27 отчетов: приняты 11, ждут проверки 6"),
        "rows": [("Смоленск", 4), ("Десногорск", 3), ("Велижский", 1)],
        "months": [("Октябрь", 100), ("Ноябрь", 90), ("Декабрь", 0), ("до 15 янв.", 0)],
    }
    return render(request, "style.html", context)
