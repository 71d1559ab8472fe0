"""Demonstration data: a year from the archive, a quarter with debts, and a current one in every
state."""

import datetime as dt
import json
from collections import defaultdict
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from municipalities.models import Municipality, Region, Role, User
from reports.document import duplicates
from reports.events import editing
from reports.language.quarters import Quarter as Calendar
from reports.models import Action, Quarter
from reports.procedure import opening, remarks, workflow

DATA = Path(__file__).resolve().parent.parent / "demo"
PASSWORD = "svod-demo"  # noqa: S105 - printed for everyone, and refused outside DEBUG
ARCHIVED_YEAR = 2020
# Who stands where in the current quarter; the others have not begun.
DRAFTS = ("rudnyansky", "yartsevsky", "krasninsky")
RETURNED = ("khislavichsky",)
SUBMITTED = ("gagarinsky", "roslavlsky")
IN_REVIEW = ("pochinkovsky",)
ZERO_SUBMITTED = ("ugransky", "temkinsky")
ZERO_ACCEPTED = ("glinkovsky",)
CLOSED = ("yershichsky",)
# Nobody's: the numbers are of no telephone.
CONTACTS = [
    {
        "name": "Мария Петровна Орлова",
        "post": "консультант отдела международных связей",
        "phone": "8 (4812) 00-00-01",
        "room": "412",
        "hours": "будни с 9:00 до 18:00, перерыв с 13:00",
    },
    {
        "name": "Илья Сергеевич Ветров",
        "post": "администратор «Свода»",
        "phone": "8 (4812) 00-00-02",
        "room": "",
        "hours": "будни с 9:00 до 17:00",
    },
]
OVERDUE_BEFORE = ("kardymovsky", "monastyrshchinsky")


class Command(BaseCommand):
    help = (
        "Заполняет базу демонстрационными данными и печатает, кем можно войти. Только при DEBUG=1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--port", type=int, default=8000, help="Порт в адресе, который печатается."
        )

    def handle(self, *, port, **options):
        if not settings.DEBUG:
            raise CommandError(
                "Демонстрационные данные не для рабочего сервера: они задают известный пароль."
            )
        with transaction.atomic():
            self.reviewer, clerks = _people()
            Region.objects.get_or_create(pk=1, defaults={"contacts": CONTACTS})
            self.clerk_of = {clerk.municipality.pk: clerk for clerk in clerks}
            # On the first days of a quarter people still report on the one before.
            today = timezone.localdate()
            current = Calendar.of(today - dt.timedelta(days=settings.DUE_DAY))
            if not Quarter.objects.filter(year=ARCHIVED_YEAR).exists():
                self.fill_archived_year()
            for calendar, fill in (
                (current.previous, self.fill_previous),
                (current, self.fill_current),
            ):
                if not Quarter.objects.by_slug(calendar.slug).exists():
                    fill(opening.open_quarter(calendar, user=None)[0])
        self._print_people(port)

    def fill_archived_year(self):
        """What went on through several quarters is confirmed to be one event: in the report of the
        year it stands once."""
        told = defaultdict(list)
        for number in range(1, 5):
            quarter, _ = opening.open_quarter(Calendar(ARCHIVED_YEAR, number), user=None)
            sections = _sections(f"events_{quarter.year}_{number}.json")
            for report in quarter.reports.select_related("municipality"):
                values = sections.get(report.municipality.slug, [])
                same = [value.pop("same", None) for value in values]
                editing.archive_report(report, values)
                for key, event in zip(same, report.events.in_order(), strict=True):
                    told[key].append(event)
            opening.close_quarter(quarter, user=None)
        told.pop(None)
        for first, *others in told.values():
            for event in others:
                duplicates.decide(first, event, is_same=True, user=self.reviewer)

    def fill_previous(self, quarter):
        for report in quarter.reports.select_related("municipality"):
            if report.municipality.slug not in OVERDUE_BEFORE:
                self._hand_in_empty(report, accept=True)
        opening.close_quarter(quarter, user=None)

    def fill_current(self, quarter):
        sections = _sections("events_current.json")
        today = timezone.localdate()
        for report in quarter.reports.select_related("municipality"):
            slug = report.municipality.slug
            for values in sections.get(slug, []):
                self._add_event(report, values, today)
            if slug in CLOSED:
                workflow.perform(
                    Action.CLOSE,
                    report,
                    user=self.reviewer,
                    note="Муниципальное образование вошло в состав соседнего и больше не отчитывается.",
                )
            elif slug in ZERO_SUBMITTED or slug in ZERO_ACCEPTED:
                self._hand_in_empty(report, accept=slug in ZERO_ACCEPTED)
            elif (
                slug in sections and slug not in DRAFTS and not workflow.submission_problems(report)
            ):
                self._hand_in(report, slug)

    def _add_event(self, report, values, today):
        days = values.pop("days")
        if days:
            # Nobody reports on what is still to come: the quarter is squeezed into what has passed.
            start, end = report.quarter.start, min(today, report.quarter.end)
            share = (end - start) / (report.quarter.end - report.quarter.start)
            first, last = (start + dt.timedelta(days=round(day * share)) for day in days)
            values["period"] = f"{first:%d.%m.%Y}" + (
                "" if first == last else f" – {last:%d.%m.%Y}"
            )
        editing.save_event(report, user=self.clerk_of[report.municipality_id], **values)

    def _hand_in(self, report, slug):
        clerk = self.clerk_of[report.municipality_id]
        workflow.perform(Action.SUBMIT, report, user=clerk)
        if slug in SUBMITTED:
            return
        workflow.perform(Action.START_REVIEW, report, user=self.reviewer)
        if slug in IN_REVIEW:
            return
        if slug in RETURNED:
            remarks.add_remark(
                report,
                event=report.events.live().in_order().first(),
                text="Укажите должности участников и сколько человек было от вас.",
                user=self.reviewer,
            )
            workflow.perform(Action.RETURN, report, user=self.reviewer)
        else:
            workflow.perform(Action.ACCEPT, report, user=self.reviewer)

    def _hand_in_empty(self, report, *, accept):
        workflow.perform(Action.SUBMIT_EMPTY, report, user=self.clerk_of[report.municipality_id])
        if accept:
            workflow.perform(Action.START_REVIEW, report, user=self.reviewer)
            workflow.perform(Action.ACCEPT, report, user=self.reviewer)

    def _print_people(self, port):
        shown = User.objects.exclude(role=Role.MUNICIPALITY) | User.objects.filter(
            acting__municipality__slug__in=(
                "desnogorsk",
                "vyazemsky",
                "gagarinsky",
                "smolensky",
                "khislavichsky",
            )
        )
        rows = [("Имя для входа", "Пароль", "Кто это")]
        shown = shown.prefetch_related("acting__municipality__names").distinct()
        for user in sorted(shown, key=_place_of):
            place = f", {user.municipality}" if user.municipality else ""
            rows.append((user.username, PASSWORD, f"{user.get_role_display()}{place}"))
        widths = [max(len(row[i]) for row in rows) for i in range(3)]
        self.stdout.write("")
        for row in rows:
            self.stdout.write(
                "  ".join(
                    text.ljust(width) for text, width in zip(row, widths, strict=True)
                ).rstrip()
            )
        self.stdout.write(
            "\nУ остальных муниципальных образований имя для входа — их краткий код, пароль тот же.\n"
            f"Откройте http://127.0.0.1:{port}\n"
        )


def _people():
    """Nobody's name: the roles speak for themselves. Passwords are set anew at every run."""
    password = make_password(PASSWORD)
    _person(password, "admin", Role.ADMIN, "Администратор", "Администратор «Свода»")
    reviewer = _person(
        password, "region", Role.REGION, "Сотрудник региона", "Консультант управления"
    )
    clerks = [
        _person(
            password,
            municipality.slug,
            Role.MUNICIPALITY,
            f"Сотрудник: {municipality}",
            "Специалист администрации",
            municipality,
        )
        for municipality in Municipality.objects.with_names()
    ]
    return reviewer, clerks


def _person(password, username, role, full_name, post, municipality=None):
    user, _ = User.objects.update_or_create(
        username=username,
        defaults={"password": password},
        create_defaults={
            "password": password,
            "role": role,
            "full_name": full_name,
            "post": post,
        },
    )
    user.act_for(municipality)
    return user


def _place_of(user):
    return user.role, user.municipality.position if user.municipality else 0


def _sections(name):
    """Municipality's slug → values of its events."""
    sections = json.loads((DATA / name).read_text(encoding="utf-8"))["sections"]
    return {section["municipality"]: section["events"] for section in sections}
