"""Files and links beside a report: added, deleted and brought back while the report is filled in."""

import hashlib

from django.db import transaction
from django.utils import timezone

from municipalities.log import log_line_when_done
from municipalities.models import User
from reports.events.editing import touch
from reports.models import EntryOnBehalf, Event, KeptFile, Report
from reports.office.archive import FileError
from reports.office.kept_kinds import kind_of
from reports.procedure.guards import Refused, locked_for_editing

MOST_KEPT = 20  # beside one report, deleted ones aside


@transaction.atomic
def keep_file(
    report: Report,
    data: bytes,
    *,
    title: str,
    user: User,
    event: Event | None = None,
    entry: EntryOnBehalf | None = None,
) -> KeptFile:
    """Sent twice, it is kept once. Raises ``Refused``, also for a file of another kind than those
    that are kept."""
    report = locked_for_editing(report, user)
    try:
        kind = kind_of(data)
    except FileError as error:
        raise Refused(str(error), code="file_not_kept") from error
    digest = hashlib.sha256(data).hexdigest()
    known = report.files.live().filter(event=event, entry=entry, sha256=digest).first()
    if known is not None:
        return known
    kept = KeptFile(
        event=event,
        entry=entry,
        title=title,
        kind=kind,
        data=data,
        size=len(data),
        sha256=digest,
    )
    return _add(report, kept, user)


@transaction.atomic
def keep_link(
    report: Report, link: str, *, title: str, user: User, event: Event | None = None
) -> KeptFile:
    """Sent twice, it is kept once. Raises ``Refused``."""
    report = locked_for_editing(report, user)
    if not link.startswith("https://"):
        raise Refused("Ссылка должна начинаться с «https://».", code="link_not_kept")
    known = report.files.live().filter(event=event, link=link).first()
    return known or _add(report, KeptFile(event=event, title=title, link=link), user)


@transaction.atomic
def delete_kept(kept: KeptFile, *, user: User) -> KeptFile:
    """Put it into the bin; ``restore_kept`` takes it out again."""
    report, kept = _held(kept, user)
    if kept.deleted_at is None:
        _put(report, kept, user, is_deleted=True)
    return kept


@transaction.atomic
def restore_kept(kept: KeptFile, *, user: User) -> KeptFile:
    report, kept = _held(kept, user)
    if kept.deleted_at is not None:
        _check_room(report)
        _put(report, kept, user, is_deleted=False)
    return kept


def _add(report: Report, kept: KeptFile, user: User) -> KeptFile:
    _check_room(report)
    if kept.event is not None and kept.event.report_id != report.pk:
        raise Refused("Это мероприятие из другого отчета.", code="event_of_another_report")
    kept.report, kept.added_by, kept._history_user = report, user, user
    kept.save()
    touch(report, user)
    _log("added", report, kept, user)
    return kept


def _check_room(report: Report) -> None:
    if report.files.live().count() >= MOST_KEPT:
        raise Refused(
            f"К отчету прикладывают не больше {MOST_KEPT} файлов и ссылок. Соберите файлы в архив .zip "
            "или удалите лишние.",
            code="too_many_kept",
        )


def _held(kept: KeptFile, user: User) -> tuple[Report, KeptFile]:
    report = locked_for_editing(kept.report, user)
    return report, report.files.listed().get(pk=kept.pk)


def _put(report: Report, kept: KeptFile, user: User, *, is_deleted: bool) -> None:
    kept.deleted_at = timezone.now() if is_deleted else None
    kept.deleted_by = user if is_deleted else None
    kept._history_user = user
    kept.save(update_fields=["deleted_at", "deleted_by"])
    touch(report, user)
    _log("deleted" if is_deleted else "restored", report, kept, user)


def _log(outcome: str, report: Report, kept: KeptFile, user: User) -> None:
    log_line_when_done("kept_file", outcome=outcome, report=report.pk, kept=kept.pk, user=user.pk)
