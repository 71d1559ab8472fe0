"""The due day: everybody writes, reads and reviews at once, against gunicorn as the README starts it.

    python -m tests.bench.load [--clerks 15] [--readers 12] [--reviewers 3] [--seconds 40]

By hand before a release, on SQLite or, with DATABASE_URL, in a scratch database of that server.
Each person does one thing a second, as long as the answer of the last has come. Milliseconds are
told, never judged: they are the machine's. Exit code 1 says that an answer was an error, a save a
conflict, or an acknowledged text is not what the database holds.
"""

import argparse
import contextlib
import itertools
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter

SCENE = """
import json
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from municipalities.models import Role
from reports.models import Status
from tests import factories
def session(person):
    store = SessionStore()
    store[SESSION_KEY], store[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store.create()
    return store.session_key
scene, reports = {}, []
for number in range(CLERKS):
    place = factories.make_municipality(f"load-{number}", position=1_000 + number)
    quarter = {"quarter": reports[0].quarter} if reports else {}
    reports.append(factories.make_report(place, events=10, **quarter))
    person = factories.make_user(municipality=place)
    event = reports[-1].events.first()
    scene[f"clerk-{number}"] = session(person)
    scene[f"data-{number}"] = {"person": person.pk, "report": reports[-1].pk, "event": event.pk,
        "content": event.content}
for number in range(REVIEWERS):
    scene[f"reviewer-{number}"] = session(factories.make_user(Role.REGION))
handed_in = factories.make_report(factories.make_municipality("load-in", position=2_000),
    quarter=reports[0].quarter, status=Status.IN_REVIEW, events=10)
print(json.dumps(scene | {"quarter": reports[0].quarter.slug, "in_review": handed_in.pk}))
"""


def main() -> int:
    options = _options()
    scene = SCENE.replace("CLERKS", str(options.clerks)).replace(
        "REVIEWERS", str(options.reviewers)
    )
    with _database() as url:
        from tests.servers import served

        servers = "--workers", "3", "--threads", "4", "--log-level", "warning"
        with served(url, *servers, scene=scene) as site:
            took, troubles, kept = _rush(site, options)
            lost = [number for number, text in kept.items() if not _holds(site, number, text)]
    for name, times in sorted(took.items()):
        p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        sys.stdout.write(
            f"{name:<12}{len(times):>6}  p50 {p50 * 1000:>6.0f} мс  p95 {p95 * 1000:>6.0f} мс"
            f"  наибольшее {max(times) * 1000:>6.0f} мс\n"
        )
    sys.stdout.write(f"Не удалось: {dict(troubles) or 'ничего'}; потеряно текстов: {len(lost)}\n")
    return int(bool(troubles or lost))


def _options():
    parser = argparse.ArgumentParser()
    for name, default in (("clerks", 15), ("readers", 12), ("reviewers", 3), ("seconds", 40)):
        parser.add_argument(f"--{name}", type=int, default=default)
    return parser.parse_args()


@contextlib.contextmanager
def _database():
    """The address of an empty database; it is gone afterwards."""
    os.environ["DEBUG"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    server = os.environ.get("DATABASE_URL")
    django.setup()
    if not server:
        with tempfile.TemporaryDirectory(prefix="svod-load-") as folder:
            yield f"sqlite:///{folder}/db.sqlite3"
        return
    from django.db import connection

    name = f"svod_load_{os.getpid()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield server.rpartition("/")[0] + f"/{name}"
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _rush(site, options):
    """Returns kind of request → seconds of each, status → how many failed, and clerk → last text
    that was acknowledged."""
    took, troubles, kept, lock = {}, Counter(), {}, threading.Lock()
    end = time.monotonic() + options.seconds

    def person(name, acts):
        for act in acts:
            begun = time.monotonic()
            if begun > end:
                return
            trouble, seconds = act()
            with lock:
                took.setdefault(name, []).append(seconds)
                if trouble:
                    troubles[trouble] += 1
            time.sleep(max(0, 1 - (time.monotonic() - begun)))

    jobs = [("сохранение", _saves(site, n, kept)) for n in range(options.clerks)]
    jobs += [("чтение", _reads(site, n % options.clerks)) for n in range(options.readers)]
    jobs += [("проверка", _reviews(site, n)) for n in range(options.reviewers)]
    threads = [threading.Thread(target=person, args=job) for job in jobs]
    for thread in threads:
        thread.start()
        time.sleep(1 / len(threads))  # people do not press in step
    for thread in threads:
        thread.join()
    return took, troubles, kept


def _saves(site, number, kept):
    data = site.scene[f"data-{number}"]
    text = data["content"]
    for attempt in itertools.count(1):
        new = f"Правка {attempt} сотрудника {number}. Обсуждены планы сотрудничества школ и музеев."
        fields = {"content": {"value": new, "bases": [text]}}
        body = {"person": data["person"], "page": f"load{number}", "number": attempt}

        def save(body=body | {"fields": fields}, new=new):
            status, answer, seconds = site.ask(
                f"/events/{data['event']}/autosave/",
                f"clerk-{number}",
                json.dumps(body).encode(),
                content_type="application/json",
            )
            if status != 200 or json.loads(answer)["state"] != "saved":
                return f"{status} {answer[:60]}", seconds
            kept[number] = new
            return None, seconds

        yield save
        text = kept.get(number, text)


def _reads(site, number):
    data = site.scene[f"data-{number}"]
    pages = f"/reports/{data['report']}/", f"/events/{data['event']}/update/"
    return _visits(site, f"clerk-{number}", pages)


def _reviews(site, number):
    report = f"/reports/{site.scene['in_review']}/review/"
    pages = f"/quarters/{site.scene['quarter']}/", report
    return _visits(site, f"reviewer-{number}", pages)


def _visits(site, person, pages):
    for page in itertools.cycle(pages):

        def visit(page=page):
            status, _, seconds = site.ask(page, person)
            return (None if status == 200 else f"{status} {page}"), seconds

        yield visit


def _holds(site, number, text):
    page = site.ask(f"/events/{site.scene[f'data-{number}']['event']}/update/", f"clerk-{number}")
    return text in page[1]


if __name__ == "__main__":
    sys.exit(main())
