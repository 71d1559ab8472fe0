"""What a reviewer reads of a report: its rows, each with what was said, asked and mended in it."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import F, Max
from django.forms import BoundField

from municipalities.models import User
from reports.columns import COLUMNS, WRITTEN_KEYS, Column
from reports.export.table import EventRow
from reports.forms.region.review import ReviewForm
from reports.language import quarters
from reports.language.row_diff import CellChange, RowChange
from reports.language.text_diff import Part, differences, merged
from reports.models import Correction, Event, Quarter, Remark, Report, Status
from reports.procedure.changes import LABELS, changes_since_return
from reports.views.access import Context, SignedInRequest
from reports.views.paging import page_of

Key = int | str | None  # of an event, or None for the whole report
MOST_ROWS = 60  # each with the fields of a remark


@dataclass(frozen=True)
class ShownRemark:
    """A remark with the field for what is still wrong; None beside one that was not sent."""

    remark: Remark
    again: BoundField | None


@dataclass(frozen=True)
class Remarks:
    """``settled`` are of earlier rounds and closed: kept, and folded."""

    pending: list[ShownRemark] = field(default_factory=list)
    settled: list[ShownRemark] = field(default_factory=list)

    @property
    def settled_open(self) -> bool:
        """Something was typed into the folded part."""
        return any(said.again is not None and said.again.value() for said in self.settled)


@dataclass(frozen=True)
class Corrected:
    """What the region mended, both texts as parts."""

    correction: Correction
    before: list[Part]
    after: list[Part]


@dataclass(frozen=True)
class ReviewCell:
    """``parts`` are both texts as one, where the cell has changed; it is ``marked`` when a remark
    that waits for the municipality is about it."""

    column: Column
    text: str
    parts: list[tuple[str, str]] = field(default_factory=list)
    is_marked: bool = False


@dataclass(frozen=True)
class ReviewRow:
    """``same_as`` is the last quarter in which its municipality told of it in the same words;
    ``row`` is None for an event that was deleted since the return, ``change`` for one that
    is as it was or is not compared."""

    row: EventRow | None
    remarks: Remarks
    change: RowChange | None = None
    corrected: list[Corrected] = field(default_factory=list)
    text: BoundField | None = None
    cell: BoundField | None = None
    same_as: quarters.Quarter | None = None

    @property
    def wants_a_look(self) -> bool:
        return bool(self.change or self.remarks.pending or self.typed)

    @property
    def typed(self) -> bool:
        return bool(self.text is not None and (self.text.value() or self.text.errors))

    @property
    def holds_typed(self) -> bool:
        """Something that was typed and not kept stands here."""
        said = (*self.remarks.pending, *self.remarks.settled)
        return self.typed or any(each.again is not None and each.again.value() for each in said)

    @property
    def cells(self) -> list[ReviewCell]:
        """Of the official table; of an event that was deleted what it said."""
        marked = {said.remark.cell for said in self.remarks.pending if not said.remark.fixed_at}
        if self.row is None:
            before = self.change.before.cells if self.change and self.change.before else {}
            return [ReviewCell(column, before.get(column.key, "")) for column in COLUMNS]
        changes = {cell.name: cell for cell in self.change.cells} if self.change else {}
        return [
            ReviewCell(
                column,
                text,
                merged(changes[column.key].before, changes[column.key].after)
                if column.key in changes
                else [],
                column.key in marked,
            )
            for column, text in zip(COLUMNS, self.row.cells, strict=True)
        ]

    @property
    def changed_beside(self) -> list[tuple[str, CellChange]]:
        """What has changed and stands in no cell of the official table, with its label."""
        changes = self.change.cells if self.change else ()
        return [(LABELS[cell.name], cell) for cell in changes if cell.name not in WRITTEN_KEYS]


def review_rows(
    request: SignedInRequest, report: Report, form: ReviewForm, *, shows_all: bool
) -> Context:
    """The context of the page: the rows to show, the others, and the remarks that are to none."""
    user = request.user
    compares = report.return_count and report.status in (Status.SUBMITTED, Status.IN_REVIEW)
    changes = changes_since_return(report) if compares else None
    shows_all = shows_all or changes is None
    remarks, corrected = _remarks(user, report, form), _corrected(user, report)
    change_of = {change.key: change for change in changes or []}
    same_as = _said_before(report)
    rows = []
    for row in form.rows:
        text, cell = form.of_row(row.event_id)
        rows.append(
            ReviewRow(
                row,
                remarks.pop(row.event_id, Remarks()),
                change_of.get(row.event_id or 0),
                corrected.get(row.event_id or 0, []),
                text=text,
                cell=cell,
                same_as=same_as.get(row.event_id or 0),
            )
        )
    removed = [] if shows_all else _removed(changes or [], remarks)
    report_remarks = remarks.pop(None, Remarks())
    return {
        "changes": changes,
        "shows_all": shows_all,
        **_part(request, [row for row in rows if shows_all or row.wants_a_look], "rows"),
        "removed": removed,
        **_part(request, [row for row in rows if not (shows_all or row.wants_a_look)], "unchanged"),
        "row_count": len(rows),
        "report_remarks": report_remarks,
        "remarks_to_deleted": list(remarks.values()),
        **_counts(report),
    }


def _part(request: SignedInRequest, rows: list[ReviewRow], name: str) -> Context:
    """Those that one page holds, and wherever they stand those into which something was typed."""
    page = page_of(
        request,
        rows,
        lambda row: (_number(row),),
        name=f"after_{name}",
        most=MOST_ROWS,
        length=lambda row: sum(map(len, row.row.cells)) if row.row else 0,
    )
    shown = {_number(row) for row in page.rows}
    return {
        name: [row for row in rows if _number(row) in shown or row.holds_typed],
        f"{name}_page": page,
    }


def _said_before(report: Report) -> dict[int, quarters.Quarter]:
    """The events whose contents their municipality has reported in the same words in an earlier
    quarter, and the last such quarter."""
    told = report.events.live().exclude(content="")
    # One row for each text, from an archive of any age.
    earlier = (
        Event.objects.live()
        .filter(
            report__municipality=report.municipality_id,
            report__quarter__in=Quarter.objects.before(report.quarter),
            content__in=told.values("content"),
        )
        .values("content")
        .annotate(latest=Max(F("report__quarter__year") * 4 + F("report__quarter__number") - 1))
        .values_list("content", "latest")
    )
    latest = {text: quarters.Quarter(at // 4, at % 4 + 1) for text, at in earlier}
    return {pk: latest[text] for pk, text in told.values_list("pk", "content") if text in latest}


def _number(row: ReviewRow) -> int:
    return row.row.number if row.row else 0


def _removed(changes: list[RowChange], remarks: dict[Key, Remarks]) -> list[ReviewRow]:
    return [
        ReviewRow(None, remarks.pop(change.key, Remarks()), change)
        for change in changes
        if change.after is None
    ]


def _remarks(user: User, report: Report, form: ReviewForm) -> dict[Key, Remarks]:
    """The remarks of every event by its key; those to the whole report under None."""
    of_event: dict[Key, Remarks] = defaultdict(Remarks)
    written = (
        Remark.objects.for_user(user)
        .filter(report=report)
        .select_related("author", "event")
        .prefetch_related("answers__author")
    )
    for remark in written:
        shown = ShownRemark(remark, form.of_remark(remark))
        beside = of_event[remark.event_id]
        (beside.pending if remark.closed_at is None else beside.settled).append(shown)
    return dict(of_event)


def _corrected(user: User, report: Report) -> dict[int, list[Corrected]]:
    of_event = defaultdict(list)
    made = Correction.objects.for_user(user).filter(event__report=report)
    for correction in made.select_related("author", "asked_by", "settled_by"):
        before, after = differences(correction.old_text, correction.new_text)
        of_event[correction.event_id].append(Corrected(correction, before, after))
    return of_event


def _counts(report: Report) -> dict[str, int]:
    """What a decision does to the remarks."""
    return {
        "unsent_count": report.remarks.unsent().count(),
        "unsettled_count": report.remarks.unsettled().count(),
    }
