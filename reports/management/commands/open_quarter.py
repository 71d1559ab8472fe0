import datetime as dt

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.language.quarters import Quarter
from reports.procedure.guards import Refused
from reports.procedure.opening import is_far, open_quarter


def quarter_argument(slug: str) -> Quarter:
    """An argument such as ``2020-4``; several commands take it."""
    try:
        return Quarter.parse_slug(slug)
    except ValueError as error:
        raise CommandError(
            f"Квартал «{slug}» непонятен. Пишите год и номер квартала: 2020-4."
        ) from error


class Command(BaseCommand):
    help = "Открывает квартал: у каждого муниципального образования появляется отчет, ровно один."

    def add_arguments(self, parser):
        parser.add_argument("quarter", help="год и номер квартала, например 2020-4")
        parser.add_argument("--due", help="срок сдачи, например 2021-01-15")

        parser.add_argument("--sure", action="store_true", help="квартал наступит еще не скоро")

    def handle(self, *, quarter, due, sure, **options):
        try:
            due_date = dt.date.fromisoformat(due) if due else None
        except ValueError as error:
            raise CommandError(f"Срок «{due}» непонятен. Пишите так: 2021-01-15.") from error
        calendar = quarter_argument(quarter)
        if is_far(calendar, timezone.localdate()) and not sure:
            raise CommandError(f"{calendar.nominative} наступит не скоро. Если все верно: --sure.")
        try:
            opened, appeared = open_quarter(calendar, user=None, due_date=due_date)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{opened}: сдать до {opened.due_date:%d.%m.%Y}, новых отчетов: {appeared}."
        )
