"""What becomes of files and pastes that the product was not written for.

    python -m tests.bench.importing FOLDER [NAME …]

``FOLDER`` holds cases, each beside a text of the same name that says what is expected of it
(``….expected.txt``). A case is read by what its ending means; a .docx whose name begins with «f» is
a Word form of the region; .html and .txt are pastes. What a clerk of Вязьма would be offered for
IV квартал 2020, and what `import_report` would make of the sections, is printed beside the expected
text: whether it is right, a person judges. With names, only the cases that begin so are shown.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.database import scratch_database

CLERK = "vyazemsky"
EXPECTED = ".expected.txt"


def main() -> int:
    parser = argparse.ArgumentParser(description="Незнакомые файлы: что из них прочитано.")
    parser.add_argument("folder", type=Path, help="папка с файлами и ожиданиями")
    parser.add_argument("names", nargs="*", help="начала имен, если нужны не все")
    options = parser.parse_args()
    wanted = tuple(options.names) or ("",)
    cases = [
        path
        for path in sorted(options.folder.iterdir())
        if path.name.startswith(wanted) and not path.name.endswith((EXPECTED, ".md"))
    ]
    if not cases:
        parser.error(f"в папке {options.folder} нет ни одного случая")
    with scratch_database():
        report = _report()
        for path in cases:
            _show(path, report)
    return 0


def _report():
    from municipalities.models import Municipality
    from tests import factories

    quarter = factories.make_quarter()
    for municipality in Municipality.objects.order_by("position"):
        factories.make_report(municipality, quarter=quarter)
    return quarter.reports.get(municipality__slug=CLERK)


def _show(path: Path, report) -> None:
    from reports.office.archive import FileError

    expected = path.with_name(f"{path.stem}{EXPECTED}")
    began = time.process_time()
    try:
        lines = list(_of_form(path) if _is_form(path) else _of_table(path, report))
    except FileError as error:
        lines = [f"отказ: {error}"]
    seconds = time.process_time() - began
    _say(f"== {path.name}" + (f", {seconds:.1f} с" if seconds > 0.5 else ""))
    if expected.exists():
        _say(f"   ждали: {expected.read_text(encoding='utf-8').strip()}")
    _say(*(f"   {line}" for line in lines))


def _is_form(path: Path) -> bool:
    return path.suffix == ".docx" and path.name.startswith("f")


def _of_form(path: Path) -> Iterator[str]:
    from reports.export.docx.form import FormError, compile_form

    try:
        form = compile_form(path.read_bytes())
    except FormError as error:
        yield from (f"отказ: {line}" for line in str(error).splitlines())
    else:
        yield f"форма принята; нет полей: {', '.join(form.missing_fields) or '—'}"


def _of_table(path: Path, report) -> Iterator[str]:
    from reports.importing.drafts import drafts_of, offers_of
    from reports.office.archive import FileError

    table = _read(path)
    offers, leftovers = offers_of(table, report)
    for offer in offers:
        values = " | ".join(
            repr(offer.values[key])[1:-1] for key in sorted(offer.values, key=_place)
        )
        notes = " ".join(filter(None, (offer.name_note, offer.period_note)))
        _tick = "+" if offer.is_wanted else "-"
        yield f"{_tick} {offer.where}: {values}" + (f"  ({notes})" if notes else "")
    for left in leftovers:
        kind = "скрыто" if left.is_hidden else "не перенесено"
        yield f"{kind} ({left.place}): {left.text!r}" + (f" — {left.reason}" if left.reason else "")
    try:
        drafts = drafts_of(table, report.quarter)
    except FileError as error:
        yield from (f"команда откажет: {line}" for line in str(error).splitlines())
    else:
        told = (f"{draft.municipality}: {len(draft.events)}" for draft in drafts)
        yield f"команда: {'; '.join(told) or 'мероприятий нет'}"


def _place(key: str) -> int:
    from reports.columns import WRITTEN_KEYS

    return [*WRITTEN_KEYS, key].index(key)


def _read(path: Path):
    from reports.importing.clipboard import read_html_table, read_text_table
    from reports.importing.files import read_file

    if path.suffix == ".html":
        return read_html_table(path.read_text(encoding="utf-8"))
    if path.suffix == ".txt":
        return read_text_table(path.read_text(encoding="utf-8"))
    return read_file(path.name, path.read_bytes())


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


if __name__ == "__main__":
    sys.exit(main())
