"""Files that an officer of the region brings in by the mailbox: read and kept, answered, entered.

Each is kept as it came and as it was read, so that the page may be closed and opened again. The
same file brought in twice is one; what it tells is entered once.
"""

import datetime as dt
import hashlib
import uuid
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import PurePath

from django.db import transaction
from django.utils import timezone

from municipalities.log import log_line
from municipalities.models import Acting, Municipality, Role, User
from reports.events.bringing_in import NewWords, bring_in
from reports.events.kept_files import keep_file
from reports.importing.comparison import Compared, compare, findings_in
from reports.importing.drafts import known_names, offer_of
from reports.importing.files import read_file
from reports.importing.read_table import EventCells, Leftover, ReadTable
from reports.importing.whose import Part, Wrapping, parts_of
from reports.models import (
    Action,
    EntryOnBehalf,
    Event,
    Ground,
    Quarter,
    ReceivedFile,
    ReceivedReport,
    Report,
)
from reports.models.received import LONGEST_NAME
from reports.office.archive import FileError
from reports.office.envelopes import Enclosed
from reports.office.kept_kinds import kind_of
from reports.procedure import entering, guards, workflow
from reports.procedure.guards import Refused, check_role

MOST_OFFERS = 200  # of one municipality: of which one statement writes all
MOST_LEFTOVERS = 500
_ASKED = (
    "Непонятно, где какая графа. Внесите отчет за муниципальное образование и загрузите этот файл на "
    "странице отчета: там можно сказать, что в графах."
)


@transaction.atomic
def receive(quarter: Quarter, enclosed: Enclosed, *, user: User) -> tuple[ReceivedFile, bool]:
    """Keep a file with what it tells, and whether it is new. One that cannot be read is kept with
    the reason. Raises ``Refused``."""
    check_role(user, Role.REGION)
    guards.check_open(quarter)
    checksum = hashlib.sha256(enclosed.data).hexdigest()
    file, is_new = ReceivedFile.objects.get_or_create(
        quarter=quarter,
        sha256=checksum,
        defaults={
            "name": enclosed.name[-LONGEST_NAME:],
            "data": enclosed.data,
            "sender": enclosed.sender,
            "received_on": enclosed.sent_on,
            "brought_by": user,
        },
    )
    if is_new:
        _read(file)
        outcome = "refused" if file.refusal else "done"
        log_line("receiving", outcome=outcome, quarter=quarter.slug, file=file.pk, user=user.pk)
    return file, is_new


def _read(file: ReceivedFile) -> None:
    try:
        table = read_file(file.name, bytes(file.data), chosen=())
        if table.asked is not None:
            raise FileError(_ASKED)
        parts = parts_of(table, known_names(file.quarter), _wrapping(file))
        file.meant_for = _meant_for(file, parts)
        reports = [
            _received(file, place, part, table if place == 0 else None)
            for place, part in enumerate(parts)
        ]
    except FileError as error:
        file.refusal = str(error)
    else:
        _count_findings(reports)
        ReceivedReport.objects.bulk_create(reports)
    file.save(update_fields=["refusal", "meant_for"])


def _count_findings(reports: Sequence[ReceivedReport]) -> None:
    owned = [(report, offer["values"]) for report in reports for offer in report.offers]
    for (report, _), found in zip(owned, findings_in([v for _, v in owned]), strict=True):
        report.finding_count += sum(map(len, found.values()))


def _meant_for(file: ReceivedFile, parts: Sequence[Part]) -> Quarter | None:
    """The one other open quarter of which all events are, when none is of the quarter of the file."""
    rows = [row for part in parts for row in part.rows]
    if not rows or not _is_of_other(rows, file.quarter):
        return None
    others = Quarter.objects.filter(closed_at=None).exclude(pk=file.quarter_id)
    found = [quarter for quarter in others if _is_all_of(rows, quarter)]
    return found[0] if len(found) == 1 else None


def _is_of_other(rows: Sequence[EventCells], quarter: Quarter) -> bool:
    return all(offer_of(row, quarter).is_other_quarter for row in rows)


def _is_all_of(rows: Sequence[EventCells], quarter: Quarter) -> bool:
    return not any(offer_of(row, quarter).is_other_quarter for row in rows)


@transaction.atomic
def move_to_meant(file: ReceivedFile, *, user: User) -> Quarter:
    """Put a file into the quarter that its events are of, and read it anew for that one. Raises
    ``Refused``."""
    check_role(user, Role.REGION)
    file = ReceivedFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    quarter = file.meant_for
    if quarter is None:
        raise Refused(
            "Мероприятия в файле — не одного другого квартала.", code="file_of_no_quarter"
        )
    guards.check_open(quarter)
    if file.reports.exclude(entered_at=None).exists():
        raise Refused("Из этого файла отчет уже внесен.", code="file_entered")
    if quarter.received_files.filter(sha256=file.sha256).exists():
        raise Refused(f"Этот файл уже загружен: {quarter}.", code="file_there_already")
    file.reports.all().delete()
    file.quarter = quarter
    file.save(update_fields=["quarter"])
    _read(file)
    log_line("receiving", outcome="moved", quarter=quarter.slug, file=file.pk, user=user.pk)
    return quarter


def _wrapping(file: ReceivedFile) -> Wrapping:
    if not file.sender:
        return Wrapping(file.name)
    today = file.received_on or timezone.localdate()
    acting = Acting.objects.on(today).filter(person__email__iexact=file.sender)
    senders = Municipality.objects.with_names().filter(acting__in=acting).distinct()
    return Wrapping(file.name, tuple(senders))


def _received(
    file: ReceivedFile, place: int, part: Part, table: ReadTable | None
) -> ReceivedReport:
    """``table`` is given for the first part of a file, which lists what went into none."""
    if len(part.rows) > MOST_OFFERS:
        raise FileError(
            f"За один раз можно внести не больше {MOST_OFFERS} мероприятий, а здесь их больше. "
            "Разделите файл на части."
        )
    offers = [offer_of(row, file.quarter) for row in part.rows]
    leftovers: Collection[Leftover] = table.leftovers if table is not None else ()
    return ReceivedReport(
        file=file,
        place=place,
        municipality=part.municipality,
        doubt=part.doubt,
        says_no_events=not offers and (part.says_no_events or bool(table and table.says_no_events)),
        offers=[
            asdict(offer) | {"key": str(uuid.uuid4()), "is_wanted": offer.is_wanted}
            for offer in offers
        ],
        leftovers=[asdict(left) for left in islice(leftovers, MOST_LEFTOVERS)],
    )


@transaction.atomic
def answer(received: ReceivedReport, *, municipality: Municipality, user: User) -> None:
    """Say whose it is. Raises ``Refused``."""
    received = _locked(received, user)
    received.municipality, received.doubt, received.chosen = municipality, "", None
    received.save(update_fields=["municipality", "doubt", "chosen"])


@transaction.atomic
def choose(received: ReceivedReport, keys: Collection[str], *, user: User) -> None:
    """Which of its events are to be entered. Raises ``Refused``."""
    received = _locked(received, user)
    known = [offer["key"] for offer in received.offers]
    received.chosen = [key for key in known if key in keys]
    received.save(update_fields=["chosen"])


@transaction.atomic
def set_aside(received: ReceivedReport, *, is_aside: bool, user: User) -> None:
    """It is not to be entered; or it is, after all. Raises ``Refused``."""
    received = _locked(received, user, may_be_aside=True)
    received.set_aside_at = timezone.now() if is_aside else None
    received.save(update_fields=["set_aside_at"])


def _locked(received: ReceivedReport, user: User, *, may_be_aside: bool = False) -> ReceivedReport:
    check_role(user, Role.REGION)
    held = ReceivedReport.objects.select_for_update(of=("self",)).select_related("file__quarter")
    received = held.defer("file__data").get(pk=received.pk)
    guards.check_open(received.quarter)
    if received.entered_at is not None:
        raise Refused("Этот отчет из файла уже внесен.", code="received_report_entered")
    if received.set_aside_at is not None and not may_be_aside:
        raise Refused(
            "Этот отчет из файла отложен. Верните его в список и повторите.",
            code="received_report_set_aside",
        )
    return received


@dataclass(frozen=True)
class Telling:
    """On which ground a report is entered, see ``EntryOnBehalf``."""

    ground: Ground
    received_on: dt.date
    number: str = ""
    dated_on: dt.date | None = None
    sender: str = ""


@dataclass(frozen=True)
class Outcome:
    """``why_not_handed_in`` and ``why_not_kept`` are whole sentences: why the report that was entered
    could not be handed in, and why the file does not stand beside it."""

    report: Report
    added: int
    rewritten: int
    why_not_handed_in: str = ""
    why_not_kept: str = ""


@transaction.atomic
def enter(received: ReceivedReport, telling: Telling, *, user: User) -> Outcome:
    """Write what was chosen of ``received`` into the report of its municipality, whole or not at
    all, and hand it in if nothing keeps it from that. Raises ``Refused``."""
    received = _locked(received, user)
    report = received.report()
    if report is None or received.doubt:
        raise Refused("Сначала укажите, чей это отчет.", code="received_report_of_nobody")
    rows = compare_received(received, list(report.events.live().in_order()))
    chosen = chosen_of(received, rows)
    if not chosen and not received.says_no_events:
        raise Refused("Ничего не отмечено, вносить нечего.", code="nothing_chosen")
    entry = entering.enter(report, user=user, **asdict(telling))
    added, rewritten = _write(report, received, rows, chosen, user)
    received.entered_at, received.entry = timezone.now(), entry
    received.not_kept = _keep(report, received.file, entry, user)
    received.not_handed_in = _hand_in(report, received, user)
    received.save(update_fields=["entered_at", "entry", "not_kept", "not_handed_in"])
    log_line("import", outcome="done", report=report.pk, events=added, rewritten=rewritten,
             user=user.pk)  # fmt: skip
    return Outcome(report, added, rewritten, received.not_handed_in, received.not_kept)


def _keep(report: Report, file: ReceivedFile, entry: EntryOnBehalf, user: User) -> str:
    """The file beside its report, as the letter that is the ground; or why it does not stand there:
    no municipality sees what another has told."""
    if file.reports.count() > 1:
        return (
            "В файле отчеты нескольких муниципальных образований, поэтому к отчету он не приложен."
        )
    data = bytes(file.data)
    try:
        kind_of(data)
    except FileError as error:
        return str(error)
    keep_file(report, data, title=PurePath(file.name).stem or "Файл", user=user, entry=entry)
    return ""


def compare_received(received: ReceivedReport, events: Sequence[Event]) -> list[Compared]:
    """Its rows beside ``events``, the live ones of the report."""
    values = [offer["values"] for offer in received.offers]
    return compare(values, events, received.quarter)


def chosen_of(received: ReceivedReport, rows: Sequence[Compared]) -> set[str]:
    """The keys of what is to be entered: as the officer has ticked it, or what is new."""
    if received.chosen is not None:
        return set(received.chosen)
    both = zip(received.offers, rows, strict=True)
    return {offer["key"] for offer, row in both if row.event is None and offer["is_wanted"]}


def why_not_ready(received: ReceivedReport, report: Report | None, chosen: Collection[str]) -> str:
    """What the officer has to look at before it can be entered; empty when nothing."""
    if received.doubt:
        return received.doubt
    if received.municipality_id is None:
        return "В файле не сказано, чей это отчет."
    if report is None:
        return "Отчета этого муниципального образования в квартале нет."
    if chosen or received.says_no_events:
        return ""
    if not received.offers:
        return "В файле нет ни одного мероприятия."
    if all(offer["is_other_quarter"] for offer in received.offers):
        meant = received.file.meant_for
        return (
            f"Все мероприятия в файле — {meant.calendar.accusative}."
            if meant is not None
            else "Все мероприятия в файле — другого квартала."
        )
    return "Ничего нового не отмечено: посмотрите, что отличается."


def _write(
    report: Report,
    received: ReceivedReport,
    rows: Sequence[Compared],
    chosen: set[str],
    user: User,
) -> tuple[int, int]:
    new, rewritten = {}, {}
    for offer, row in zip(received.offers, rows, strict=True):
        if offer["key"] in chosen and row.event is None:
            new[uuid.UUID(offer["key"])] = offer["values"]
        elif offer["key"] in chosen and row.event is not None and row.changes:
            rewritten[row.event.pk] = NewWords(row.event.version, row.new_words)
    return bring_in(report, new, rewritten, user=user), len(rewritten)


def _hand_in(report: Report, received: ReceivedReport, user: User) -> str:
    """Why the report stays to be filled in, or nothing. What was written stays either way."""
    no_events = received.says_no_events and not report.events.live().exists()
    action = Action.SUBMIT_EMPTY if no_events else Action.SUBMIT
    why_not = workflow.why_not(action, report, user=user)
    if not why_not:
        workflow.perform(action, report, user=user)
    return why_not
