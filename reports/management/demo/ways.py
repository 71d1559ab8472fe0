"""What becomes of a report in the demonstration: who does what, and when."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from municipalities.models import User
from reports.events import corrections, editing
from reports.language.quarters import Quarter as Calendar
from reports.management.demo.story import Story, Window
from reports.models import Action, Cell, Event, Ground, Report
from reports.procedure import entering, extensions, remarks, workflow

READING = 25  # minutes from the beginning of a review to its decision
POSTS = "Укажите должности участников и сколько человек было от вас."
OWN = "; от муниципального образования – 12 человек"
RESULTS = "Напишите, чем закончилось мероприятие и о чем договорились стороны."


@dataclass
class Cast:
    clerk_of: dict[str, User]  # slug of the municipality → its clerk
    reviewer: User
    administrator: User


@dataclass
class Path:
    """One report on its way. Every verb is told at a share of ``window``."""

    story: Story
    cast: Cast
    slug: str  # of the municipality
    quarter: Calendar
    due: dt.date
    events: list[dict]  # values of ``EVENT_FIELDS``
    window: Window  # until the due date
    after: Window  # since the due date
    turn: float  # when a report is handed in of which nothing else is told

    @property
    def clerk(self) -> User:
        return self.cast.clerk_of[self.slug]

    def report(self) -> Report:
        """As it is while a step is played."""
        return Report.objects.get(
            quarter__year=self.quarter.year,
            quarter__number=self.quarter.number,
            municipality__slug=self.slug,
        )

    def first_event(self) -> Event:
        return self.report().events.live().in_order()[0]

    def tell(self, share: float, step: Callable[[], object], minutes: int = 0) -> None:
        self.story.tell(self.window.at(share, minutes), step)

    def act(
        self, share: float, action: Action, user: User, minutes: int = 0, note: str = ""
    ) -> None:
        self.tell(
            share,
            lambda: workflow.perform(action, self.report(), user=user, note=note),
            minutes,
        )

    # The clerk

    def write(self, share: float, by: User | None = None) -> None:
        user = by or self.clerk
        drafts = {
            uuid.uuid5(uuid.NAMESPACE_OID, f"{self.quarter.slug} {self.slug} {number}"): values
            for number, values in enumerate(self.events)
        }
        if drafts:
            self.tell(share, lambda: editing.add_events(self.report(), drafts, user=user))

    def hand_in(self, share: float) -> None:
        """With what has been written an hour before; without events it is a zero report."""
        self.write(share)
        self.send(share)

    def send(self, share: float, by: User | None = None) -> None:
        action = Action.SUBMIT if self.events else Action.SUBMIT_EMPTY
        self.act(share, action, by or self.clerk, minutes=60)

    def add_words(self, share: float, cell: str, words: str) -> None:
        def write() -> None:
            event = self.first_event()
            text = f"{getattr(event, cell)}{words}"
            editing.save_event(
                event.report,
                user=self.clerk,
                event=event,
                version=event.version,
                creation_key=None,
                **{cell: text},
            )

        self.tell(share, write)

    def answer(self, share: float, words: str) -> None:
        """All remarks that stand are said to be mended, the last one in words."""

        def answer() -> None:
            for remark in self.report().remarks.open().order_by("pk"):
                remarks.mark_fixed(remark, fixed=True, user=self.clerk)
            remarks.answer_remark(remark, text=words, user=self.clerk)

        self.tell(share, answer, minutes=10)

    def ask_for_time(self, share: float, *, days: int, reason: str) -> None:
        until = self.due + dt.timedelta(days=days)
        self.tell(
            share,
            lambda: extensions.ask_extension(
                self.report(), until=until, reason=reason, user=self.clerk
            ),
        )

    def ask_to_undo(self, share: float, reason: str) -> None:
        self.tell(
            share,
            lambda: corrections.ask_to_undo(
                self.first_event().corrections.get(), reason=reason, user=self.clerk
            ),
        )

    # The region

    def enter(self, share: float, number: str) -> None:
        """By the letter ``number``, written and received on that day."""

        def enter() -> None:
            today = timezone.localdate()
            entering.enter(
                self.report(),
                user=self.cast.reviewer,
                ground=Ground.LETTER,
                number=number,
                dated_on=today,
                received_on=today,
            )

        self.tell(share, enter)

    def take_up(self, share: float) -> None:
        self.act(share, Action.START_REVIEW, self.cast.reviewer)

    def accept(self, share: float) -> None:
        self.take_up(share)
        self.act(share, Action.ACCEPT, self.cast.reviewer, READING)

    def send_back(self, share: float, *said: tuple[Cell, str]) -> None:
        """``said`` of the first event."""
        self.take_up(share)
        for cell, text in said:
            self.tell(
                share,
                lambda cell=cell, text=text: remarks.add_remark(  # type: ignore[misc]
                    self.report(),
                    event=self.first_event(),
                    cell=cell,
                    text=text,
                    user=self.cast.reviewer,
                ),
                READING - 5,
            )
        self.act(share, Action.RETURN, self.cast.reviewer, READING)

    def send_back_again(self, share: float, words: str) -> None:
        """The first remark stands, whatever was answered."""
        self.take_up(share)
        self.tell(
            share,
            lambda: remarks.reopen_remark(
                self.report().remarks.order_by("pk")[0], text=words, user=self.cast.reviewer
            ),
            READING - 5,
        )
        self.act(share, Action.RETURN, self.cast.reviewer, READING)

    def give_time(self, share: float) -> None:
        self.tell(
            share,
            lambda: extensions.grant_extension(
                self.report().extension_requests.get(), user=self.cast.reviewer
            ),
        )

    def give_no_time(self, share: float, reason: str) -> None:
        self.tell(
            share,
            lambda: extensions.refuse_extension(
                self.report().extension_requests.get(), reason=reason, user=self.cast.reviewer
            ),
        )

    def correct(self, share: float, cell: Cell, words: str) -> None:
        def correct() -> None:
            event = self.first_event()
            text = f"{getattr(event, cell)}{words}"
            corrections.correct_event(
                event, user=self.cast.reviewer, version=event.version, **{cell: text}
            )

        self.tell(share, correct)

    def settle_undoing(self, share: float, *, undo: bool) -> None:
        self.tell(
            share,
            lambda: corrections.settle(
                self.first_event().corrections.get(), undo=undo, user=self.cast.reviewer
            ),
        )


# Of a quarter that is over


def accepted(path: Path) -> None:
    """Zero reports are accepted later, all at once."""
    path.hand_in(path.turn)
    if path.events:
        path.accept(path.turn + 0.15)


def silent(path: Path) -> None:
    """Owes its report for good."""


def entered_by_letter(path: Path) -> None:
    path.enter(path.turn, "17")
    path.write(path.turn, by=path.cast.reviewer)
    path.send(path.turn, by=path.cast.reviewer)
    path.accept(path.turn + 0.15)


def late(path: Path) -> None:
    path.window = path.after
    path.hand_in(0.2)
    path.accept(0.4)


def extended(path: Path) -> None:
    path.ask_for_time(0.8, days=10, reason="Отчет готовит сотрудник, который выйдет из отпуска.")
    path.give_time(0.85)
    late(path)


def refused_extension(path: Path) -> None:
    path.ask_for_time(0.8, days=30, reason="Ждем списки участников.")
    path.give_no_time(
        0.9, "Сводный отчет выпускается раньше этого дня. Списки можно прислать потом."
    )
    late(path)


def returned_once(path: Path) -> None:
    path.hand_in(0.1)
    path.send_back(0.2, (Cell.PARTICIPANTS, POSTS))
    _mend_participants(path, 0.35)
    path.send(0.4)
    path.accept(0.6)


def returned_twice(path: Path) -> None:
    _up_to_the_third_receipt(path)
    path.accept(0.9)


def withdrawn_once(path: Path) -> None:
    """Two receipts are kept: the first is not valid any more."""
    path.hand_in(0.1)
    path.act(0.2, Action.WITHDRAW, path.clerk)
    path.add_words(0.3, Cell.PARTICIPANTS, ", представители средств массовой информации")
    path.send(0.35)
    path.accept(0.5)


def corrected(path: Path) -> None:
    accepted(path)
    path.window = path.after
    path.correct(0.7, Cell.CONTENT, ". О мероприятии рассказала районная газета")


def corrected_and_undone(path: Path) -> None:
    accepted(path)
    path.window = path.after
    path.correct(0.2, Cell.PLACE, ", Смоленская область")
    path.ask_to_undo(0.3, "Место названо так же, как в прошлых отчетах.")
    path.settle_undoing(0.4, undo=True)


# Of the one that is being collected


def draft(path: Path) -> None:
    path.write(path.turn)


def draft_with_a_request(path: Path) -> None:
    path.write(0.5)
    path.ask_for_time(0.9, days=10, reason="Списки участников пришлют только после праздников.")


def draft_with_more_time(path: Path) -> None:
    path.write(0.4)
    path.ask_for_time(0.5, days=7, reason="Сотрудник, который готовит отчет, уходит в отпуск.")
    path.give_time(0.6)


def zero_and_accepted(path: Path) -> None:
    path.hand_in(0.5)
    path.accept(0.6)


def zero_and_waiting(path: Path) -> None:
    path.hand_in(max(path.turn, 0.7))


def waiting(path: Path) -> None:
    path.hand_in(0.85)


def waiting_after_two_returns(path: Path) -> None:
    _up_to_the_third_receipt(path)


def in_review(path: Path) -> None:
    path.hand_in(0.8)
    path.take_up(0.95)


def returned(path: Path) -> None:
    path.hand_in(0.75)
    path.send_back(0.9, (Cell.PARTICIPANTS, POSTS))


def objected(path: Path) -> None:
    """The region has changed a text, and the municipality asks to have it back."""
    path.hand_in(0.3)
    path.accept(0.4)
    path.correct(0.6, Cell.PARTICIPANTS, ", представители областной администрации")
    path.ask_to_undo(0.8, "Представителей области на встрече не было.")


def closed(path: Path) -> None:
    path.act(
        0.5,
        Action.CLOSE,
        path.cast.reviewer,
        note="Муниципальное образование вошло в состав соседнего и больше не отчитывается.",
    )


def _mend_participants(path: Path, share: float) -> None:
    path.add_words(share, Cell.PARTICIPANTS, OWN)
    path.answer(share, "Дописали, сколько человек было от нас.")


def _up_to_the_third_receipt(path: Path) -> None:
    path.hand_in(0.05)
    path.send_back(0.15, (Cell.PARTICIPANTS, POSTS), (Cell.CONTENT, RESULTS))
    path.add_words(0.2, Cell.CONTENT, ". Подписанных договоренностей нет")
    path.add_words(0.25, Cell.PARTICIPANTS, OWN)
    path.answer(0.25, "Договоренностей не было, теперь так и написано.")
    path.send(0.3)
    path.send_back_again(0.45, "Должности по-прежнему не указаны.")
    path.add_words(0.55, Cell.PARTICIPANTS, ", из них начальник отдела культуры и 2 специалиста")
    path.answer(0.55, "Должности дописаны.")
    path.send(0.6)
