"""Demonstration data: a year of the archive, four quarters that are over, and one in every state."""

import datetime as dt
import logging
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from municipalities.models import Municipality, Region, Role, User
from reports.language.quarters import Quarter as Calendar
from reports.management.demo import quarters
from reports.management.demo.story import Story, clock_at
from reports.management.demo.ways import Cast
from reports.models import Quarter

PASSWORD = "svod-demo"  # noqa: S105 - printed for everyone, and refused outside DEBUG
STILL_PRESENT = 3  # days after the due date
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
        with _quiet(), transaction.atomic():
            _fill()
        self._print_people(port)

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


@contextmanager
def _quiet():
    """Without a line of the log for everything that is done."""
    before = logging.root.manager.disable
    logging.disable(logging.INFO)
    try:
        yield
    finally:
        logging.disable(before)


def _fill():
    """Only quarters that are not there yet."""
    now = timezone.localtime()
    # On the first days after the due date people still look at what came late.
    present = Calendar.of(now.date() - dt.timedelta(days=settings.DUE_DAY + STILL_PRESENT))
    calendars = [present]
    while len(calendars) <= quarters.EARLIER:
        calendars.append(calendars[-1].previous)
    missing = [
        (ago, calendar)
        for ago, calendar in enumerate(calendars)
        if not Quarter.objects.by_slug(calendar.slug).exists()
    ]
    begin = quarters.opening_of(missing[-1][1]) if missing else now
    with clock_at(begin):
        cast = _people()
        Region.objects.get_or_create(pk=1, defaults={"contacts": CONTACTS})
        if not Quarter.objects.filter(year=quarters.ARCHIVED_YEAR).exists():
            quarters.fill_archived_year(cast)
    story = Story()
    for ago, calendar in missing:
        quarters.ToldQuarter(story, cast, calendar, ago, now.date()).tell()
    story.play()


def _people():
    """Nobody's name: the roles speak for themselves. Passwords are set anew at every run. Numbers
    are of no telephone."""
    password = make_password(PASSWORD)
    administrator = _person(password, "admin", Role.ADMIN, "Администратор", "Администратор «Свода»")
    reviewer = _person(
        password, "region", Role.REGION, "Сотрудник региона", "Консультант управления"
    )
    clerks = {
        municipality.slug: _person(
            password,
            municipality.slug,
            Role.MUNICIPALITY,
            f"Сотрудник: {municipality}",
            "Специалист администрации",
            municipality,
            f"8 (4812) 00-01-{municipality.position:02}",
        )
        for municipality in Municipality.objects.with_names()
    }
    return Cast(clerks, reviewer, administrator)


def _person(password, username, role, full_name, post, municipality=None, phone=""):
    user, _ = User.objects.update_or_create(
        username=username,
        defaults={"password": password},
        create_defaults={
            "password": password,
            "role": role,
            "full_name": full_name,
            "post": post,
            "phone": phone,
        },
    )
    user.act_for(municipality)
    return user


def _place_of(user):
    return user.role, user.municipality.position if user.municipality else 0
