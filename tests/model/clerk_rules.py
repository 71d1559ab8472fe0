"""What the clerks do: write, hand in, take back, answer."""

from hypothesis import strategies as st

from municipalities.models import User
from reports.events import arranging, autosave, corrections, editing
from reports.events.autosave import Change
from reports.events.bringing_in import NewWords, bring_in
from reports.events.history import Attempt
from reports.models import Action, Correction, Event, Remark, Report, Status
from reports.procedure import remarks
from tests.model.desk import MOSTLY_NOW, PICK, Desk, about
from tests.model.meanwhile import Meanwhile, seen_of
from tests.model.snapshot import Snapshot, texts_of
from tests.model.ways import Ways, perform

WORDS = st.sampled_from(["мост", "Лекция (онлайн-формат)", "«Мосты»", "встреча 5 ноября", "№ 7"])
NAMES = st.sampled_from(["Форум «Мост»", "Неделя дружбы", "Лекция (онлайн-формат)", "Выставка"])
PERIODS = st.sampled_from(
    [
        "1 августа – 30 ноября 2020 года",  # of both quarters
        "28 сентября – 2 октября 2020 года",
        "с 1 июля 2020 года",
        "3 сентября – 4 октября 2020 года",
    ]
)
PLACE = "?"  # for the town of whoever writes
UNREADY = st.sampled_from([{"place": ""}, {"period": "дата уточняется"}, {"period": ""}])
VALUES = st.builds(
    lambda name, period, format_: {
        "name": name,
        "period": period,
        "format": format_,
        "place": PLACE,
        "content": "Обсуждение",
        "participants": "Представители",
        "agreements": "Договорились о встрече",
    },
    NAMES,
    PERIODS,
    st.sampled_from(["", "online", "in_person"]),
)
PAUSES = st.tuples(st.sampled_from([1, 30]), st.sampled_from([0, 0, 1, 2]))  # minutes, page
CELLS = st.sampled_from(["name", "place", "content", "participants"])


def _editable(desk: Desk) -> list[Report]:
    return [report for report in desk.now.rows(Report) if desk.now.is_editable(report)]


def _short(desk: Desk) -> list[Report]:
    """Long reports tell nothing that short ones do not."""
    return [report for report in _editable(desk) if len(desk.now.live(report)) < 5]


def _events(desk: Desk) -> list[Event]:
    return [
        event
        for report in _editable(desk)
        for event in desk.now.rows(Event, report_id=report.pk, deleted_at=None)
    ]


def _written(desk: Desk) -> list[Event]:
    return [event for event in _events(desk) if not event.is_empty]


def _in_bin(desk: Desk) -> list[Event]:
    return [
        event
        for event in desk.now.rows(Event)
        if event.deleted_at is not None and desk.now.is_editable(desk.now.report_of(event))
    ]


def _in_bin_of_zero(desk: Desk) -> list[Event]:
    return [event for event in _in_bin(desk) if desk.now.report_of(event).no_events]


def _neighbours(desk: Desk) -> list[Event]:
    return [event for report in _editable(desk) for event in desk.now.live(report)[1:]]


def _by_hand(desk: Desk) -> list[Report]:
    return [report for report in _editable(desk) if report.ordered_by_hand]


def _ready(desk: Desk) -> list[Report]:
    return [
        report
        for report in _editable(desk)
        if desk.now.live(report) and not any(e.problems for e in desk.now.live(report))
    ]


def _empty(desk: Desk) -> list[Report]:
    return [report for report in _editable(desk) if not desk.now.live(report)]


def _submitted(desk: Desk) -> list[Report]:
    submitted = desk.now.rows(Report, status=Status.SUBMITTED)
    return [report for report in submitted if desk.now.is_open(report)]


def _remarks(desk: Desk) -> list[Remark]:
    return [
        remark
        for remark in desk.now.rows(Remark, closed_at=None)
        if remark.sent_at is not None and desk.now.is_editable(desk.now[Report][remark.report_id])
    ]


def _corrections(desk: Desk) -> list[Correction]:
    return [
        correction
        for correction in desk.now.rows(Correction, settled_at=None, asked_at=None)
        if _can_be_asked(desk, desk.now[Event][correction.event_id])
    ]


def _can_be_asked(desk: Desk, event: Event) -> bool:
    report = desk.now.report_of(event)
    return event.deleted_at is None and desk.now.is_open(report) and not report.is_closed


class ClerkRules(Meanwhile):
    """Rules of the clerks."""

    def _clerk(self, report: Report, second: bool = False) -> User:
        return self.cast.clerks_of(report)[-1 if second else 0]

    @about(_short, Ways.some_empty, values=VALUES, second=st.booleans())
    def clerk_adds_an_event(self, report, values, second):
        clerk = self._clerk(report, second)
        values = self.words_of(report, values)
        key = self.next_key()
        event = self.do(editing.save_event, report, by=clerk, creation_key=key, **values)
        self.acknowledge(event, clerk)

    @about(_short, Ways.some_empty, values=UNREADY)
    def clerk_adds_an_unready_event(self, report, values):
        clerk = self._clerk(report)
        event = self.do(editing.save_event, report, by=clerk, name="Заготовка", **values)
        self.acknowledge(event, clerk)

    @about(_events, Ways.some_events, values=VALUES, back=MOSTLY_NOW, second=st.booleans())
    def clerk_saves_an_event(self, event, values, back, second):
        """The whole form, from a page that may be older than what is stored."""
        event, page = self.page_about(event, back)
        report, shown = self.now.report_of(event), seen_of(page, event)
        clerk = self._clerk(report, second)
        words = self.words_of(report, values) | {"event": event, "version": shown.version}
        saved = self.do(editing.save_event, report, by=clerk, **words)
        if saved is not None and texts_of(saved) != texts_of(event):
            assert shown.version == event.version, "overwritten unseen"
        self.acknowledge(saved, clerk)

    @about(_short, Ways.some_empty, word=WORDS)
    def page_saves_a_new_event(self, report, word):
        clerk = self._clerk(report)
        changes = {"name": Change(word, ("",))}
        sent = {"changes": changes, "creation_key": self.next_key()}
        saved = self.do(autosave.autosave_event, report, by=clerk, **sent)
        self.acknowledge(saved and saved.event, clerk)

    @about(
        _events, Ways.some_events, word=WORDS, cell=CELLS, back=MOSTLY_NOW, page=st.integers(0, 2)
    )
    def page_adds_words(self, event, word, cell, back, page):
        event, screen = self.page_about(event, back, cell)
        shown = seen_of(screen, event)
        text = f"{getattr(shown, cell)} {word}".strip()
        self._autosave(event, cell, text, shown, page)

    @about(_events, Ways.some_events, cell=CELLS, back=MOSTLY_NOW, page=st.integers(0, 2))
    def page_erases_words(self, event, cell, back, page):
        """Sometimes all that there was, and the event is none until somebody goes on."""
        event, screen = self.page_about(event, back, cell)
        shown = seen_of(screen, event)
        text = getattr(shown, cell).rpartition(" ")[0]
        self._autosave(event, cell, text, shown, page)

    @about(
        _written,
        Ways.some_events,
        word=WORDS,
        cell=CELLS,
        pauses=st.lists(PAUSES, min_size=2, max_size=2),
    )
    def page_goes_on_after_pauses(self, event, word, cell, pauses):
        """The same page or another one, in the same sitting or in the next."""
        for minutes, page in pauses:
            event = self._add(event, cell, word, page=0)
            self.clock.pass_(minutes=minutes)
            event = self._add(event, cell, word, page)

    @about(_written, Ways.some_events, word=WORDS, cell=CELLS)
    def page_left_open_goes_on(self, event, word, cell):
        """It shows a field as it was before the other page of the same person wrote into it."""
        self._add(event, cell, word, page=1)
        self._add(self.now[Event][event.pk], "agreements", word, page=0)
        self.begin("page_left_open_goes_on")
        text = f"{getattr(event, cell)} {word}, и еще".strip()
        self._autosave(self.now[Event][event.pk], cell, text, event, page=0)

    def _add(self, event: Event, cell: str, word: str, page: int) -> Event:
        self._autosave(event, cell, f"{getattr(event, cell)} {word}".strip(), event, page)
        self.then()
        return self.now[Event][event.pk]

    def _autosave(self, event: Event, cell: str, text: str, shown: Event, page: int) -> None:
        """The first clerk has two tabs, the second one."""
        report = self.now.report_of(event)
        clerk = self._clerk(report, second=page == 2)
        name = f"p{clerk.pk}x{page}x{event.pk}"
        self.sent[name] += 1
        before, base = getattr(event, cell), getattr(shown, cell)
        attempt = Attempt(name, self.sent[name])
        changes = {cell: Change(text, (base,))}
        sent = {"event": event, "changes": changes, "attempt": attempt}
        saved = self.do(autosave.autosave_event, report, by=clerk, **sent)
        if saved is None:
            return
        after = getattr(Event.objects.get(pk=event.pk), cell)
        if cell in saved.conflicts:
            assert after == before
        else:
            assert after == text
            assert before in (base, text) or _writer_of(event, cell) == clerk.pk
            self._note(saved, attempt, clerk)

    @about(_events, Ways.some_events, cell=CELLS, page=st.integers(0, 1), ago=st.integers(0, 1))
    def page_sends_an_old_request_late(self, event, cell, page, ago):
        """It was long on its way: what was sent after it is there already. Or nothing was, and it
        is taken, be it for the second time."""
        report = self.now.report_of(event)
        clerk = self._clerk(report)
        name = f"p{clerk.pk}x{page}x{event.pk}"
        attempt = Attempt(name, max(0, self.sent[name] - ago))
        changes = {cell: Change("Опоздавшее слово", (getattr(event, cell),))}
        sent = {"event": event, "changes": changes, "attempt": attempt}
        saved = self.do(autosave.autosave_event, report, by=clerk, **sent)
        is_late = self.written.get(name, -1) > attempt.number
        assert (saved is None) == is_late, "an older request has won over a later one, or was lost"
        self._note(saved, attempt, clerk)
        self.did_something()

    def _note(self, saved, attempt: Attempt, clerk: User) -> None:
        if saved is not None:
            self.acknowledge(saved.event, clerk, attempt.page, has_replaced=bool(saved.replaced))
            if self.acknowledged[-1].texts != texts_of(self.now[Event][saved.event.pk]):
                self.written[attempt.page] = max(
                    attempt.number, self.written.get(attempt.page, attempt.number)
                )

    @about(_written, Ways.some_events, values=VALUES, back=MOSTLY_NOW)
    def clerk_takes_the_words_of_a_table(self, event, values, back):
        """By a preview that may be older than what it replaces."""
        event, page = self.page_about(event, back)
        report, shown = self.now.report_of(event), seen_of(page, event)
        words = {event.pk: NewWords(shown.version, self.words_of(report, values))}
        if self.do(bring_in, report, {}, words, by=self._clerk(report)) is not None:
            stored = Event.objects.get(pk=event.pk)
            assert texts_of(stored) == texts_of(event) or shown.version == event.version, (
                "overwritten unseen"
            )
            self.acknowledge(stored, self._clerk(report))

    @about(_short, Ways.some_empty, rows=st.lists(VALUES, min_size=1, max_size=3))
    def clerk_pastes_a_table(self, report, rows):
        drafts = {self.next_key(): self.words_of(report, values) for values in rows}
        added = self.do(editing.add_events, report, drafts, by=self._clerk(report))
        assert added == len(rows)

    @about(_events, Ways.some_events)
    def clerk_pastes_the_same_table_again(self, event):
        report = self.now.report_of(event)
        drafts = {event.creation_key: texts_of(event)} if event.creation_key else {}
        assert self.do(editing.add_events, report, drafts, by=self._clerk(report)) == 0
        self.did_something()

    @about(_written, Ways.some_events)
    def clerk_copies_an_event(self, event):
        report = self.now.report_of(event)
        clerk = self._clerk(report)
        targets = [r for r in _short(self) if r.municipality_id == report.municipality_id]
        if targets:
            target = {"report": targets[-1], "creation_key": self.next_key()}
            copied = self.do(editing.copy_event, event, by=clerk, **target)
            if copied is not None:  # else there are no words in what a copy takes
                assert (copied.period, copied.agreements) == ("", "")
            self.acknowledge(copied, clerk)

    @about(_events, Ways.some_events)
    def clerk_deletes_an_event(self, event):
        self.do(editing.delete_event, event, by=self._clerk(self.now.report_of(event)))

    @about(_in_bin, Ways.some_in_bin)
    def clerk_restores_an_event(self, event):
        self.do(editing.restore_event, event, by=self._clerk(self.now.report_of(event)))

    @about(_in_bin_of_zero, Ways.some_returned_zero)
    def clerk_restores_into_a_zero_report(self, event):
        self.do(editing.restore_event, event, by=self._clerk(self.now.report_of(event)))

    @about(_neighbours, Ways.some_events)
    def clerk_moves_an_event(self, event):
        clerk = self._clerk(self.now.report_of(event))
        self.do(editing.move_event, event, by=clerk, up=True)

    @about(_written, Ways.some_events, number=st.integers(1, 4))
    def clerk_moves_an_event_to_a_place(self, event, number):
        report = self.now.report_of(event)
        self.do(arranging.place_event, event, by=self._clerk(report), number=number)
        rows = [row.pk for row in Snapshot().live(report)]
        assert rows.index(event.pk) == min(number, len(rows)) - 1

    @about(_by_hand, Ways.some_ordered_by_hand)
    def clerk_orders_by_date(self, report):
        self.do(arranging.order_by_date, report, by=self._clerk(report))

    @about(_events, Ways.some_events, other=PICK)
    def clerk_deletes_several(self, event, other):
        self._do_with_two(arranging.delete_events, event, other)

    @about(_in_bin, Ways.some_in_bin, other=PICK)
    def clerk_restores_several(self, event, other):
        self._do_with_two(arranging.restore_events, event, other)

    def _do_with_two(self, verb, event: Event, other: int) -> None:
        """Sometimes one is of another report, which is refused, or stands already as it shall."""
        report = self.now.report_of(event)
        own = self.now.rows(Event, report_id=report.pk)
        rows = [*own, *own, *self.now.rows(Event)]
        second = rows[other % len(rows)]
        done = self.do(verb, report, {event.pk, second.pk}, by=self._clerk(report))
        assert (done is None) == (second.report_id != report.pk), "of another report"

    # The report

    def submit(self, action: Action, report: Report, back: int) -> None:
        report, shown = self.page_about(report, back)
        seen = shown[Report].get(report.pk)
        if seen is not None:
            clerk = self._clerk(report)
            done = self.do(perform, report, action, by=clerk, version=seen.version)
            if done is not None:
                assert seen.version == report.version, "handed in unseen"
                self.hand(report, shown)

    @about(_ready, Ways.some_ready, back=MOSTLY_NOW)
    def clerk_hands_in(self, report, back):
        self.submit(Action.SUBMIT, report, back)

    @about(_empty, Ways.some_empty, back=MOSTLY_NOW)
    def clerk_hands_in_a_zero_report(self, report, back):
        self.submit(Action.SUBMIT_EMPTY, report, back)

    @about(_submitted, Ways.some_report(Status.SUBMITTED))
    def clerk_takes_back(self, report):
        quarter = self.now.quarter_of(report)
        due = max(quarter.due_date, report.extended_until or quarter.due_date)
        done = self.do(perform, report, Action.WITHDRAW, by=self._clerk(report))
        if done is not None:
            is_forgotten = done.status == Status.DRAFT and self.clock.now.date() <= due
            first = None if is_forgotten else report.first_submitted_at
            assert done.first_submitted_at == first

    @about(_remarks, Ways.some_sent_remark, fixed=st.booleans())
    def clerk_ticks_a_remark(self, remark, fixed):
        clerk = self._clerk(self.now[Report][remark.report_id])
        self.do(remarks.mark_fixed, remark, by=clerk, fixed=remark.fixed_at is None or fixed)

    @about(
        _remarks,
        Ways.some_sent_remark,
        text=st.sampled_from(["Исправлено.", "Так и было.", "Проверим."]),
    )
    def clerk_answers_a_remark(self, remark, text):
        clerk = self._clerk(self.now[Report][remark.report_id])
        self.do(remarks.answer_remark, remark, by=clerk, text=text)

    @about(_corrections, Ways.some_correction, text=st.sampled_from(["Было верно.", "Верните."]))
    def clerk_objects_to_a_correction(self, correction, text):
        clerk = self._clerk(self.now.report_of(self.now[Event][correction.event_id]))
        self.do(corrections.ask_to_undo, correction, by=clerk, reason=text)


def _writer_of(event: Event, cell: str) -> int | None:
    """Whose the present words of a field were before the step."""
    words, writer = getattr(event, cell), None
    for row in event.history.filter(history_date__lt=event.history.latest().history_date):
        if getattr(row, cell) != words:
            break
        writer = row.history_user_id
    return writer
