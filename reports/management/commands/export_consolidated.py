from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports.export.build import Include, consolidated_table, form_of
from reports.export.files import KINDS
from reports.management.commands.open_quarter import quarter_argument
from reports.models import Quarter


class Command(BaseCommand):
    help = (
        "Записывает сводный отчет квартала в файл .docx или .xlsx, целиком или в архив .zip, "
        "где у каждого муниципального образования свой файл."
    )

    def add_arguments(self, parser):
        parser.add_argument("quarter", help="год и номер квартала, например 2020-4")
        parser.add_argument("--format", required=True, choices=KINDS, help="вид файла")
        parser.add_argument("--output", required=True, type=Path, help="куда записать")
        parser.add_argument(
            "--include",
            default=Include.ACCEPTED,
            choices=[include.value for include in Include],
            help="только принятые отчеты (accepted) или все сданные (submitted)",
        )

        parser.add_argument("--data", action="store_true", help="в .xlsx — с листом «Данные»")

    def handle(self, *, quarter, output, include, data, **options):
        calendar = quarter_argument(quarter)
        row = Quarter.objects.by_slug(calendar.slug).first()
        if row is None:
            raise CommandError(f"{calendar.nominative} не открыт.")
        if data and not options["format"].startswith("xlsx"):
            raise CommandError("Лист «Данные» бывает только в .xlsx.")
        table = consolidated_table(row, include=include, has_data=data)
        part = output.with_name(f"{output.name}.part")  # what stood there stays until all is done
        try:
            with part.open("wb") as file:
                for _ in KINDS[options["format"]].steps(
                    table, file, form_of(calendar, table.options)
                ):
                    pass
            part.replace(output)
        except OSError as error:
            raise CommandError(f"Не удалось записать файл {output}: {error.strerror}.") from error
        finally:
            part.unlink(missing_ok=True)
        self.stdout.write(
            f"{output}: разделов {len(table.sections)}, мероприятий {table.event_count}."
        )
