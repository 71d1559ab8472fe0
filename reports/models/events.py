import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django_countries.fields import CountryField
from simple_history.models import HistoricalRecords

from municipalities.models import Municipality, User
from reports import columns
from reports.language import event_period, typography
from reports.models.fields import CleanTextField
from reports.models.history import AutosavedState
from reports.models.reports import Report
from reports.models.statuses import HANDED_IN

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


# What a person writes of an event; the rest follows from it.
TEXT_FIELDS = (*columns.WRITTEN_KEYS, "agreements")
STATISTICS = ("format", "category", "countries", "participants_own", "participants_total")
EVENT_FIELDS = (*TEXT_FIELDS, *STATISTICS)
# ``Event.is_empty`` asked of the database: at least one of them holds something.
_SOMETHING_WRITTEN = Q(
    *((f"{name}__gt", "") for name in (*TEXT_FIELDS, "format", "category", "countries")),
    *((f"{name}__isnull", False) for name in ("participants_own", "participants_total")),
    _connector=Q.OR,
)


class Format(models.TextChoices):
    IN_PERSON = "in_person", "очный"
    ONLINE = "online", "онлайн"
    MIXED = "mixed", "смешанный"
    REMOTE = "remote", "заочный"


class Category(models.TextChoices):
    COMPETITION = "competition", "конкурс"
    CONFERENCE = "conference", "конференция или форум"
    FESTIVAL = "festival", "фестиваль"
    MEETING = "meeting", "встреча или делегация"
    AGREEMENT = "agreement", "соглашение"
    EXHIBITION = "exhibition", "выставка"
    SPORT = "sport", "спорт"
    TRAINING = "training", "обучение"
    OTHER = "other", "иное"


@dataclass(frozen=True)
class Problem:
    """Why an event cannot be submitted yet: the field to mend, a short label, a whole sentence."""

    field: str
    label: str
    text: str


class EventQuerySet(models.QuerySet["Event"]):
    def for_user(self, user: "User | AnonymousUser") -> Self:
        return self.filter(report__municipality__in=Municipality.objects.for_user(user))

    def live(self) -> Self:
        """What a report holds. A page saves by itself, so an event of which everything was taken
        back again is there without a word in it: it is none, until somebody goes on writing."""
        return self.filter(_SOMETHING_WRITTEN, deleted_at=None)

    def in_bin(self) -> Self:
        return self.filter(_SOMETHING_WRITTEN, deleted_at__isnull=False).order_by(
            "-deleted_at", "-pk"
        )

    def in_order(self) -> Self:
        return self.order_by("position", "pk")

    def told(self) -> Self:
        """Of reports that were handed in: what the region reads, counts and compares."""
        return self.live().filter(report__status__in=HANDED_IN)

    def told_with(self, roots: Collection[int]) -> Self:
        """The groups of which ``roots`` are the first tellings, roots included."""
        return self.live().filter(Q(pk__in=roots) | Q(same_as__in=roots))

    def distinct_count(self) -> int:
        """How many events these are, where one that was told several times counts once."""
        counted = self.aggregate(number=Count(Coalesce("same_as", "pk"), distinct=True))
        return int(counted["number"])

    def latest_keys(self) -> models.QuerySet["Event", tuple[int, int, int, int]]:
        """Their order, the latest quarter first, and at the end of each the key of the event."""
        quarter = -F("report__quarter__year"), -F("report__quarter__number")
        return self.order_by().values_list(*quarter, "position", "pk")

    def containing(self, words: str) -> Self:
        """Those with all of ``words``, in any of their texts. Compared here: neither database
        folds Cyrillic letters everywhere."""
        wanted = words.casefold().replace("ё", "е").split()
        if not wanted:
            return self
        rows = self.values_list("pk", *columns.FREE_TEXT_KEYS)
        texts = ((pk, " ".join(texts).casefold().replace("ё", "е")) for pk, *texts in rows)
        return self.filter(pk__in=[pk for pk, text in texts if all(w in text for w in wanted)])


def by_day(start: dt.date | None, end: dt.date | None) -> tuple[dt.date, dt.date]:
    """By start, then by end; what has no days is the last."""
    return (start or end or dt.date.max, end or dt.date.max)


def printed_name(name: str, format: str) -> str:
    """The name cell. The online mark is its last line and comes from the format; one that was typed
    does not stand beside it, and is as good as a format that nobody has chosen."""
    bare = bare_name(name, format)
    if format == Format.ONLINE or bare != name:
        return f"{bare}\n{typography.ONLINE_MARK}".strip()
    return name


def bare_name(name: str, format: str) -> str:
    """``name`` without a typed online mark, unless the mark says another thing than the format."""
    if format in ("", Format.ONLINE):
        return typography.split_online_mark(name)[0]
    return name


class Event(models.Model):
    """One row of the table. ``period`` is the text as printed, or as typed while it cannot be read;
    in the second case both dates are empty."""

    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, related_name="events", verbose_name="отчет"
    )
    # Not unique: exchanging two unique positions fails halfway on either database.
    position = models.PositiveIntegerField("место в отчете", default=0, editable=False)
    name = CleanTextField("наименование мероприятия", blank=True, default="")
    format = models.CharField("формат", max_length=20, choices=Format, blank=True, default="")
    place = CleanTextField("место проведения", blank=True, default="")
    period = CleanTextField("сроки проведения", blank=True, default="")
    period_start = models.DateField("первый день", null=True, blank=True, editable=False)
    period_end = models.DateField("последний день", null=True, blank=True, editable=False)
    content = CleanTextField("содержание мероприятия", blank=True, default="")
    participants = CleanTextField("участники мероприятия", blank=True, default="")
    category = models.CharField("вид", max_length=20, choices=Category, blank=True, default="")
    countries = CountryField("страны", multiple=True, blank=True, default="")
    agreements = CleanTextField("достигнутые договоренности", blank=True, default="")
    participants_own = models.PositiveIntegerField(
        "участников от муниципального образования", null=True, blank=True
    )
    participants_total = models.PositiveIntegerField("участников всего", null=True, blank=True)
    same_as = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="told_again_as",
        verbose_name="то же мероприятие, что и",
    )
    deleted_at = models.DateTimeField("удалено", null=True, blank=True, editable=False)
    # The form brings it along: the same new event saved twice is one event.
    creation_key = models.UUIDField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField("версия", default=1, editable=False)

    last_seen: dt.datetime | None  # told by ``presence.with_last_seen`` alone

    objects = EventQuerySet.as_manager()
    _history_user: User | None  # who the next row of the history names
    save_without_historical_record: Callable[..., None]
    history = HistoricalRecords(
        bases=[AutosavedState],
        verbose_name="прежнее состояние мероприятия",
        verbose_name_plural="прежние состояния мероприятий",
    )

    class Meta:
        verbose_name = "мероприятие"
        verbose_name_plural = "мероприятия"
        ordering = ["report", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "creation_key"],
                name="event_created_once",
                violation_error_message="Это мероприятие уже добавлено.",
            ),
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start"))
                | Q(period_start=None)
                | Q(period_end=None),
                name="event_period_in_order",
                violation_error_message="Мероприятие не может закончиться раньше, чем началось.",
            ),
            models.CheckConstraint(
                condition=Q(format__in=["", *Format.values]),
                name="event_format_known",
                violation_error_message="Укажите формат из списка.",
            ),
            models.CheckConstraint(
                condition=Q(category__in=["", *Category.values]),
                name="event_category_known",
                violation_error_message="Укажите вид мероприятия из списка.",
            ),
            models.CheckConstraint(
                condition=~Q(same_as=F("id")),
                name="event_not_same_as_itself",
                violation_error_message="Мероприятие не может повторять само себя.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or "Мероприятие без названия"

    def by_day(self) -> tuple[dt.date, dt.date]:
        """The order of rows that nobody has moved: by start, then by end."""
        return by_day(self.period_start, self.period_end)

    @property
    def root_key(self) -> int:
        """The first telling of the event: what all its tellings have in common."""
        return self.same_as_id or self.pk

    @property
    def is_empty(self) -> bool:
        """Nothing is written in it. The number 0 is something."""
        values = (getattr(self, name) for name in EVENT_FIELDS)
        return not any(value or value == 0 for value in values)

    @property
    def count_doubt(self) -> str:
        """What is said of the numbers of participants; they are taken as they are."""
        own, total = self.participants_own, self.participants_total
        if own is None or total is None or own <= total:
            return ""
        return (
            "Всего участников указано меньше, чем от муниципального образования. Проверьте числа."
        )

    @property
    def is_online(self) -> bool:
        """Whether the online mark is printed under the name."""
        return self.format == Format.ONLINE

    @property
    def printed_name(self) -> str:
        return printed_name(self.name, self.format)

    @property
    def problems(self) -> list[Problem]:
        """What keeps the event from being submitted, in the order of the columns.

        Reads ``report.quarter``: select it along where there is more than one event.
        """
        problems = [
            Problem(field, label, text)
            for field, label, text in (
                ("name", "Не указано наименование", "Укажите наименование мероприятия."),
                ("place", "Не указано место", "Укажите место проведения."),
                ("content", "Нет содержания", "Опишите содержание мероприятия."),
                ("participants", "Не указаны участники", "Укажите участников мероприятия."),
            )
            if not getattr(self, field)
        ]
        period_problem = self._period_problem()
        if period_problem:
            after_place = sum(problem.field in ("name", "place") for problem in problems)
            problems.insert(after_place, period_problem)
        return problems

    def _period_problem(self) -> Problem | None:
        if not self.period:
            return Problem("period", "Не указаны сроки", "Укажите сроки проведения.")
        try:
            period = event_period.parse(self.period, self.report.quarter)
        except event_period.PeriodError as error:
            return Problem("period", "Сроки не прочитаны", str(error))
        if not event_period.intersects(period, self.report.quarter):
            return Problem(
                "period",
                "Не в этом квартале",
                f"Эти дни не входят в {self.report.quarter}. Проверьте даты и год.",
            )
        if self.period_start is None and self.period_end is None:  # saved while it was unreadable
            return Problem(
                "period",
                "Сроки не записаны",
                f"Теперь сроки читаются: {period.text}. Откройте мероприятие и нажмите «Готово».",
            )
        return None
