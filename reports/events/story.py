"""«Что происходило с отчетом»: its log, its dates and its corrections, in whole sentences."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from municipalities.models import User
from reports.language import quarters
from reports.models import SUBMISSIONS, Correction, KeptFile, Report
from reports.procedure import receipts


@dataclass(frozen=True)
class Line:
    """What happened, when, and by whom; ``note`` are the words that were written with it. ``who`` is
    None where no person did it."""

    at: dt.datetime
    sentence: str
    who: User | None
    note: str = ""


def story_of(report: Report) -> list[Line]:
    """All that has happened to ``report``, the latest first, in the same number of statements
    whatever has."""
    lines = [
        *_opened(report),
        *_logged(report),
        *_extended(report),
        *_asked(report),
        *_corrected(report),
        *_kept(report),
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _opened(report: Report) -> Iterator[Line]:
    first = report.history.select_related("history_user").order_by("history_date", "pk").first()
    if first is not None:
        yield Line(first.history_date, "Квартал открыт, отчет можно заполнять.", first.history_user)


def _logged(report: Report) -> Iterator[Line]:
    ordinal = 0
    log = report.log.select_related("user", "on_behalf__officer").defer("contents")
    for entry in log.order_by("at", "pk"):
        sentence = f"{entry.done[0].upper()}{entry.done[1:]}"
        if entry.action in SUBMISSIONS:
            ordinal += 1
            sentence += f", расписка № {receipts.numbered(report, ordinal)}"
            if entry.on_behalf is not None:
                sentence += f"; {entry.on_behalf.told}"
        yield Line(entry.at, f"{sentence}.", entry.user, entry.note)


def _extended(report: Report) -> Iterator[Line]:
    """From the history: the report itself knows only the date that holds now."""
    states = report.history.select_related("history_user").order_by("history_date", "pk")
    before = None
    for state in states.only("history_date", "extended_until", "extension_reason", "history_user"):
        if state.extended_until != before:
            before = state.extended_until
            until = f"продлен до {quarters.format_date(before)}" if before else "снова общий"
            sentence = f"Срок сдачи {until}."
            yield Line(state.history_date, sentence, state.history_user, state.extension_reason)


def _asked(report: Report) -> Iterator[Line]:
    for asked in report.extension_requests.select_related("asked_by", "settled_by"):
        day = quarters.format_date(asked.until)
        yield Line(
            asked.asked_at,
            f"Отправлена просьба продлить срок до {day}.",
            asked.asked_by,
            asked.reason,
        )
        if asked.settled_at is not None and not asked.is_granted:
            yield Line(
                asked.settled_at, f"Срок до {day} не продлен.", asked.settled_by, asked.refusal
            )


def _corrected(report: Report) -> Iterator[Line]:
    made = Correction.objects.filter(event__report=report).select_related(
        "event", "author", "asked_by", "settled_by"
    )
    for correction in made:
        cell = correction.get_cell_display().lower()
        where = f"«{cell}», мероприятие: {correction.event}"
        yield Line(correction.at, f"Регион исправил графу {where}.", correction.author)
        if correction.asked_at is not None:
            yield Line(
                correction.asked_at,
                f"Отправлена просьба отменить правку: графа {where}.",
                correction.asked_by,
                correction.reason,
            )
        if correction.settled_at is not None:
            done = "отменил правку" if correction.is_undone else "оставил свою правку"
            yield Line(
                correction.settled_at, f"Регион {done}: графа {where}.", correction.settled_by
            )


def _kept(report: Report) -> Iterator[Line]:
    """From the history: a file may have been deleted and brought back."""
    states = KeptFile.history.filter(report=report.pk).select_related("history_user")
    for state in states.order_by("history_date", "history_id"):
        if state.history_type == "+":
            done = "Приложено"
        else:
            done = "Удалено приложение" if state.deleted_at else "Возвращено приложение"
        yield Line(state.history_date, f"{done}: {state.title}.", state.history_user)
