"""The one loud thing of a clerk's page: how much time is left, and what is to be done in it.

The last day counts until 24:00 of the region's time: ``today`` is the region's day.
"""

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from reports.language import quarters
from reports.language.plural import ru_count
from reports.models import Report, Status

LAST_DAYS = 3  # from then on the days left wait for the person
MONTHS_SHORT = (
    "янв.", "февр.", "мар.", "апр.", "мая", "июн.",
    "июл.", "авг.", "сент.", "окт.", "нояб.", "дек.",
)  # fmt: skip
WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
STILL_TAKEN = "Сдать еще можно, отчет будет отмечен опоздавшим."
LATER_IS_LATE = "Позже сдать тоже можно, но отчет будет отмечен опоздавшим."


@dataclass(frozen=True)
class Loud:
    """``number`` stands large before the rest. ``is_wax``: it waits for the person, in red.
    ``months`` are those of the ruler, (name, percent that has passed); empty where none is drawn."""

    number: str
    heading: str
    text: str
    is_wax: bool
    months: list[tuple[str, int]] = field(default_factory=list)


def loud_of(
    report: Report, today: dt.date, *, open_remarks: int = 0, fixed_remarks: int = 0, waits: int = 0
) -> Loud | None:
    """What the page of ``report`` says first; None where nothing is asked of the clerk any more.
    ``waits`` are the days for which the region has waited for an answer, 0 while it is not worth
    a word."""
    if report.status not in (Status.DRAFT, Status.RETURNED):
        return None
    if not report.quarter.is_open:
        return _closed(report)
    if report.status == Status.RETURNED:
        return _returned(report, today, open_remarks, fixed_remarks, waits)
    return _draft(report, today)


def _closed(report: Report) -> Loud:
    """The quarter is closed and the report is not in it."""
    return Loud(
        number="Отчет не сдан",
        heading="Сдать его уже нельзя",
        text=f"{report.quarter} закрыт. Открыть его снова может администратор.",
        is_wax=False,
    )


def _draft(report: Report, today: dt.date) -> Loud:
    days = (report.due_date - today).days
    until = f"Сдать до {quarters.format_date(report.due_date)}"
    last_hour = f"{_weekday(report.due_date).capitalize()}, до 24:00."
    if days < 0:
        heading = f"Отчет нужно было {until[0].lower()}{until[1:]}"
        text = _taken_back(report) or STILL_TAKEN
    elif days == 0:
        heading, text = "Сегодня последний день сдачи", f"До 24:00. {LATER_IS_LATE}"
    elif days <= LAST_DAYS:
        heading, text = until, f"{last_hour} {LATER_IS_LATE}"
    else:
        heading = until
        text = f"{last_hour} Черновик можно заполнять по частям: он хранится здесь."
    return Loud(
        number=_left(days),
        heading=heading,
        text=f"{text}{_extended(report)}",
        is_wax=days <= LAST_DAYS,
        months=ruler(report.quarter.calendar, report.due_date, today),
    )


def _returned(report: Report, today: dt.date, still: int, fixed: int, waits: int) -> Loud:
    """The return itself makes nobody late, so the days are counted only while there are some."""
    days = (report.due_date - today).days
    if still:
        what = ru_count(still, "замечание", "замечания", "замечаний")
        heading = f"Исправьте {what} и сдайте отчет снова"
    elif fixed:
        heading = "Замечания отмечены исправленными: сдайте отчет снова"
    else:
        heading = "Исправьте отчет и сдайте его снова"
    said = []
    if days >= 0:
        said.append(f"До {quarters.format_deadline(report.due_date)}.")
    if report.first_submitted_at:
        moment = "после срока" if report.is_late else "в срок"
        first = quarters.format_date(_day(report.first_submitted_at))
        said.append(f"Впервые отчет сдан {first}, {moment}: возврат на доработку этого не меняет.")
    if waits:
        said.append(f"Ответа ждут {ru_count(waits, 'день', 'дня', 'дней')}.")
    return Loud(
        number=_left(days) if days >= 0 else "Вернули",
        heading=heading,
        text=f"{' '.join(said)}{_extended(report)}".strip(),
        is_wax=True,
        months=ruler(report.quarter.calendar, report.due_date, today) if days >= 0 else [],
    )


def _left(days: int) -> str:
    if days < 0:
        return "Срок прошел"
    return ru_count(days, "день", "дня", "дней") if days else "Сегодня"


def _taken_back(report: Report) -> str:
    """Of a report that was handed in and taken back after the due date."""
    if not report.is_taken_back or report.first_submitted_at is None:
        return ""
    first = quarters.format_date(_day(report.first_submitted_at))
    return (
        f"Отчет отозван после срока. Дата первой сдачи, {first}, сохранится, если не добавлять и не "
        "удалять мероприятия. Иначе отчет будет отмечен опоздавшим."
    )


def _extended(report: Report) -> str:
    if report.extended_until is None:
        return ""
    until = quarters.format_date(report.extended_until)
    return f" Срок продлен до {until}: {report.extension_reason.strip().rstrip('.')}."


def _weekday(day: dt.date) -> str:
    return WEEKDAYS[day.weekday()]


def _day(moment: dt.datetime) -> dt.date:
    return timezone.localdate(moment)


def ruler(calendar: quarters.Quarter, due_date: dt.date, today: dt.date) -> list[tuple[str, int]]:
    """The months of ``calendar`` and the time after it until ``due_date``, each with the percent of
    its days that have passed before ``today``."""
    first = calendar.start.month
    starts = [dt.date(calendar.year, first + number, 1) for number in range(3)]
    after = calendar.end + dt.timedelta(days=1)
    ends = [*starts[1:], after]
    parts = [
        (quarters.MONTHS[start.month - 1].capitalize(), _passed(start, end, today))
        for start, end in zip(starts, ends, strict=True)
    ]
    last = f"до {due_date.day} {MONTHS_SHORT[due_date.month - 1]}"
    end = max(due_date, after) + dt.timedelta(days=1)
    return [*parts, (last, _passed(after, end, today))]


def _passed(start: dt.date, end: dt.date, today: dt.date) -> int:
    """Percent of the days from ``start`` until ``end``, which is not among them."""
    share = (today - start) / (end - start)
    return round(100 * min(1.0, max(0.0, share)))
