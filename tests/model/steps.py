"""What a single step may change: rows before against rows after."""

from dataclasses import dataclass, field

from reports.events.history import ONE_SITTING
from reports.models import (
    Action,
    Cell,
    Consolidation,
    Correction,
    DuplicateVerdict,
    Event,
    LeftOut,
    Remark,
    RemarkAnswer,
    Report,
    ReportLog,
    Status,
)
from tests.model.snapshot import WITH_HISTORY, Snapshot, texts_of

# Written for many rows at once and told elsewhere: no new version of the texts.
NOT_IN_HISTORY = {Event: {"position", "same_as_id"}}


@dataclass
class Step:
    """What the machine knows of what it has just done. ``actors`` are the people who acted, None
    among them for a command."""

    name: str
    actors: set = field(default_factory=set)
    is_refused: bool = False
    did_something: bool = False  # without changing anything


def check(before: Snapshot, after: Snapshot, step: Step) -> None:
    if step.is_refused:
        assert before.is_same_as(after), "a refusal has changed something"
    _history_tells_every_row(before, after, step)
    _version_counts_every_change(before, after)
    _what_is_locked_stays(before, after)
    _order_of_people_stays(before, after, step)
    _what_was_said_stays(before, after)
    _only_staff_keep_out(before, after)
    _what_is_deleted_is_not_compared(before, after)


def _history_tells_every_row(before: Snapshot, after: Snapshot, step: Step) -> None:
    for model in WITH_HISTORY:
        told = [moment for _, moment in before.history[model]]
        written = model.history.filter(history_date__gt=max(told)) if told else model.history.all()
        by = set(written.values_list("history_user", flat=True))
        actors = {person and person.pk for person in step.actors}
        assert by <= actors, f"{model.__name__}: by {by}, not {actors}"
        skipped = NOT_IN_HISTORY.get(model, set())
        for key, values in after.values[model].items():
            kept = {name: value for name, value in values.items() if name not in skipped}
            was = before.values[model].get(key, {})
            if all(name in was and was[name] == value for name, value in kept.items()):
                continue
            row = model.history.filter(**{model._meta.pk.name: key}).latest("history_id")
            assert {name: getattr(row, name) for name in kept} == kept


def _version_counts_every_change(before: Snapshot, after: Snapshot) -> None:
    """An action carries the number that was on the screen: what was seen must be in it."""
    for report in after.rows(Report):
        was = before[Report].get(report.pk)
        if was is None:
            continue
        seen_before = [(event.pk, texts_of(event)) for event in before.live(was)]
        seen_after = [(event.pk, texts_of(event)) for event in after.live(report)]
        changed = seen_before != seen_after or was.status != report.status
        assert report.version > was.version or not changed
        for pk, texts in seen_after:
            event, earlier = after[Event][pk], before[Event].get(pk)
            if earlier is not None and texts != texts_of(earlier):
                assert event.version > earlier.version


def _what_is_locked_stays(before: Snapshot, after: Snapshot) -> None:
    """Of a closed quarter everything; of a report that is not the clerk's now its contents, but for
    what the region corrects, and the texts of one closed without being handed in."""
    for report in after.rows(Report):
        was = before[Report].get(report.pk)
        if was is None:
            continue
        if not before.is_open(was) and not after.is_open(report):
            assert before.values[Report][report.pk] == after.values[Report][report.pk]
            assert _of(Event, before, was) == _of(Event, after, report)
            assert _of(Remark, before, was) == _of(Remark, after, report)
        if was.status in (Status.DRAFT, Status.RETURNED):
            continue
        held, holds = before.texts(was), after.texts(report)
        if was.status != Status.CLOSED:
            assert held.keys() == holds.keys()
        for pk, texts in before.texts(was).items():
            changed = {cell for cell in texts if texts[cell] != vars(after[Event][pk])[cell]}
            corrected = {
                correction.cell
                for correction in after.rows(Correction, event_id=pk)
                if correction.pk not in before[Correction]
                and was.status in (Status.IN_REVIEW, Status.ACCEPTED)
            }
            assert changed == corrected <= set(Cell.values)


def _of(model, now: Snapshot, report: Report) -> dict:
    return {
        key: {name: value for name, value in values.items() if name != "same_as_id"}
        for key, values in now.values[model].items()
        if values["report_id"] == report.pk
    }


def _order_of_people_stays(before: Snapshot, after: Snapshot, step: Step) -> None:
    for report in after.rows(Report):
        was = before[Report].get(report.pk)
        if was is None:
            continue
        here = [event.pk for event in after.live(report)]
        before_ = [event.pk for event in before.live(was) if event.pk in here]
        is_moved = before_ != [pk for pk in here if pk in before_]
        if "by_date" in step.name:
            assert not (report.ordered_by_hand and is_moved)
        elif "move" in step.name:
            assert report.ordered_by_hand or not is_moved
        elif was.ordered_by_hand:
            assert report.ordered_by_hand
            assert not is_moved


def _what_was_said_stays(before: Snapshot, after: Snapshot) -> None:
    for model, names in (
        (ReportLog, None),
        (RemarkAnswer, None),
        (Correction, ("event_id", "cell", "old_text", "new_text", "author_id", "at")),
    ):
        for key, was in before.values[model].items():
            now = after.values[model][key]
            assert {n: was[n] for n in names or was} == {n: now[n] for n in names or now}
    for correction in before.rows(Correction):
        now = after[Correction][correction.pk]
        if correction.asked_at is not None:
            assert now.reason == correction.reason
            assert now.asked_by_id == correction.asked_by_id
        if correction.settled_at is not None:
            assert before.values[Correction][now.pk] == after.values[Correction][now.pk]
    for issued in before.rows(Consolidation):
        if issued.is_cancelled:
            assert after[Consolidation][issued.pk].cancel_reason == issued.cancel_reason
    for left_out in before.rows(LeftOut):
        now = after[LeftOut].get(left_out.pk)
        assert now is None or now.reason == left_out.reason
    _remarks_stay(before, after)


def _remarks_stay(before: Snapshot, after: Snapshot) -> None:
    for remark in before.rows(Remark):
        now = after[Remark].get(remark.pk)
        if now is None:
            assert remark.sent_at is None
            continue
        assert (now.text, now.cell, now.event_id) == (remark.text, remark.cell, remark.event_id)
        if remark.sent_at is not None:
            assert (now.sent_at, now.round) == (remark.sent_at, remark.round)
    for remark in after.rows(Remark):
        was = before[Remark].get(remark.pk)
        if remark.sent_at is not None and (was is None or was.sent_at is None):
            returns = after.rows(ReportLog, report_id=remark.report_id, action=Action.RETURN)
            assert remark.round == len(returns)
        elif remark.sent_at is None:
            status = before[Report][remark.report_id].status
            is_accepted_now = after[Report][remark.report_id].status == Status.ACCEPTED
            assert status == Status.ACCEPTED or not is_accepted_now, "accepted over a remark"


def _only_staff_keep_out(before: Snapshot, after: Snapshot) -> None:
    """Rows are kept out and put back only where the region may correct."""
    changed = before[LeftOut].keys() ^ after[LeftOut].keys()
    for key in changed:
        left_out = before[LeftOut].get(key) or after[LeftOut][key]
        report = before.report_of(before[Event][left_out.event_id])
        assert report.status in (Status.IN_REVIEW, Status.ACCEPTED)
        assert before.is_open(report)


def _what_is_deleted_is_not_compared(before: Snapshot, after: Snapshot) -> None:
    for key, said in after.values[DuplicateVerdict].items():
        if said != before.values[DuplicateVerdict].get(key) and said["is_same"]:
            for event in (said["first_id"], said["second_id"]):
                assert before[Event][event].deleted_at is None


# What was told and what was acknowledged


@dataclass
class Handed:
    """What a person saw of a report when they handed it in or accepted it. ``since``: the newest
    correction of that moment."""

    texts: dict
    since: int


def what_was_handed_in_stays(now: Snapshot, handed: dict[int, Handed]) -> None:
    for report in now.handed_in():
        seen = handed[report.pk]
        holds = now.texts(report)
        assert holds.keys() == seen.texts.keys()
        for event, texts in seen.texts.items():
            expected = dict(texts)
            for made in now.rows(Correction, event_id=event):
                if made.pk > seen.since:
                    assert expected[made.cell] == made.old_text
                    expected[made.cell] = made.new_text
            assert holds[event] == expected, "changed unseen since it was handed in or accepted"


@dataclass(frozen=True)
class Acknowledged:
    """A save that was answered. ``page`` is empty for one that was sent by the button."""

    event: int
    texts: dict
    user: int
    page: str
    at: object
    has_replaced: bool = False

    def is_pause_before(self, later: "Acknowledged") -> bool:
        """Pauses of one person at one page within a sitting are one state of the text, as long as
        nothing gets shorter and no words of another page give way."""
        return (
            (self.page, self.user) == (later.page, later.user)
            and bool(self.page)
            and later.at - self.at < ONE_SITTING
            and not later.has_replaced
            and all(
                len(str(self.texts[name] or "")) <= len(str(later.texts[name] or ""))
                for name in self.texts
            )
        )


def history_tells_every_text(acknowledged: list[Acknowledged]) -> None:
    """``acknowledged`` in the order of saving."""
    rows = {}
    for row in Event.history.all():
        rows.setdefault(row.id, []).append(texts_of(row))
    following = {}
    for saved in reversed(acknowledged):
        later = following.get(saved.event)
        following[saved.event] = saved
        if later is None or not saved.is_pause_before(later):
            assert saved.texts in rows[saved.event], "acknowledged and nowhere to be found"
