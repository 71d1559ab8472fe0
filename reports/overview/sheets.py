"""The board and the list of calls, as sheets of a workbook."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from reports.export.xlsx.plain import Sheet, Value
from reports.models import Report
from reports.overview.board import Board, Debtor, Row, Standing

_CALLS = (
    ("Муниципальное образование", 34),
    ("Состояние", 16),
    ("Срок сдачи", 12),
    ("Дней после срока или возврата", 16),
    ("Кому звонить", 44),
    ("Телефон", 22),
    ("Электронная почта", 28),
    ("Последний вход", 17),
    ("Последнее сохранение", 17),
)


def sheets_of(board: Board, debtors: Sequence[Debtor]) -> list[Sheet]:
    """Two sheets: a row for every municipality, and a row for every debtor to be called."""
    return [
        Sheet("Сводка", _board_columns(board), map(_board_row, board.rows)),
        Sheet("Кому позвонить", _CALLS, map(_call_row, debtors)),
    ]


def _board_columns(board: Board) -> list[tuple[str, int]]:
    earlier = [
        heading
        for quarter in board.earlier
        for heading in ((quarter.calendar.short, 18), (f"Когда, {quarter.calendar.short}", 16))
    ]
    return [
        ("Муниципальное образование", 34),
        (board.quarter.calendar.short, 18),
        ("Мероприятий", 13),
        ("Сдан", 17),
        ("Своевременность", 18),
        ("Опоздание, дней", 11),
        ("Возвратов", 11),
        ("Замечаний не исправлено", 14),
        ("Ждет ответа, дней", 12),
        ("Срок продлен до", 12),
        ("Почему продлен", 30),
        ("Почему закрыт без отчета", 30),
        *earlier,
    ]


def _board_row(row: Row) -> list[Value]:
    standing, report = row.standing, row.standing.report
    earlier = [value for past in row.earlier for value in _earlier(past)]
    return [
        report.short_name,
        standing.words,
        _events(report),
        _local(report.counts_from),
        standing.timeliness,
        standing.late or None,
        report.return_count,
        report.remark_count,
        report.days_unanswered(standing.today) or None,
        report.extended_until,
        report.extension_reason,
        report.closing_reason,
        *earlier,
    ]


def _events(report: Report) -> int | None:
    """A zero report says that there were none; an empty one says nothing, and of one that is closed
    none are told."""
    if report.is_closed:
        return None
    return report.event_count if report.no_events or report.event_count else None


def _earlier(standing: Standing | None) -> tuple[str, str]:
    return (standing.words, standing.timeliness) if standing is not None else ("", "")


def _call_row(debtor: Debtor) -> list[Value]:
    report, people = debtor.standing.report, debtor.people
    return [
        report.short_name,
        debtor.standing.words,
        report.due_date,
        max(debtor.days, 0) or None,
        "\n".join(", ".join(filter(None, (p.full_name, p.post))) for p in people),
        "\n".join(person.phone for person in people),
        "\n".join(person.email for person in people),
        _local(debtor.last_sign_in),
        _local(debtor.last_save),
    ]


def _local(moment: dt.datetime | None) -> dt.datetime | None:
    return timezone.localtime(moment).replace(tzinfo=None) if moment is not None else None
