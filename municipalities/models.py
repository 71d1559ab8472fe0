"""Who reports, and the people who act for them."""

import datetime as dt
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from municipalities.added_places import AddedPlace as AddedPlace
from municipalities.region import Region as Region

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser  # a module that needs our models


class Role(models.TextChoices):
    MUNICIPALITY = "municipality", "сотрудник муниципального образования"
    REGION = "region", "сотрудник региона"
    ADMIN = "admin", "администратор"


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def for_user(self, user: "User | AnonymousUser") -> Self:
        """The rule of access, stated once: staff see all, a clerk sees those they act for today,
        others nothing.

        Reports and events delegate to it. It fails closed: no role, an unknown role, a clerk who
        acts for nobody today and a deactivated person all see nothing.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.role in (Role.REGION, Role.ADMIN):
            return self.all()
        if user.role == Role.MUNICIPALITY:
            acting = Acting.objects.on(timezone.localdate()).filter(person=user)
            return self.filter(pk__in=acting.values("municipality"))
        return self.none()

    def active(self) -> Self:
        return self.filter(is_active=True)

    def with_names(self) -> Self:
        return self.prefetch_related("names")


class Municipality(models.Model):
    slug = models.SlugField(
        "краткий код",
        unique=True,
        help_text="Латиницей; так муниципальное образование названо в файлах и командах.",
    )
    position = models.PositiveSmallIntegerField(
        "порядок в сводном отчете", help_text="Смоленск, Десногорск, затем районы по алфавиту."
    )
    admin_center = models.CharField("административный центр", max_length=100, blank=True)
    is_active = models.BooleanField(
        "сдает отчеты",
        default=True,
        help_text="При открытии квартала отчет появляется у тех, кто сдает.",
    )

    objects = MunicipalityQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name="прежнее состояние муниципального образования",
        verbose_name_plural="прежние состояния муниципальных образований",
    )

    class Meta:
        verbose_name = "муниципальное образование"
        verbose_name_plural = "муниципальные образования"
        ordering = ["position", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["position"],
                name="municipality_position_once",
                violation_error_message="Это место в сводном отчете уже занято другим муниципальным "
                "образованием. Поменять места можно одним файлом.",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name_on(timezone.localdate())

    def name_on(self, day: dt.date) -> "MunicipalityName | None":
        """The ``MunicipalityName`` valid on ``day``; before the first one, the first; None if unnamed.

        Reads the prefetched names: use ``with_names()`` where there is more than one row.
        """
        names = sorted(self.names.all(), key=lambda name: name.valid_from)
        valid = [name for name in names if name.valid_from <= day]
        return next(iter(valid[-1:] or names[:1]), None)

    def full_name_on(self, day: dt.date) -> str:
        """The official name, verbatim, as it stands in the section row of the document."""
        name = self.name_on(day)
        return name.full_name if name else self.slug

    def short_name_on(self, day: dt.date) -> str:
        name = self.name_on(day)
        return name.short_name if name else self.slug


class MunicipalityName(models.Model):
    """An official name, valid from a date until the next one. Never built, cleaned or checked."""

    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.CASCADE,
        related_name="names",
        verbose_name="муниципальное образование",
    )
    full_name = models.CharField(
        "официальное наименование", max_length=300, help_text="Дословно, как в уставе."
    )
    short_name = models.CharField("обиходное название", max_length=100)
    kind = models.CharField("вид", max_length=50, blank=True)
    oktmo = models.CharField("код ОКТМО", max_length=11, blank=True)
    valid_from = models.DateField("действует с")

    history = HistoricalRecords(
        verbose_name="прежнее состояние наименования",
        verbose_name_plural="прежние состояния наименований",
    )

    class Meta:
        verbose_name = "наименование"
        verbose_name_plural = "наименования"
        ordering = ["municipality", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "valid_from"],
                name="municipality_name_once_a_day",
                violation_error_message="На эту дату наименование уже указано.",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


class UserManager(BaseUserManager["User"]):
    @transaction.atomic
    def create_user(
        self,
        username: str,
        password: str | None = None,
        *,
        municipality: Municipality | None = None,
        **fields: Any,
    ) -> "User":
        """``municipality``: for which a clerk acts from today on."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.municipality = municipality
        user.clean()
        user.save(using=self._db)
        user.act_for(municipality)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """For ``manage.py createsuperuser``: the first administrator of an installation."""
        return self.create_user(username, password, role=Role.ADMIN, **fields)

    def administrators(self) -> models.QuerySet["User"]:
        """Who can sign in as an administrator."""
        return self.filter(role=Role.ADMIN, is_active=True).exclude(
            password__startswith=UNUSABLE_PASSWORD_PREFIX
        )


def folded_name(typed: str) -> str:
    """A name for signing in without regard to case and blanks."""
    return "".join(unicodedata.normalize("NFKC", typed).casefold().split())


class User(AbstractBaseUser):
    """A person with exactly one role. There are no groups and no single permissions:
    the role says everything, here and in the admin."""

    username = models.CharField(
        "имя для входа",
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "Такое имя для входа уже занято."},
    )
    full_name = models.CharField("фамилия, имя, отчество", max_length=200)
    post = models.CharField("должность", max_length=200, blank=True)
    phone = models.CharField("телефон", max_length=50, blank=True)
    email = models.EmailField("электронная почта", blank=True)
    role = models.CharField("роль", max_length=20, choices=Role)
    is_active = models.BooleanField(
        "работает", default=True, help_text="Снимите отметку вместо удаления: история сохранит имя."
    )
    shows_examples = models.BooleanField("показывать пояснения и примеры под полями", default=True)
    is_welcomed = models.BooleanField(
        "объяснение для новых сотрудников закрыто", default=False, editable=False
    )
    date_joined = models.DateTimeField("заведен", auto_now_add=True)
    wrong_tries = models.PositiveIntegerField(
        "неудачных попыток с последнего входа", default=0, editable=False
    )
    rights_version = models.PositiveIntegerField(
        "номер прав",
        default=0,
        editable=False,
        help_text="Сеансы с прежним номером недействительны.",
    )
    notice = models.TextField("что сказать на следующей странице", blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "учетная запись"
        verbose_name_plural = "учетные записи"
        ordering = ["full_name", "username"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=Role.values),
                name="user_role_known",
                violation_error_message="Укажите роль из списка.",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def clean(self) -> None:
        """Without an administrator nobody could ever make another one. ``accounts.save`` asks again
        when it holds the rows."""
        super().clean()
        self._check_name_is_own()
        self._check_acts_for(self.municipality)
        if not self.leaves_an_administrator():
            raise ValidationError(
                "Это последний администратор, который может войти. Сначала назначьте другого."
            )

    def _check_name_is_own(self) -> None:
        """At the sign-in case and blanks do not count, so two names may not differ by them alone.
        Compared here, for SQLite folds Latin letters alone."""
        others = User.objects.exclude(pk=self.pk).values_list("username", flat=True)
        if folded_name(self.username) in map(folded_name, others):
            raise ValidationError(
                "Такое имя для входа уже есть: прописные и строчные буквы и пробелы не различаются."
            )

    def leaves_an_administrator(self) -> bool:
        """Whether somebody is one yet once this account is written as it is now."""
        administrators = set(User.objects.administrators().values_list("pk", flat=True))
        stays = self.role == Role.ADMIN and self.is_active
        return stays or self.pk not in administrators or administrators != {self.pk}

    @cached_property
    def municipality(self) -> "Municipality | None":
        """For whom a clerk acts today; of several the one they have acted for longest. Set anew, it
        is written by ``accounts.save``. What they may see is ``Municipality.objects.for_user``."""
        if self.pk is None:
            return None
        rows = sorted(self.acting.all(), key=lambda row: row.pk)  # all(): it may be prefetched
        return acted_for(rows, timezone.localdate())

    def _check_acts_for(self, municipality: Municipality | None) -> None:
        """A clerk acts for a municipality, and nobody else does. It is no constraint, for the role
        stands in another table than the days; whoever writes those goes through ``act_for`` or,
        after ``clean``, ``act_by``."""
        if (self.role == Role.MUNICIPALITY) != (municipality is not None):
            raise ValidationError(
                "Муниципальное образование указывают сотруднику муниципального образования и "
                "только ему."
            )

    def act_for(self, municipality: Municipality | None) -> None:
        """From today on the person acts for ``municipality`` alone; None: for nobody. Pages,
        commands and files all write it here. Raises ``ValidationError``."""
        self._check_acts_for(municipality)
        today = timezone.localdate()
        now = Acting.objects.on(today).filter(person=self)
        others = now.exclude(municipality=municipality) if municipality else now
        others.filter(since=today).delete()  # since this morning: as if it had never been
        others.update(until=today - dt.timedelta(days=1))
        if municipality and not now.filter(municipality=municipality).exists():
            Acting.objects.create(person=self, municipality=municipality, since=today)

    def act_by(self, rows: "Iterable[Acting]") -> None:
        """The person acts by ``rows``, unsaved, and by no others: whatever stood there before goes."""
        self.acting.all().delete()
        for row in rows:
            row.person = self
            row.save(force_insert=True)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Sessions end with the password, as in Django, and with the rights."""
        of_password = super()._get_session_auth_hash(secret)  # type: ignore[misc] # not in the stubs
        return f"{of_password}:{self.rights_version}"

    @property
    def session_age(self) -> int:
        """Seconds without a request after which they must sign in again."""
        if self.role == Role.MUNICIPALITY:
            return int(settings.CLERK_SESSION_DAYS) * 24 * 3600
        return int(settings.STAFF_SESSION_HOURS) * 3600

    @property
    def is_staff(self) -> bool:
        """Who may enter Django's admin."""
        return self.role == Role.ADMIN

    @property
    def is_superuser(self) -> bool:
        return self.is_staff

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_active and self.is_staff

    def has_perms(self, perm_list: Iterable[str], obj: object = None) -> bool:
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff


class ActingQuerySet(models.QuerySet["Acting"]):
    def on(self, day: dt.date) -> Self:
        """Those that hold on ``day``: both the first day and the last one count."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


def acted_for(rows: "Iterable[Acting]", day: dt.date) -> Municipality | None:
    """Of the municipalities that ``rows`` are about, the one acted for on ``day``; of several the
    one that has been for longest, and of those the first."""
    on_day = [row for row in rows if row.is_on(day)]
    return min(on_day, key=lambda row: row.since).municipality if on_day else None


class Acting(models.Model):
    """A person acts for a municipality, from the first day to the last one; without a last day, until
    further notice. One may act for several."""

    person = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="acting", verbose_name="сотрудник"
    )
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        related_name="acting",
        verbose_name="муниципальное образование",
    )
    since = models.DateField("с какого дня")
    until = models.DateField("по какой день", null=True, blank=True)

    objects = ActingQuerySet.as_manager()

    class Meta:
        verbose_name = "кто за кого действует"
        verbose_name_plural = "кто за кого действует"
        ordering = ["person", "since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "municipality", "since"],
                name="acting_once_from_a_day",
                violation_error_message="С этого дня сотрудник уже действует за это муниципальное "
                "образование.",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="acting_until_after_since",
                violation_error_message="Последний день не может быть раньше первого.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.municipality}"

    def is_on(self, day: dt.date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)
