"""The report of one municipality as its own document: for its head to sign and for its own files."""

from dataclasses import replace

from django.utils import timezone

from reports.document.build import options_of, report_table
from reports.export.table import ConsolidatedTable, Options, file_name
from reports.language.typography import for_print
from reports.models import Report, Status
from reports.procedure.receipts import last_receipt

LONGEST_PLACE = 60  # characters of the municipality in the name of a file
# A place for the date and for the head's signature.
HEAD = "Глава муниципального образования\n«____» ______________ 20____ года"
SIGNATURE = "______________________________"
NOTHING_YET = "В отчет пока не внесено ни одного мероприятия."


def own_table(report: Report) -> ConsolidatedTable:
    """``report`` as it is now, in any state, with a mark that says which. Its title names
    the municipality, verbatim, and the table does not say it again."""
    table, span = report_table(report), report.quarter.span
    settled = options_of(report.quarter.calendar)
    name = file_name(report.short_name, LONGEST_PLACE)
    none_held = f"{span.locative[0].upper()}{span.locative[1:]} мероприятия не проводились."
    return replace(
        table,
        title=(
            "Отчет о мероприятиях, проведенных",
            f"в международной сфере {span.locative}\n{report.full_name}",
        ),
        file_stem=f"Отчет_{name}_{span.short.replace(' ', '_')}_{_word(report)}",
        author=report.full_name,
        sections=tuple(replace(section, title="") for section in table.sections),
        state_mark=mark_of(report),
        statement="" if table.sections else none_held if report.is_zero else NOTHING_YET,
        options=Options(
            signatory_post=for_print(HEAD),
            signatory_name=SIGNATURE,
            left_margin=settled.left_margin,
            typeface=settled.typeface,
        ),
    )


def _word(report: Report) -> str:
    """What the name of the file says of its state."""
    if report.status == Status.ACCEPTED:
        return "принят"
    if report.is_closed:
        return "закрыт"
    return "сдан" if report.has_receipt else "проект"


def mark_of(report: Report) -> str:
    """«Проект», «Сдан 12.01.2027, № 2026-4-05», «Принят 15.01.2027», …"""
    if report.status == Status.RETURNED:
        return "Проект: отчет возвращен на доработку"
    if report.is_closed:
        return "Закрыт без отчета"
    if report.status == Status.DRAFT:
        return "Проект"
    receipt = last_receipt(report)
    number = f", № {receipt.number}" if receipt else ""
    day = report.accepted_at if report.status == Status.ACCEPTED else report.submitted_at
    told = f"{timezone.localtime(day):%d.%m.%Y}" if day else ""
    word = "Принят" if report.status == Status.ACCEPTED else "Сдан"
    return f"{word} {told}{number}"
