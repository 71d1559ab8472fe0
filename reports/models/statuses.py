"""The words of the procedure; how they follow one another is ``workflow.TRANSITIONS``."""

from django.db import models


class Status(models.TextChoices):
    """Where a report stands in the procedure. What people see is ``Report.display_status_on``."""

    DRAFT = "draft", "Заполняется"
    SUBMITTED = "submitted", "Сдан"
    IN_REVIEW = "in_review", "На проверке"
    RETURNED = "returned", "На доработке"
    ACCEPTED = "accepted", "Принят"
    CLOSED = "closed", "Закрыт без отчета"  # owes nothing and stands in no document


# Submitted and not sent back: what «все сданные» means.
HANDED_IN = (Status.SUBMITTED, Status.IN_REVIEW, Status.ACCEPTED)
# What may still come into the consolidated report: as long as there is one, it is not whole.
AWAITED = (Status.DRAFT, Status.RETURNED, Status.SUBMITTED, Status.IN_REVIEW)


class DisplayStatus(models.TextChoices):
    """The words of the region's board, in the order of its counts. Every report is in one of these
    states but ``ZERO``, which is counted across them: a zero report is accepted, returned, …, too."""

    ACCEPTED = "accepted", "Принят"
    SUBMITTED = "submitted", "Сдан"
    RETURNED = "returned", "На доработке"
    FILLING = "filling", "Заполняется"
    NOT_STARTED = "not_started", "Не начат"
    OVERDUE = "overdue", "Просрочен"
    CLOSED = "closed", "Закрыт без отчета"
    ZERO = "zero", "Нулевой"


class Action(models.TextChoices):
    """What can be done to a report as a whole. Who may, and from where, is ``workflow.TRANSITIONS``."""

    SUBMIT = "submit", "Сдать отчет"
    SUBMIT_EMPTY = "submit_empty", "Сдать нулевой отчет"
    WITHDRAW = "withdraw", "Отозвать отчет"
    START_REVIEW = "start_review", "Начать проверку"
    RELEASE = "release", "Прекратить проверку"
    RETURN = "return", "Вернуть на доработку"
    ACCEPT = "accept", "Принять"
    CLOSE = "close", "Закрыть без отчета"
    REOPEN = "reopen", "Отменить закрытие"
    HAND_OVER = "hand_over", "Передать мероприятия"
    TAKE_OVER = "take_over", "Взять переданные мероприятия"
    ENTER = "enter", "Внести за муниципальное образование"
    LEAVE = "leave", "Прекратить внесение"
    CONTINUE = "continue", "Продолжить самому"
    ARCHIVE = "archive", "Принять из архива"

    @property
    def done(self) -> str:
        """What the log says of it."""
        return {
            Action.SUBMIT: "отчет сдан",
            Action.SUBMIT_EMPTY: "сдан нулевой отчет",
            Action.WITHDRAW: "отчет отозван",
            Action.START_REVIEW: "проверка начата",
            Action.RELEASE: "проверка прекращена, отчет снова ждет в очереди",
            Action.RETURN: "отчет возвращен на доработку",
            Action.ACCEPT: "отчет принят",
            Action.CLOSE: "отчет закрыт без сдачи",
            Action.REOPEN: "закрытие отчета отменено",
            Action.HAND_OVER: "мероприятия переданы",
            Action.TAKE_OVER: "получены мероприятия",
            Action.ENTER: "отчет начал вносить сотрудник региона",
            Action.LEAVE: "внесение за муниципальное образование прекращено",
            Action.CONTINUE: "отчет продолжает само муниципальное образование",
            Action.ARCHIVE: "отчет загружен из архива",
        }[self]


SUBMISSIONS = (Action.SUBMIT, Action.SUBMIT_EMPTY)
