from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports.export.build import Include, consolidated_table
from reports.export.docx_writer import write_docx
from reports.export.xlsx_writer import write_xlsx
from reports.management.commands.open_quarter import quarter_argument
from reports.models import Quarter

WRITERS = {"docx": write_docx, "xlsx": write_xlsx}


class Command(BaseCommand):
    help = "Записывает сводный отчет квартала в файл .docx или .xlsx."

    def add_arguments(self, parser):
        parser.add_argument("quarter", help="год и номер квартала, например 2020-4")
        parser.add_argument("--format", required=True, choices=WRITERS, help="вид файла")
        parser.add_argument("--output", required=True, type=Path, help="куда записать")
        parser.add_argument(
            "--include",
            default=Include.ACCEPTED,
            choices=[include.value for include in Include],
            help="только принятые отчеты (accepted) или все сданные (submitted)",
        )

    def handle(self, *, quarter, output, include, **options):
        calendar = quarter_argument(quarter)
        row = Quarter.objects.by_slug(calendar.slug).first()
        if row is None:
            raise CommandError(f"{calendar.nominative} не открыт.")
        table = consolidated_table(row, include=include)
        try:
            output.write_bytes(WRITERS[options["format"]](table))
        except OSError as error:
            raise CommandError(f"Не удалось записать файл {output}: {error.strerror}.") from error
        self.stdout.write(
            f"{output}: разделов {len(table.sections)}, мероприятий {table.event_count}."
        )
