from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from municipalities.log import log_line
from reports.document import issuing
from reports.document.build import Include, form_of
from reports.export.files import KINDS
from reports.language.quarters import Span
from reports.models import Quarter


class Command(BaseCommand):
    help = (
        "Записывает сводный отчет за квартал, полугодие, девять месяцев или год в файл .docx или "
        ".xlsx, целиком или в архив .zip, "
        "где у каждого муниципального образования свой файл. Пока отчет не выпущен, в файле стоит "
        "слово «Проект»; выпущенный записывается таким, каким сохранен при выпуске."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "span",
            help="квартал 2020-4, полугодие 2020-h1 или 2020-h2, 9 месяцев 2020-9m, год 2020",
        )
        parser.add_argument("--format", required=True, choices=KINDS, help="вид файла")
        parser.add_argument("--output", required=True, type=Path, help="куда записать")
        parser.add_argument(
            "--include",
            default=Include.ACCEPTED,
            choices=[include.value for include in Include],
            help="только принятые отчеты (accepted) или все сданные (submitted)",
        )

        parser.add_argument("--data", action="store_true", help="в .xlsx — с листом «Данные»")

    def handle(self, *, span, output, include, data, **options):
        span = _span_argument(span)
        if data and not options["format"].startswith("xlsx"):
            raise CommandError("Лист «Данные» бывает только в .xlsx.")
        current = issuing.current(span, include=include, has_data=data)
        table, kept = current.table, current.kept(options["format"])
        if not table.sections and options["format"].endswith("zip"):
            raise CommandError("В отчете нет ни одного раздела, архив был бы пустым.")
        part = output.with_name(f"{output.name}.part")  # what stood there stays until all is done
        try:
            with part.open("wb") as file:
                if kept is not None:
                    file.write(kept)
                else:
                    form = form_of(span.last_quarter, table.options)
                    for _ in KINDS[options["format"]].steps(table, file, form):
                        pass
            part.replace(output)
            log_line("export", span=span.slug, kind=options["format"], events=table.event_count)
        except OSError as error:
            raise CommandError(f"Не удалось записать файл {output}: {error.strerror}.") from error
        finally:
            part.unlink(missing_ok=True)
        what = f"{table.mark.lower()}, " if table.mark else ""
        self.stdout.write(
            f"{output}: {what}разделов {len(table.sections)}, мероприятий {table.event_count}."
        )


def _span_argument(slug):
    try:
        span = Span.parse_slug(slug)
    except ValueError as error:
        raise CommandError(
            f"Период «{slug}» непонятен. Пишите так: 2020-4, 2020-h2, 2020-9m или 2020."
        ) from error
    if not Quarter.objects.of_span(span).exists():
        raise CommandError(f"{span.nominative}: ни один квартал не открыт.")
    return span
