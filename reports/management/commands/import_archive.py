from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from municipalities.log import log_line
from reports.events import editing
from reports.importing.archives import drafts_told, quarter_told
from reports.importing.files import read_file
from reports.language.plural import ru_count
from reports.language.quarters import Quarter as Calendar
from reports.management.commands.open_quarter import quarter_argument
from reports.models import Quarter, Report
from reports.office.archive import FileError
from reports.office.envelopes import Enclosed, unpacked
from reports.procedure import guards, opening

HEADINGS = ("Файл", "Квартал", "Отчетов", "Мероприятий", "Что стало")
BAR = 30  # characters


@dataclass(frozen=True)
class Line:
    """Of the table, for one file; ``refusal`` is empty when it was taken."""

    name: str
    quarter: str = "—"
    reports: int = 0
    events: int = 0
    notes: tuple[str, ...] = ()
    refusal: str = ""


class Command(BaseCommand):
    help = (
        "Загружает принятыми отчеты из всех файлов папки, архивы .zip и письма .eml тоже. Каждый файл "
        "записывается целиком или никак; таблица говорит, что стало с каждым. Если не загружен хотя бы "
        "один, код завершения – 1."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="папка с файлами; вложенные папки тоже")
        parser.add_argument(
            "--quarter",
            type=quarter_argument,
            help="год и номер квартала, например 2020-4; если не указан, его называет каждый файл",
        )
        parser.add_argument("--dry-run", action="store_true", help="ничего не записывать")

    def handle(self, *, folder, quarter, dry_run, **options):
        paths = [path for path in sorted(folder.rglob("*")) if _is_report(path)]
        if not paths:
            raise CommandError(f"В папке {folder} нет файлов.")
        with transaction.atomic() if dry_run else nullcontext():
            lines = []
            for done, path in enumerate(paths):
                self._show_progress(done, len(paths), path.name)
                lines += _lines(path, quarter, is_logged=not dry_run)
            self._show_progress(len(paths), len(paths), "")
            if dry_run:
                transaction.set_rollback(True)
        self._print_table(lines)
        failed = sum(bool(line.refusal) for line in lines)
        self.stdout.write(_total(lines, dry_run))
        if failed:
            not_taken = ru_count(failed, "файл", "файла", "файлов")
            raise CommandError(f"Не загружено: {not_taken}. Причины — в таблице.")

    def _show_progress(self, done, total, name):
        if self.stderr.isatty():
            filled = BAR * done // total
            bar = "#" * filled + "." * (BAR - filled)
            end = "\n" if done == total else ""
            self.stderr.write(f"\r\033[K[{bar}] {done} из {total} {name}", lambda x: x, ending=end)

    def _print_table(self, lines):
        rows = [HEADINGS, *(_cells(line) for line in lines)]
        widths = [max(len(row[place]) for row in rows) for place in range(len(HEADINGS) - 1)]
        for row, line in zip(rows, [None, *lines], strict=True):
            start = [text.ljust(width) for text, width in zip(row[:-1], widths, strict=True)]
            self.stdout.write("  ".join([*start, row[-1]]).rstrip())
            for note in line.notes if line else ():
                self.stdout.write(f"    {note}")


def _is_report(path):
    return path.is_file() and not path.name.startswith((".", "~$"))


def _lines(path, quarter, *, is_logged):
    """One for each file in what lies at ``path``."""
    try:
        enclosed = unpacked(path.name, path.read_bytes())
    except OSError as error:
        return [Line(path.name, refusal=f"Файл не читается: {error.strerror}.")]
    except FileError as error:
        return [Line(path.name, refusal=str(error))]
    return [_line(one, quarter, is_logged=is_logged) for one in enclosed]


def _line(file: Enclosed, only: Calendar | None, *, is_logged: bool) -> Line:
    try:
        with transaction.atomic():
            line = _take(file, only)
    except (FileError, guards.Refused) as error:
        line = Line(file.name, only.short if only else "—", refusal=str(error))
    if is_logged:
        outcome = "refused" if line.refusal else "done"
        log_line("import", outcome=outcome, reports=line.reports, events=line.events)
    return line


def _take(file: Enclosed, only: Calendar | None) -> Line:
    table = read_file(file.name, file.data, is_strict=True)
    calendar = only or quarter_told(table, file.name)
    quarter = Quarter.objects.by_slug(calendar.slug).first()
    if quarter is None:
        quarter, _ = opening.open_quarter(calendar, user=None)
    drafts = drafts_told(table, quarter, file.name)
    for draft in drafts:
        report = Report.objects.filter(quarter=quarter, municipality=draft.municipality).first()
        if report is None:
            raise FileError(
                f"{draft.municipality.full_name_on(quarter.end)}: отчета за {quarter} нет. "
                "Откройте квартал снова, чтобы он появился."
            )
        editing.archive_report(report, draft.events)
    notes = [note for draft in drafts for note in draft.notes]
    for left in table.leftovers:
        said = "Скрыто в файле" if left.is_hidden else "Не перенесено"
        notes.append(f"{said} ({left.place}): {left.text}")
    events = sum(len(draft.events) for draft in drafts)
    return Line(file.name, calendar.short, len(drafts), events, tuple(notes))


def _cells(line):
    said = " ".join(line.refusal.split("\n")) or "загружен"
    return (line.name, line.quarter, str(line.reports), str(line.events), said)


def _total(lines, dry_run):
    reports = ru_count(sum(line.reports for line in lines), "отчет", "отчета", "отчетов")
    events = ru_count(
        sum(line.events for line in lines), "мероприятие", "мероприятия", "мероприятий"
    )
    said = "Проверено, ничего не записано" if dry_run else "Загружено"
    return f"{said}: {reports}, {events}."
