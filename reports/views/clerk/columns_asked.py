"""A table that does not say what its columns are: asked about, with its first rows in sight."""

from collections.abc import Sequence
from dataclasses import asdict

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render

from reports.forms.clerk.columns import ColumnsForm, Source, file_of
from reports.importing.chosen_columns import CHOICES, AskedColumns, Chosen, ChosenColumns
from reports.importing.clipboard import read_html_table, read_text_table
from reports.importing.files import read_file
from reports.importing.read_table import ReadTable
from reports.models import Report
from reports.office.archive import FileError
from reports.views.access import SignedInRequest

LARGEST_PAGE = 4 * 1024 * 1024  # characters; with the ticks it must fit into one request
Sealed = tuple[Source, list[ChosenColumns], AskedColumns]


def asked_of(tables: Sequence[ReadTable]) -> AskedColumns | None:
    return next((table.asked for table in tables if table.asked), None)


def remembered(report: Report) -> list[ChosenColumns]:
    """What was said of tables of the same municipality."""
    return [
        ChosenColumns(tuple(each.headings.split("\n")), tuple(each.fields.split(",")))
        for each in report.municipality.remembered_columns.all()
    ]


def remembered_shown(report: Report) -> list[tuple[int, list[tuple[str, str]]]]:
    """Key → heading and what it is, of each table that is remembered."""
    return [
        (
            each.pk,
            [
                (heading, CHOICES.get(name, ""))
                for heading, name in zip(
                    each.headings.split("\n"), each.fields.split(","), strict=True
                )
                if heading
            ],
        )
        for each in report.municipality.remembered_columns.all()
    ]


def read_source(source: Source, chosen: Chosen) -> list[ReadTable]:
    """Raises ``FileError``."""
    tables = []
    if source["html"]:
        tables.append(read_html_table(source["html"], chosen=chosen))
    if source["text"]:
        tables.append(read_text_table(source["text"], chosen=chosen))
    if file := file_of(source):
        tables.append(read_file(*file, chosen=chosen))
    return tables


def ask_columns(
    request: SignedInRequest,
    report: Report,
    source: Source,
    told: Sequence[ChosenColumns],
    asked: AskedColumns,
    form: ColumnsForm | None = None,
) -> HttpResponse:
    """Raises ``FileError`` where the table is too much for one page."""
    sealed = {"source": source, "told": [asdict(each) for each in told], "asked": asdict(asked)}
    seal = signing.dumps(sealed, salt=_salt(request, report), compress=True)
    if len(seal) > LARGEST_PAGE:
        raise FileError(
            "В таблице не названы графы, а файл слишком велик, чтобы спросить о них. Скопируйте "
            "из него таблицу и вставьте."
        )
    form = form or ColumnsForm(asked=asked)
    context = {"report": report, "form": form, "asked": asked, "sealed": seal}
    return render(request, "clerk/report_paste_columns.html", context)


def opened(request: SignedInRequest, report: Report) -> Sealed | None:
    """What the page brings back, if it came whole and belongs here."""
    try:
        found = signing.loads(request.POST.get("sealed", ""), salt=_salt(request, report))
    except signing.BadSignature:
        return None
    told = [ChosenColumns(*map(tuple, each.values())) for each in found["told"]]
    asked = found["asked"]
    rows = tuple(map(tuple, asked["rows"]))
    return (
        found["source"],
        told,
        AskedColumns(tuple(asked["headings"]), tuple(asked["guessed"]), rows),
    )


def _salt(request: SignedInRequest, report: Report) -> str:
    return f"reports.pasting.columns:{request.user.pk}:{report.pk}"
