import uuid
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django_countries import countries

from municipalities.log import log_line
from municipalities.models import Municipality, User
from reports.events import editing
from reports.importing.drafts import drafts_of
from reports.importing.files import READERS, read_file
from reports.language.plural import ru_count
from reports.language.suggestions import guess
from reports.management.commands.open_quarter import quarter_argument
from reports.models import Action, Category, Format, Quarter, Report, Status
from reports.office.archive import FileError
from reports.procedure import guards, opening, workflow


class Command(BaseCommand):
    help = (
        "Загружает отчеты из файла с таблицей: отчет одного муниципального образования или весь "
        "сводный отчет. Принятыми, а с --to-review – сданными, чтобы их проверили. При ошибке не "
        "записывает ничего."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help=f"файл с таблицей: {', '.join(READERS)}")
        parser.add_argument(
            "--quarter", required=True, help="год и номер квартала, например 2020-4"
        )
        parser.add_argument(
            "--municipality", help="код муниципального образования, если в таблице нет его названия"
        )
        parser.add_argument(
            "--to-review", action="store_true", help="сдать на проверку, а не принять"
        )
        parser.add_argument("--user", help="имя для входа того, кто сдает; нужно с --to-review")

    def handle(self, *, file, quarter, municipality, to_review, user, **options):
        calendar = quarter_argument(quarter)
        author = _author(user) if to_review else None
        try:
            table = read_file(file.name, file.read_bytes(), is_strict=True)
            with transaction.atomic():
                drafts = self._take(table, calendar, municipality, author)
        except OSError as error:
            raise CommandError(f"Файл {file} не читается: {error.strerror}.") from error
        except (FileError, guards.Refused) as error:
            log_line("import", outcome="refused", quarter=calendar.slug)
            raise CommandError(str(error)) from error
        taken = sum(len(draft.events) for draft in drafts)
        log_line("import", outcome="done", quarter=calendar.slug, reports=len(drafts), events=taken)
        for leftover in table.leftovers:
            said = "Скрыто в файле" if leftover.is_hidden else "Не перенесено"
            self.stdout.write(f"{said} ({leftover.place}): {leftover.text}")
        for note in (note for draft in drafts for note in draft.notes):
            self.stdout.write(note)
        for values in (values for draft in drafts for values in draft.events):
            if told := _suggested(values):
                self.stdout.write(f"Похоже, «{values['name']}»: {told}. Проверьте.")
        reports = ru_count(len(drafts), *_REPORTS[to_review])
        events = ru_count(taken, "мероприятие", "мероприятия", "мероприятий")
        self.stdout.write(f"Загружено за {calendar.nominative}: {reports}, {events}.")

    def _take(self, table, calendar, slug, author):
        only = None
        if slug:
            only = Municipality.objects.filter(slug=slug).first()
            if only is None:
                raise CommandError(f"Муниципального образования с кодом «{slug}» нет.")
        quarter = Quarter.objects.by_slug(calendar.slug).first()
        if quarter is None:
            quarter, _ = opening.open_quarter(calendar, user=None)
        drafts = drafts_of(table, quarter, only)
        if not drafts:
            raise FileError("В таблице нет ни одного мероприятия.")
        for draft in drafts:
            report = Report.objects.filter(quarter=quarter, municipality=draft.municipality).first()
            if report is None:
                raise FileError(
                    f"{draft.municipality.full_name_on(quarter.end)}: отчета за {quarter} нет. "
                    "Откройте квартал снова, чтобы он появился."
                )
            if author is None:
                editing.archive_report(report, draft.events)
            else:
                _hand_in(report, draft.events, author)
        return drafts


_REPORTS = {
    False: ("принятый отчет", "принятых отчета", "принятых отчетов"),
    True: ("сданный отчет", "сданных отчета", "сданных отчетов"),
}


def _author(username):
    if not username:
        raise CommandError("Назовите, кто сдает: --user и имя для входа.")
    author = User.objects.filter(username=username).first()
    if author is None:
        raise CommandError(f"Человека с именем для входа «{username}» нет.")
    return author


def _hand_in(report, events, author):
    """As its author does it on the page; only into a report in which nothing was done yet."""
    if report.status != Status.DRAFT or report.events.exists():
        raise guards.Refused(
            f"{report}: отчет уже заполнен или сдан, загрузка его не меняет.",
            code="import_into_filled_report",
        )
    if events:
        editing.add_events(report, {uuid.uuid4(): values for values in events}, user=author)
        gaps = [
            f"«{event.name}»: {problem.text}"
            for event, problems in workflow.submission_problems(report)
            for problem in problems
        ]
        if gaps:
            raise FileError("\n".join(gaps))
    workflow.perform(Action.SUBMIT if events else Action.SUBMIT_EMPTY, report, user=author)


def _suggested(values):
    """What the page would suggest for an event beside its texts, in words; nothing is written."""
    found = guess(values)
    told = []
    if found.format and found.format != values["format"]:
        told.append(f"формат – {Format(found.format).label}")
    if found.category:
        told.append(f"вид – {Category(found.category).label}")
    if found.countries:
        told.append(f"страны – {', '.join(map(countries.name, found.countries))}")
    return "; ".join(told)
