from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from municipalities.log import log_line
from municipalities.models import Municipality
from reports.events import editing
from reports.importing.drafts import drafts_of
from reports.importing.word.reader import read_word
from reports.language.plural import ru_count
from reports.management.commands.open_quarter import quarter_argument
from reports.models import Quarter, Report
from reports.office.archive import FileError
from reports.procedure import guards, opening


class Command(BaseCommand):
    help = (
        "Загружает принятые отчеты из файла Word: отчет одного муниципального образования "
        "или весь сводный отчет. При ошибке не записывает ничего."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="файл .docx с таблицей")
        parser.add_argument(
            "--quarter", required=True, help="год и номер квартала, например 2020-4"
        )
        parser.add_argument(
            "--municipality", help="код муниципального образования, если в таблице нет его названия"
        )

    def handle(self, *, file, quarter, municipality, **options):
        calendar = quarter_argument(quarter)
        try:
            table = read_word(file.read_bytes())
            with transaction.atomic():
                drafts = self._archive(table, calendar, municipality)
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
        reports = ru_count(len(drafts), "принятый отчет", "принятых отчета", "принятых отчетов")
        events = ru_count(taken, "мероприятие", "мероприятия", "мероприятий")
        self.stdout.write(f"Загружено за {calendar.nominative}: {reports}, {events}.")

    def _archive(self, table, calendar, slug):
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
            editing.archive_report(report, draft.events)
        return drafts
