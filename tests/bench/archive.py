"""What twenty years of quarters cost the pages of the region, beside one year.

    python -m tests.bench.archive

Fills an empty database of its own (a file of SQLite; with DATABASE_URL, a scratch database of that
server) with one year, asks for the pages, adds nineteen earlier years and asks again. Events have
their countries, reports of closed quarters the remarks and corrections of their time. Times are CPU of
this process. Exit code 1 says that a page takes more queries, or more than 1.2 times the time.
"""

import datetime as dt
import sys
import time

from tests.bench.database import scratch_database

MOST = 1.2  # times as long
RUNS = 15
YEARS = 20
EVENTS_A_REPORT = 14  # 2,160 reports, 30,240 events
LAST = 2026
PLACES = ("г. Витебск", "г. Смоленск", "г. Орша, Республика Беларусь", "МБУК «Дом культуры»")
COUNTRIES = ("BY", "BY,KZ", "RS", "CN,VN", "", "DE", "AM,BY")
KINDS = ("конкурс", "фестиваль", "форум", "выставка", "турнир", "концерт", "семинар")
NAMES = ("Радуга", "Мост", "Истоки", "Днепр", "Дорога", "Встреча", "Память", "Весна", "Лира")


def main() -> int:
    with scratch_database():
        return _compare()


def _compare() -> int:
    reviewer = _reviewer()
    _fill([LAST], reviewer)
    one_year = {name: _measure(reviewer, name) for name in _pages()}
    _fill(range(LAST - YEARS + 1, LAST), reviewer)
    from reports.models import Event, Report

    reports, events = Report.objects.count(), Event.objects.count()
    sys.stdout.write(f"Кварталов {YEARS * 4}, отчетов {reports}, мероприятий {events}.\n\n")
    sys.stdout.write("Страница              запросов   год, мс   архив, мс   раз\n")
    failed = False
    for name, (queries, once) in one_year.items():
        queries_now, now = _measure(reviewer, name)
        failed |= queries_now != queries or now > MOST * once
        sys.stdout.write(
            f"{name:<22}{queries:>3} → {queries_now:<5}{once:>8.1f}{now:>12.1f}{now / once:>6.2f}\n"
        )
    return int(failed)


def _pages() -> dict[str, str]:
    from django.urls import reverse

    slug = f"{LAST}-4"
    return {
        "сводка": reverse("quarter_board", args=[slug]),
        "кому позвонить": reverse("quarter_calls", args=[slug]),
        "очередь": reverse("review_queue"),
        "проверка отчета": _report_page(),
        "сводный отчет": reverse("consolidated", args=[slug]),
        "похожие": reverse("duplicates", args=[slug]),
    }


def _report_page() -> str:
    from reports.models import Report

    report = Report.objects.filter(quarter__year=LAST, quarter__number=4).first()
    return report.get_review_url() if report else ""


def _measure(reviewer, name: str) -> tuple[int, float]:
    """Queries, and the least of the milliseconds: a busy machine adds to the others."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(reviewer)
    address = _pages()[name]
    response = client.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address}: {response.status_code}")
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    queries = len(captured)  # the next request begins to count anew
    times = []
    for _ in range(RUNS):
        began = time.process_time()
        client.get(address)
        times.append((time.process_time() - began) * 1000)
    return queries, min(times)


def _reviewer():
    from municipalities.models import Role, User

    return User.objects.create_user("bench", full_name="Проверяющий", role=Role.REGION)


def _fill(years, reviewer) -> None:
    """Every quarter accepted, but the last: of its reports a third waits, and a third is owed."""
    from django.db import connection

    from municipalities.models import Municipality
    from reports.models import Event, Quarter, Report, Status

    municipalities = list(Municipality.objects.all())
    statuses = (Status.ACCEPTED, Status.SUBMITTED, Status.DRAFT)
    for year in years:
        for number in range(1, 5):
            quarter = Quarter(
                year=year,
                number=number,
                due_date=dt.date(year + number // 4, 3 * (number % 4) + 1, 15),
            )
            is_last = (year, number) == (LAST, 4)
            moment = dt.datetime(year + number // 4, 3 * (number % 4) + 1, 10, 12, tzinfo=dt.UTC)
            quarter.closed_at = None if is_last else moment
            quarter.save()
            reports = [
                Report(
                    quarter=quarter,
                    municipality=municipality,
                    number=place,
                    status=(status := statuses[place % 3] if is_last else Status.ACCEPTED),
                    submitted_at=moment if status != Status.DRAFT else None,
                    first_submitted_at=moment if status != Status.DRAFT else None,
                    accepted_at=moment if status == Status.ACCEPTED else None,
                )
                for place, municipality in enumerate(municipalities, start=1)
            ]
            Report.objects.bulk_create(reports)
            events = [event for report in reports for event in _events(report, year, number)]
            Event.objects.bulk_create(events)
            if not is_last:
                _fill_review(events[::3], reviewer, moment)
    with connection.cursor() as cursor:  # as a server that runs for years has done
        cursor.execute("ANALYZE")


def _fill_review(events, reviewer, moment) -> None:
    """Remarks that were sent, mended and closed, and corrections, one of each to an event."""
    from reports.models import Correction, Remark

    Remark.objects.bulk_create(
        Remark(
            report=event.report,
            event=event,
            cell="place",
            text="Укажите населенный пункт и страну.",
            author=reviewer,
            round=1,
            **dict.fromkeys(("sent_at", "fixed_at", "closed_at"), moment),
        )
        for event in events
    )
    Correction.objects.bulk_create(
        Correction(
            event=event,
            cell="name",
            old_text=f"{event.name}.",
            new_text=event.name,
            author=reviewer,
        )
        for event in events
    )


def _events(report, year: int, number: int):
    from reports.models import Event

    for place in range(EVENTS_A_REPORT):
        seed = report.number * 31 + place * 7 + year * 3 + number
        kind, name = KINDS[seed % len(KINDS)], NAMES[seed % len(NAMES)]
        day = dt.date(year, number * 3 - 2 + place % 3, 1 + seed % 27)
        yield Event(
            report=report,
            position=place + 1,
            name=f"Международный {kind} «{name} {seed % 97}»",
            format="in_person",
            place=PLACES[seed % len(PLACES)],
            period=f"{day:%d.%m.%Y}",
            period_start=day,
            period_end=day,
            content="Обсуждение сотрудничества и обмен опытом. " * 5,
            participants="Представители администрации, школьники и педагоги",
            countries=COUNTRIES[seed % len(COUNTRIES)],
        )


if __name__ == "__main__":
    sys.exit(main())
