"""The frame of every page: where one can go, and the quarter that stays chosen meanwhile."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.timezone import localdate

from municipalities.models import Role, User
from reports.language.quarters import Quarter as Calendar
from reports.models import Quarter, Report

register = template.Library()

MOST_QUARTERS = 12  # offered beside the one that is shown
# The modules of the region's pages, by their section.
# An officer who enters a report on behalf of a municipality is at its clerk's pages.
BOARD = tuple(
    f"reports.views.{name}"
    for name in ("region.board", "region.due_dates", "region.entering", "clerk")
)
REVIEW = tuple(
    f"reports.views.region.{name}" for name in ("queue", "review", "closing", "corrections")
)
DOCUMENT = tuple(
    f"reports.views.region.{name}" for name in ("consolidated", "duplicates", "issues", "rows")
)


@dataclass(frozen=True)
class Section:
    """A place that is always at hand. ``views`` are the modules of the pages that belong to it."""

    label: str
    address: str
    views: tuple[str, ...] = ()
    count: int = 0

    def nearness(self, module: str) -> int:
        """How exactly the module of a page is named here; 0 when it belongs elsewhere."""
        return max(
            (len(name) for name in self.views if f"{module}.".startswith(f"{name}.")), default=0
        )


@register.inclusion_tag("includes/sections.html", takes_context=True)
def sections(context: Context, *, is_lost: bool = False) -> dict[str, Any]:
    """The sections of who is signed in, the present one marked; none on a page that leads nowhere."""
    match = getattr(context.get("request"), "resolver_match", None)
    module = match.func.__module__ if match and not is_lost else ""
    user = context["user"]
    if user.role == Role.ADMIN:
        offered = list(_of_administrator())
    elif user.role == Role.REGION:
        offered = list(_of_region(user, _slug_in_sight(context)))
    else:
        offered = list(_of_clerk())
    nearest = max(section.nearness(module) for section in offered)
    marked = [(each, bool(nearest) and each.nearness(module) == nearest) for each in offered]
    return {"sections": marked}


@register.inclusion_tag("includes/other_quarters.html")
def other_quarters(quarter: Quarter, page: str) -> dict[str, Any]:
    """The way from a page of ``quarter`` to the same page of another; ``page`` is its name."""
    offered = Quarter.objects.offered(localdate(), beside=quarter, most=MOST_QUARTERS)
    choices = [(str(other), reverse(page, args=[other.slug])) for other in offered]
    return {"choices": choices}


def _slug_in_sight(context: Context) -> str:
    """Of the quarter that the page shows or was come to with; empty when it is of none."""
    quarter = context.get("quarter") or getattr(context.get("report"), "quarter", None)
    if isinstance(quarter, Quarter):
        return quarter.slug
    request = context.get("request")
    asked = request.GET.get("quarter", "") if request else ""
    try:
        return Calendar.parse_slug(asked).slug
    except ValueError:
        return ""


def _of_clerk() -> Iterator[Section]:
    yield Section("Отчет", reverse("home"), ("reports.views.clerk", "reports.views.home"))
    yield Section("Прошлые отчеты", reverse("own_reports"), ("reports.views.clerk.past",))
    yield Section("Как заполнить", reverse("how_to"), ("reports.views.how_to",))


def _of_region(user: User, slug: str) -> Iterator[Section]:
    if not slug:
        running = Quarter.objects.current(localdate())
        slug = running.slug if running else ""
    if slug:
        yield Section("Квартал", reverse("quarter_board", args=[slug]), BOARD)
    kept = f"?quarter={slug}" if slug else ""
    waiting = Report.objects.for_user(user).waiting().count()
    yield Section("Проверка", reverse("review_queue") + kept, REVIEW, waiting)
    if slug:
        yield Section("Сводный отчет", reverse("consolidated", args=[slug]), DOCUMENT)
    yield Section("Помощь", reverse("how_to"), ("reports.views.how_to",))


def _of_administrator() -> Iterator[Section]:
    quarters = ("reports.views.administrator.quarters", "reports.views.region")
    yield Section("Кварталы", reverse("quarter_list"), quarters)
    municipalities = ("reports.views.administrator.municipalities",)
    yield Section("Муниципальные образования", reverse("municipality_list"), municipalities)
    accounts = ("reports.views.administrator.accounts",)
    yield Section("Учетные записи", reverse("account_list"), accounts)
    settings = ("reports.views.administrator.document_settings",)
    yield Section("Документ", reverse("document_settings"), settings)
    yield Section("Места", reverse("added_place_list"), ("reports.views.administrator.places",))
    region = ("reports.views.administrator.region",)
    yield Section("Орган и контакты", reverse("region_settings"), region)
    yield Section("Кому закрыт вход", reverse("sign_in_locks"), ("config.sign_in",))
