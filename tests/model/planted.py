"""Faults that break a promise: a check or an effect taken away, each found by the model.

``LISTED`` are the planted faults of the earlier house that break an invariant, planted where their
code stands now; ``OWN`` are aimed at one invariant each.
"""

import ast
import importlib
import inspect
from contextlib import contextmanager
from dataclasses import dataclass

from tests.mutants.planting import planted

WORKFLOW = "reports.procedure.workflow"
ENTRIES = "reports.procedure.entries"
STAMPS = "reports.procedure.stamps"
GUARDS = "reports.procedure.guards"
EDITING = "reports.events.editing"
AUTOSAVE = "reports.events.autosave"
HISTORY = "reports.events.history"
CORRECTIONS = "reports.events.corrections"
REMARKS = "reports.procedure.remarks"
ISSUING = "reports.document.issuing"
BUILD = "reports.document.build"


@dataclass(frozen=True)
class Fault:
    """``old`` stands in ``module`` exactly once, and ``new`` is put in its place."""

    name: str
    module: str
    old: str
    new: str

    @contextmanager
    def planted(self):
        module = importlib.import_module(self.module)
        text = inspect.getsource(module)
        assert text.count(self.old) == 1, f"{self.name}: the code has changed, plant it anew"
        with planted(module, ast.parse(text.replace(self.old, self.new))):
            yield


def _decorated(function: str) -> str:
    return f"@transaction.atomic\ndef {function}("


LISTED = (
    Fault(
        "draft-flag-of-submitted-lost",
        ISSUING,
        "is_draft=self.built.is_draft or not self.is_issued",
        "is_draft=not self.is_issued",
    ),
    Fault(
        "second-reason-of-leave-out-replaces-first",
        ISSUING,
        "LeftOut.objects.get_or_create(",
        "LeftOut.objects.update_or_create(",
    ),
    Fault(
        "put-back-without-lock-role-check",
        ISSUING,
        "    locked_for_correction(event.report, user)\n    LeftOut",
        "    LeftOut",
    ),
    Fault(
        "settle-person-not-checked",
        CORRECTIONS,
        "    check_person(report, user, Role.REGION)\n",
        "",
    ),
    Fault(
        "settle-asked-twice",
        CORRECTIONS,
        "if correction.asked_at is None or correction.settled_at is not None:",
        "if False:",
    ),
    Fault(
        "restore-does-not-clear-no-events",
        EDITING,
        "        arrange(report)\n        touch(report, user, no_events=False)\n    return event",
        "        arrange(report)\n        touch(report, user)\n    return event",
    ),
    Fault(
        "archive-overwrites-a-draft-with-events",
        EDITING,
        "if report.status != Status.DRAFT or report.events.exists():",
        "if report.status != Status.DRAFT:",
    ),
    Fault(
        "date-ignores-acceptance",
        BUILD,
        "date = max([date, *map(timezone.localdate, accepted)])",
        "date = span.end",
    ),
    Fault(
        "agreements-in-every-row",
        BUILD,
        "agreements=event.agreements",
        'agreements=event.agreements or "да"',
    ),
    Fault(
        "name-of-first-day",
        BUILD,
        "sections=_sections(printed, span.end)",
        "sections=_sections(printed, span.start)",
    ),
    Fault(
        "old-pauses-fold-too-no-one-sitting",
        HISTORY,
        "return is_recent and self.user_id",
        "return self.user_id",
    ),
    Fault(
        "replaced-words-folded-away",
        AUTOSAVE,
        "goes_on = not replaced and not",
        "goes_on = not",
    ),
    Fault(
        "report-history-not-noted",
        EDITING,
        '    history.keep(report, ("version", *changes), user, pause)',
        '    report.save_without_historical_record(update_fields=["version", *changes])',
    ),
    Fault(
        "late-check",
        HISTORY,
        "autosave_number__gt=attempt.number",
        "autosave_number__gte=attempt.number",
    ),
    Fault(
        "remark-on-a-foreign-event-verb",
        REMARKS,
        "if event is not None and event.report_id != report.pk:",
        "if False:",
    ),
    Fault(
        "phrases-cache-shared-by-all",
        "reports.views.clerk.findings",
        'f"phrases:{municipality_id}"',
        '"phrases"',
    ),
    Fault(
        "phrases-of-everybody-s-texts",
        "reports.views.clerk.findings",
        "Event.objects.for_user(user).live().filter(report__municipality=municipality_id)",
        "Event.objects.live()",
    ),
    Fault(
        "other-reports-of-everybody-on-the-clerk-s-page",
        "reports.views.clerk.report_page",
        "others = filled_in_by(user).filter(municipality=report.municipality_id)",
        "others = Report.objects.all()",
    ),
    Fault("withdraw-keeps-no-events", STAMPS, "            report.no_events = False\n", ""),
    Fault(
        "accept-several-ignores-version-at-accept",
        WORKFLOW,
        "perform(Action.ACCEPT, report, user=user, version=version)",
        "perform(Action.ACCEPT, report, user=user)",
    ),
    Fault(
        "last-submission-first-one",
        "reports.models.report_log",
        'order_by("-pk").first()',
        'order_by("pk").first()',
    ),
    Fault(
        "history-user-not-set",
        WORKFLOW,
        "    report.version += 1\n    report._history_user = user\n",
        "    report.version += 1\n",
    ),
    Fault(
        "for-user-a-clerk-sees-all",
        "municipalities.models",
        'return self.filter(pk__in=acting.values("municipality"))',
        "return self.all()",
    ),
    Fault(
        "issue-fingerprint-not-checked", ISSUING, "if fingerprint(contents) != seen:", "if False:"
    ),
    Fault(
        "copy-takes-agreements",
        EDITING,
        'COPIED_FIELDS = ("name", ',
        'COPIED_FIELDS = ("agreements", "name", ',
    ),
    Fault(
        "move-does-not-mark-ordered-by-hand",
        EDITING,
        "touch(report, user, ordered_by_hand=True)",
        "touch(report, user)",
    ),
    Fault("hand-order-is-re-sorted", EDITING, "if not report.ordered_by_hand:", "if True:"),
    Fault(
        "delete-does-not-touch-report-version",
        EDITING,
        '_keep(event, user, "deleted_at")\n        touch(report, user)\n',
        '_keep(event, user, "deleted_at")\n',
    ),
    Fault(
        "correction-allowed-in-submitted",
        GUARDS,
        "_CORRECTABLE = (",
        "_CORRECTABLE = (Status.SUBMITTED, ",
    ),
    Fault(
        "locked-for-editing-status-not-checked", GUARDS, "if not report.is_editable:", "if False:"
    ),
    Fault(
        "locked-for-correction-status-not-checked", GUARDS, "    if why_not:\n", "    if False:\n"
    ),
    Fault(
        "save-event-version-not-checked",
        EDITING,
        "if version is not None and version != event.version:",
        "if False:",
    ),
    Fault(
        "correction-for-user-all",
        "reports.models.corrections",
        "return self.filter(event__report__municipality__in=Municipality.objects.for_user(user))",
        "return self.all()",
    ),
    Fault(
        "remark-for-user-unsent-shown-to-clerk",
        "reports.models.remarks",
        "return remarks if is_staff else remarks.sent()",
        "return remarks",
    ),
    Fault(
        "extend-due-date-role-not-checked-verb",
        "reports.procedure.opening",
        "if user.role not in (Role.REGION, Role.ADMIN):",
        "if False:",
    ),
    Fault("sent-remark-can-be-deleted", REMARKS, "if now.sent_at is not None:", "if False:"),
    Fault(
        "deleted-any-all",
        "reports.document.duplicates",
        "if any(members[event.pk].deleted_at",
        "if all(members[event.pk].deleted_at",
    ),
    Fault(
        "autosave-other-person-not-refused",
        "reports.views.clerk.json_requests",
        'if body is not None and body["person"] != request.user.pk:',
        "if False:",
    ),
    Fault(
        "event-presence-of-foreign-event-leaves",
        "reports.views.clerk.autosave",
        "return json_answer(request, partial(clerk_event, request, pk), announce)",
        "return json_answer(request, partial(Event.objects.get, pk=pk), announce)",
    ),
    Fault(
        "download-role-not-checked",
        "reports.views.region.documents",
        "    require_role(request.user, *STAFF)\n",
        "",
    ),
    Fault(
        "own-event-clerk-unscoped",
        "reports.views.access",
        "    events = Event.objects.for_user(request.user)\n",
        "    events = Event.objects.all()\n",
    ),
    Fault(
        "review-accept-role-not-checked-view",
        "reports.views.region.queue",
        "    require_role(request.user, Role.REGION)\n",
        "",
    ),
    Fault(
        "perform-report-unscoped",
        "reports.views.transitions",
        "    report = report_in_sight(request, pk)\n",
        "    report = Report.objects.get(pk=pk)\n",
    ),
    Fault(
        "round-of-remarks-off-by-one",
        WORKFLOW,
        "remark.round = now, returns + 1",
        "remark.round = now, returns",
    ),
    Fault(
        "returned-at-cleared-by-accept-etc",
        STAMPS,
        "    if action == Action.RETURN:\n        report.returned_at",
        "    report.returned_at = None\n    if action == Action.RETURN:\n        report.returned_at",
    ),
    Fault(
        "withdraw-always-clears-first-submitted-at",
        STAMPS,
        "            if withdrawal_forgets_first_day(report, timezone.localdate()):",
        "            if True:",
    ),
    Fault(
        "workflow-check-person-whose-report-not-asked",
        GUARDS,
        "    check_role(user, role)\n    raise Refused(",
        "    check_role(user, role)\n    return\n    raise Refused(",
    ),
    Fault(
        "perform-version-not-checked",
        WORKFLOW,
        "if version is not None and version != report.version:",
        "if False:",
    ),
    Fault(
        "perform-status-not-checked",
        WORKFLOW,
        "if report.status not in transition.sources:",
        "if False:",
    ),
)

OWN = (
    Fault(  # nobody sees, nor changes, another's
        "another-s-report-locked-for-editing",
        GUARDS,
        "_row_alone(_theirs(user, role), report)",
        "_row_alone(Report.objects.all(), report)",
    ),
    Fault(  # nothing accepted changes unseen
        "period-corrected-unseen",
        CORRECTIONS,
        "if old != getattr(event, cell)",
        'if old != getattr(event, cell) and cell != "period"',
    ),
    Fault(  # nothing accepted changes unseen
        "unsent-remarks-do-not-hold-acceptance",
        WORKFLOW,
        "if action == Action.ACCEPT and report.remarks.unsent().exists():",
        "if False:",
    ),
    Fault(  # every state has a way out
        "accepted-for-good",
        WORKFLOW,
        "        frozenset({Status.IN_REVIEW, Status.ACCEPTED}),\n",
        "        frozenset({Status.IN_REVIEW}),\n",
    ),
    Fault(  # the log tells the status
        "log-tells-the-new-status-twice",
        WORKFLOW,
        "        from_status=from_status,\n        to_status=report.status,\n        user=user,",
        "        from_status=report.status,\n        to_status=report.status,\n        user=user,",
    ),
    Fault(  # the history tells every text
        "erased-words-fold-away",
        AUTOSAVE,
        "not _shortens(stored, values)",
        "not False",
    ),
    Fault(  # the history tells who
        "pauses-of-two-people-fold",
        HISTORY,
        "is_recent and self.user_id == user.pk and self.is_of_page(attempt)",
        "is_recent",
    ),
    Fault(  # the document equals the rows
        "left-out-is-printed",
        BUILD,
        "Event.objects.filter(left_out=None)",
        "Event.objects.all()",
    ),
    Fault(  # nothing false on paper
        "nobody-had-events-before-all-have-said-so",
        "reports.models.reports",
        "others = reports.awaited() | reports.accepted().filter(no_events=False)",
        "others = reports.accepted().filter(no_events=False)",
    ),
    Fault(  # an issued file never changes
        "cancelling-empties-the-issue",
        ISSUING,
        "        issued.cancel_reason = reason\n        issued.save(",
        "        issued.cancel_reason = reason\n"
        "        Consolidation.objects.filter(pk=issued.pk).update(event_count=0)\n"
        "        issued.save(",
    ),
    Fault(  # a closed quarter is closed
        "closed-quarter-is-open",
        GUARDS,
        "    if not quarter.is_open:\n        raise",
        "    if False:\n        raise",
    ),
    Fault(  # no step is half done
        "half-a-correction", CORRECTIONS, _decorated("correct_event"), "def correct_event("
    ),
    Fault(  # no step is half done
        "half-a-table", EDITING, _decorated("add_events"), "def add_events("
    ),
    Fault(  # nobody is at a clerk's pages without a ground
        "entry-is-lent-to-every-officer",
        "reports.models.entries",
        "officer=user.pk, ended_at=None)",
        "ended_at=None)",
    ),
    Fault(  # what is entered counts from the day it came
        "day-of-receipt-is-forgotten",
        "reports.models.entries",
        "return min(now, timezone.make_aware(last))",
        "return now",
    ),
    Fault(  # nothing is lent after the decision
        "entry-outlives-acceptance", ENTRIES, "Action.RETURN, Action.ACCEPT,", "Action.RETURN,"
    ),
    Fault(  # every version counts
        "report-does-not-count-its-events", EDITING, "    report.version += 1\n", ""
    ),
)
