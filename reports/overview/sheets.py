"""The board and the list of calls, each as the sheet of a workbook."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from reports.export.xlsx.plain import Sheet, Value
from reports.models import Quarter, Report
from reports.overview.board import Board, Debtor, Row, Standing

_CALLS = (
    ("Муниципальное образование", 34),
    ("Состояние", 16),
    ("Срок сдачи", 13),
    ("Дней после срока или возврата", 16),
    ("Кому звонить", 44),
    ("Телефон", 22),
    ("Электронная почта", 28),
    ("Последний вход", 18),
    ("Последнее сохранение", 18),
)
# Left out where no row says anything in them: the sheet is printed as wide as its page.
_RARE = {"Ждет ответа, дней", "Срок продлен до", "Почему продлен", "Почему закрыт без отчета"}


def board_sheet(board: Board, now: dt.datetime) -> Sheet:
    columns, rows = _board_columns(board), [_board_row(row) for row in board.rows]
    told = [
        place
        for place, (heading, _) in enumerate(columns)
        if heading not in _RARE or any(row[place] for row in rows)
    ]
    return Sheet(
        title="Сводка",
        heading=f"Сводка отчетов, {board.quarter}",
        moment=_moment(now),
        columns=[columns[place] for place in told],
        rows=[[row[place] for place in told] for row in rows],
    )


def calls_sheet(quarter: Quarter, debtors: Sequence[Debtor], now: dt.datetime) -> Sheet:
    return Sheet(
        title="Кому позвонить",
        heading=f"Кому позвонить: не сдали отчет, {quarter}",
        moment=_moment(now),
        columns=_CALLS,
        rows=map(_call_row, debtors),
    )


def _moment(now: dt.datetime) -> str:
    return f"Составлено {timezone.localtime(now):%d.%m.%Y в %H:%M}"


def _board_columns(board: Board) -> list[tuple[str, int]]:
    return [
        ("Муниципальное образование", 34),
        (board.quarter.calendar.short, 16),
        ("Мероприятий", 13),
        ("Сдан", 18),
        ("Своевременность", 17),
        ("Опоздание, дней", 11),
        ("Возвратов", 11),
        ("Замечаний не исправлено", 14),
        ("Ждет ответа, дней", 12),
        ("Срок продлен до", 13),
        ("Почему продлен", 24),
        ("Почему закрыт без отчета", 24),
        *((quarter.calendar.short, 20) for quarter in board.earlier),
    ]


def _board_row(row: Row) -> list[Value]:
    standing, report = row.standing, row.standing.report
    return [
        report.short_name,
        standing.words,
        _events(report),
        _local(report.counts_from),
        standing.timeliness,
        standing.late or None,
        report.return_count or None,
        report.remark_count or None,
        report.days_unanswered(standing.today) or None,
        report.extended_until,
        report.extension_reason,
        report.closing_reason,
        *map(_earlier, row.earlier),
    ]


def _events(report: Report) -> int | None:
    """A zero report says that there were none; an empty one says nothing, and of one that is closed
    none are told."""
    if report.is_closed:
        return None
    return report.event_count if report.no_events or report.event_count else None


def _earlier(standing: Standing | None) -> str:
    """«Принят, на 3 дня позже»."""
    said = (standing.words, standing.timeliness) if standing is not None else ()
    return ", ".join(filter(None, said))


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


def _local(moment: dt.datetime | None) -> dt.datetime | dt.date | None:
    """A day where the hour is not known, see ``EntryOnBehalf.handed_in_at``."""
    if moment is None:
        return None
    local = timezone.localtime(moment).replace(tzinfo=None)
    return local.date() if local.time() == dt.time.max else local
