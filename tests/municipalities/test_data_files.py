"""The data shipped with the product: municipalities and the demonstration events."""

import csv
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MUNICIPALITIES = ROOT / "municipalities" / "data" / "municipalities.csv"
DEMO = ROOT / "reports" / "management" / "demo"
ARCHIVED = [f"events_2020_{number}.json" for number in range(1, 5)]
LATEST = [*(f"events_{ago}_ago.json" for ago in range(4, 0, -1)), "events_current.json"]
DEMO_FILES = (*ARCHIVED, *LATEST)

FORMATS = {"online", "in_person", "mixed", "remote", ""}
CATEGORIES = {
    "competition",
    "conference",
    "festival",
    "meeting",
    "agreement",
    "exhibition",
    "sport",
    "training",
    "other",
}
SHORTEST_QUARTER_DAYS = 90


def read_names() -> list[dict[str, str]]:
    with MUNICIPALITIES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_sections(file_name: str) -> list[dict]:
    return json.loads((DEMO / file_name).read_text(encoding="utf-8"))["sections"]


def read_events(file_name: str) -> list[dict]:
    return [event for section in read_sections(file_name) for event in section["events"]]


def test_municipalities_are_two_cities_and_25_districts_renamed_in_2025():
    names_of = Counter(row["slug"] for row in read_names())
    assert len(names_of) == 27
    assert {slug for slug, count in names_of.items() if count == 1} == {"smolensk", "desnogorsk"}
    assert sum(names_of.values()) == 52
    assert Counter(
        (row["kind"], date.fromisoformat(row["valid_from"])) for row in read_names()
    ) == {
        ("городской округ", date(2006, 1, 1)): 2,
        ("муниципальный район", date(2006, 1, 1)): 25,
        ("муниципальный округ", date(2025, 1, 1)): 25,
    }


def test_municipalities_keep_their_order_and_oktmo():
    rows = read_names()
    assert list(dict.fromkeys(int(row["position"]) for row in rows)) == list(range(1, 28))
    assert len({(row["slug"], row["position"], row["admin_center"]) for row in rows}) == 27
    assert len({row["oktmo"] for row in rows}) == 52
    assert [row["oktmo"] for row in rows if not re.fullmatch(r"66\d{3}000", row["oktmo"])] == []


@pytest.mark.parametrize(
    ("slug", "full_name"),
    [
        ("smolensk", "Город Смоленск"),
        ("desnogorsk", "Муниципальное образование «город Десногорск» Смоленской области"),
        ("velizhsky", "Муниципальное образование «Велижский район»"),
        ("yershichsky", "Муниципальное образование – Ершичский район Смоленской области"),
        ("rudnyansky", "Муниципальное образование Руднянский район Смоленской области"),
    ],
)
def test_official_names_are_not_mended(slug, full_name):
    assert next(row["full_name"] for row in read_names() if row["slug"] == slug) == full_name


def test_demo_of_2020_has_the_sections_and_categories_of_that_quarter():
    sections = read_sections("events_2020_4.json")
    assert [(section["municipality"], len(section["events"])) for section in sections] == [
        ("smolensk", 4),
        ("desnogorsk", 20),
        ("vyazemsky", 1),
        ("rudnyansky", 1),
        ("khislavichsky", 1),
    ]
    assert Counter(event["category"] for event in read_events("events_2020_4.json")) == {
        "competition": 17,
        "conference": 5,
        "festival": 4,
        "meeting": 1,
    }


def test_demo_of_current_quarter_has_four_incomplete_events():
    events = read_events("events_current.json")
    missing = [[key for key in ("place", "participants", "days") if not e[key]] for e in events]
    assert (len(events), [keys for keys in missing if keys]) == (
        25,
        [["participants"], ["place"], ["days"], ["place", "days"]],
    )


def test_demo_days_lie_in_any_quarter():
    events = [event for name in LATEST for event in read_events(name)]
    spans = [event["days"] for event in events if event["days"]]
    assert [s for s in spans if not 0 <= s[0] <= s[1] < SHORTEST_QUARTER_DAYS] == []


@pytest.mark.parametrize("file_name", DEMO_FILES)
def test_demo_sections_follow_the_order_of_municipalities(file_name):
    order = list(dict.fromkeys(row["slug"] for row in read_names()))
    slugs = [section["municipality"] for section in read_sections(file_name)]
    assert slugs == sorted(set(slugs), key=order.index)


@pytest.mark.parametrize(
    ("file_name", "time_key"),
    [*((name, "period") for name in ARCHIVED), *((name, "days") for name in LATEST)],
)
def test_demo_events_have_all_fields_and_known_codes(file_name, time_key):
    fields = ["name", "format", "place", time_key, "content", "participants"]
    fields += ["category", "countries", "agreements"]
    for event in read_events(file_name):
        assert [name for name in event if name != "same"] == fields
        assert event["format"] in FORMATS
        assert event["category"] in CATEGORIES
        assert [c for c in event["countries"] if not re.fullmatch(r"[A-Z]{2}", c)] == []


@pytest.mark.parametrize("file_name", DEMO_FILES)
def test_demo_texts_follow_house_typography(file_name):
    """No straight quotes, double or loose spaces, loose hyphens, typed marks or final dots."""
    slip = re.compile(r"[\"'„“—\u00a0]|  | - | \n|\n\n| [,;:.!?]|онлайн-формат|[. \n]\Z")
    texts = [value for e in read_events(file_name) for value in e.values() if type(value) is str]
    assert [text for text in texts if slip.search(text) or text.count("«") != text.count("»")] == []
