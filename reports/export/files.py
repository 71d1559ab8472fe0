"""Every kind of file in which the document can be had."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from reports.export.docx.form import CompiledForm
from reports.export.docx.writer import docx_steps, write_docx
from reports.export.table import ConsolidatedTable, file_name
from reports.export.xlsx.writer import write_xlsx, xlsx_steps
from reports.office.package import Package

LONGEST_NAME = 80  # characters

# Writes while being iterated, and tells how many events are written.
Steps = Callable[[ConsolidatedTable, BinaryIO, CompiledForm], Iterator[int]]


@dataclass(frozen=True)
class Kind:
    content_type: str
    steps: Steps


def _xlsx(table: ConsolidatedTable, file: BinaryIO, form: CompiledForm) -> Iterator[int]:  # noqa: ARG001
    return xlsx_steps(table, file)


def _zip_of_docx(table: ConsolidatedTable, file: BinaryIO, form: CompiledForm) -> Iterator[int]:
    return _by_municipality(table, file, "docx", lambda part: write_docx(part, form))


def _zip_of_xlsx(table: ConsolidatedTable, file: BinaryIO, form: CompiledForm) -> Iterator[int]:  # noqa: ARG001
    return _by_municipality(table, file, "xlsx", write_xlsx)


KINDS = {
    "docx": Kind(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx_steps
    ),
    "xlsx": Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    "docx.zip": Kind("application/zip", _zip_of_docx),
    "xlsx.zip": Kind("application/zip", _zip_of_xlsx),
}


def _by_municipality(
    table: ConsolidatedTable,
    file: BinaryIO,
    extension: str,
    write: Callable[[ConsolidatedTable], bytes],
) -> Iterator[int]:
    """A document for every section, in the order and with the numbers of the whole one. Each is a
    part, and says so."""
    done = 0
    with Package(file) as package:
        for number, section in enumerate(table.sections, start=1):
            name = file_name(section.title, LONGEST_NAME)
            part = write(table.part((section,), section.title, name))
            package.writestr(f"{number:02}_{name}.{extension}", part)
            done += len(section.rows)
            yield done
