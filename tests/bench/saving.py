"""What people wait for while they write: a save, a paste of two hundred rows, handing in, the hints.

    python -m tests.bench.saving

The floor of a save stands in the same rounds: a bare view behind the same middleware, with the same
lock and the same right, that writes the text, the version and the history. Each has a report of its
own, or the history of one would lengthen that of another. Times are CPU milliseconds of this process.

Exit code 1 says that a promise is broken: a number of statements, the ratio of a save to its floor,
or a paste that grows faster than its rows; milliseconds are only told.
"""

import itertools
import json
import re
import statistics
import sys
import time
import uuid

from tests.bench.database import scratch_database

EVENTS = (2, 8, 40)
LENGTHS = (400, 95_000)
ROUNDS = 60
MOST_STATEMENTS = 16  # of an autosave that changes a text
MOST_FLOORS = 3.2
PASTES = 5
ROWS = (20, 50, 100, 200)
MOST_GROWTH = 12  # from 20 rows to 200
HINTS = (1_000, 10_000, 100_000, 1_000_000)
SENTENCE = "Обсуждены планы сотрудничества школ, музеев и библиотек г. Вязьмы и Минска. "

_numbers = itertools.count(1)


def main() -> int:
    with scratch_database(urls="tests.bench.floor"):
        broken = [*_saves(), *_pastes()]
        _steps()
        _hints()
    for words in broken:
        sys.stdout.write(f"Не держится: {words}\n")
    return int(bool(broken))


def _saves():
    sys.stdout.write("Сохранение, запросов к базе и процессорных мс\n")
    sys.stdout.write(f"{'мероприятий':<12}{'знаков':>8}{'само':>14}{'кнопкой':>15}{'пол':>15}\n")
    costs = {}
    for events, length in itertools.product(EVENTS, LENGTHS):
        cost = costs[events, length] = _save_costs(events, length)
        cells = "".join(f"{n:>6} {ms:>8.1f}" for n, ms in cost.values())
        sys.stdout.write(f"{events:<12}{length:>8}{cells}   само {_floors(cost):.1f} пола\n")
    goal = f"не больше {MOST_STATEMENTS} запросов и {MOST_FLOORS} пола"
    sys.stdout.write(f"Цель: {goal}.\n\n")
    if len({tuple(number for number, _ in cost.values()) for cost in costs.values()}) > 1:
        yield "запросов столько же, сколько бы ни было мероприятий и знаков"
    if max(cost["само"][0] for cost in costs.values()) > MOST_STATEMENTS:
        yield f"сохранение стоит не больше {MOST_STATEMENTS} запросов"
    if max(map(_floors, costs.values())) > MOST_FLOORS:
        yield f"сохранение стоит не больше {MOST_FLOORS} пола"


def _save_costs(events, length):
    """Way of saving → statements and milliseconds."""

    def job(save):
        person, client, report = _desk(events)
        event = report.events.last()
        return lambda: save(person, client, event, length)

    return _race({"само": job(_autosave), "кнопкой": job(_button), "пол": job(_floor)})


def _floors(cost):
    return cost["само"][1] / cost["пол"][1]


def _pastes():
    sys.stdout.write("Вставка таблицы в отчет из 40 мероприятий\n")
    sys.stdout.write(f"{'строк':<12}{'запросов':>10}{'мс':>10}\n")
    cost = {}
    for rows in ROWS:
        pastes = [_paste_cost(rows) for _ in range(PASTES)]
        cost[rows] = pastes[-1][0], statistics.median(ms for _, ms in pastes)
        sys.stdout.write(f"{rows:<12}{cost[rows][0]:>10}{cost[rows][1]:>10.0f}\n")
    growth = cost[ROWS[-1]][1] / cost[ROWS[0]][1]
    sys.stdout.write(
        f"Рост от 20 к 200 — {growth:.1f}; цель: {MOST_GROWTH}, 200 строк за 1000 мс.\n\n"
    )
    if growth > MOST_GROWTH:
        yield f"вставка 200 строк не дольше {MOST_GROWTH} вставок 20 строк"
    if cost[ROWS[-1]][0] > cost[ROWS[0]][0] + _extra_batches():
        yield "запросов вставки столько же, сколько бы ни было строк"


def _paste_cost(rows):
    _, client, report = _desk(40)
    return _cost(lambda: _paste(client, report, rows))


def _steps():
    sys.stdout.write("Шаги отчета из 40 мероприятий, запросов и процессорных мс\n")
    _, clerk, report = _desk(40)
    reviewer = _signed_in(_reviewer(), f"/reports/{report.pk}/review/")
    steps = {
        "сдать": lambda: _hand_in(clerk, report),
        "принять": lambda: _accept(reviewer, report),
    }
    for step, (number, ms) in _race(steps).items():
        sys.stdout.write(f"{step:<12}{number:>10}{ms:>10.1f}\n")
    sys.stdout.write("\n")


def _extra_batches() -> int:
    """SQLite takes 999 values in one statement, so Django cuts the rows and their history."""
    from django.db import connection

    from reports.models import Event

    most = connection.features.max_query_params
    if most is None:
        return 0
    columns = [len(model._meta.fields) - 1 for model in (Event, Event.history.model)]
    return sum(-(-ROWS[-1] // (most // number)) - 1 for number in columns)


def _hints():
    clerk, client, report = _desk(1)
    sys.stdout.write("Подсказки, мс\n")
    sys.stdout.write(f"{'знаков':<12}{'впервые':>10}{'еще слово':>12}{'другое поле':>14}\n")
    for length in HINTS:
        text = _text(length)
        texts = [{"content": text}, {"content": f"{text[:-5]}слово"}]
        texts.append(texts[-1] | {"place": "г. Вязьма"})
        times = [_cost(lambda: _ask(clerk, client, report, body))[1] for body in texts]  # noqa: B023
        sys.stdout.write("{:<12}{:>10.1f}{:>12.1f}{:>14.1f}\n".format(length, *times))


# What is measured


def _autosave(person, client, event, length):
    event.refresh_from_db()
    content = {"value": _text(length), "bases": [event.content]}
    body = {"person": person.pk, "fields": {"content": content}, "page": "a"}
    return client, f"/events/{event.pk}/autosave/", body | {"number": next(_numbers)}


def _button(person, client, event, length):
    event.refresh_from_db()
    fields = ("name", "format", "place", "period", "participants", "version")
    values = {name: getattr(event, name) for name in fields}
    return client, f"/events/{event.pk}/update/", values | {"content": _text(length), "_end": "1"}


def _floor(person, client, event, length):
    event.refresh_from_db()
    body = {"report": event.report_id, "version": event.version, "content": _text(length)}
    return client, f"/floor/{event.pk}/", body


def _hand_in(client, report):
    return _step(client, report, "submit", status="draft", submitted_at=None)


def _accept(client, report):
    from tests.factories import MOMENT

    dates = {"submitted_at": MOMENT, "first_submitted_at": MOMENT}
    return _step(client, report, "accept", status="in_review", **dates)


def _step(client, report, action, **before):
    """From ``before`` on, whatever was done to the report."""
    from reports.models import Report

    Report.objects.filter(pk=report.pk).update(accepted_at=None, **before)
    report.refresh_from_db()
    body = {"version": report.version, "_end": "1"}
    return client, f"/reports/{report.pk}/{action}/perform/", body


def _paste(client, report, rows):
    cells = (
        f"<td></td><td>Форум {row}</td><td>г. Вязьма</td><td>{row % 28 + 1} октября 2020 года</td>"
        f"<td>{SENTENCE * 5}</td><td>Глава города</td>"
        for row in range(rows)
    )
    table = f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"
    page = _post(client, f"/reports/{report.pk}/paste/", {"html": table, "_end": "1"}, 200)
    page = page.content.decode()
    kept = {
        "found": re.search(r'name="found" value="([^"]+)"', page)[1],
        "keep": re.findall(r'name="keep" value="([^"]+)"', page),
        "_end": "1",
    }
    return client, f"/reports/{report.pk}/paste/keep/", kept


def _ask(clerk, client, report, texts):
    body = {"person": clerk.pk, "texts": texts, "format": ""}
    return client, f"/reports/{report.pk}/events/hints/", body


# Measuring


def _race(jobs):
    """Every job once in each of the rounds, so that a busy machine is as hard on one as another."""
    rounds = [{name: _cost(job) for name, job in jobs.items()} for _ in range(ROUNDS + 2)][2:]
    return {
        name: (rounds[-1][name][0], statistics.median(cost[name][1] for cost in rounds))
        for name in jobs
    }


def _cost(job) -> tuple[int, float]:
    """Statements and milliseconds of the request that ``job`` has prepared."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, address, body = job()
    with CaptureQueriesContext(connection) as captured:
        began = time.process_time()
        _post(client, address, body, 302 if "_end" in body else 200)
        taken = (time.process_time() - began) * 1000
    return len(captured), taken


def _post(client, address, body, expected):
    token = {"X-CSRFToken": client.cookies["csrftoken"].value}
    if "_end" in body:
        response = client.post(address, body, headers=token)
    else:
        data = json.dumps(body)
        response = client.post(address, data, content_type="application/json", headers=token)
    if response.status_code != expected:
        raise SystemExit(f"{address}: {response.status_code}")
    return response


def _desk(events):
    """A clerk, signed in with every check of the key, and a report with so many events."""
    from tests import factories

    number = next(_numbers)
    municipality = factories.make_municipality(f"bench-{number}", position=10_000 + number)
    person = factories.make_user(municipality=municipality)
    report = factories.make_report(municipality, events=events)
    client = _signed_in(person, f"/reports/{report.pk}/events/create/?key={uuid.uuid4()}")
    return person, client, report


def _reviewer():
    from municipalities.models import Role
    from tests import factories

    return factories.make_user(Role.REGION)


def _signed_in(person, page):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    client.get(page)  # brings the key
    return client


def _text(length):
    """Never the same twice: an equal text is not written."""
    start = f"Правка {next(_numbers)}. "
    return (start + SENTENCE * (length // len(SENTENCE) + 1))[:length]


if __name__ == "__main__":
    sys.exit(main())
