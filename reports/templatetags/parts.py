"""The parts of pages that take words and numbers and give back markup; ``/style/`` shows them all."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate

from reports.models import DisplayStatus, Report, Status
from reports.overview import charts

register = template.Library()

# What is seen of a report → the shape and the colour that say the same as its word.
LOOKS: dict[str, tuple[str, str]] = {
    DisplayStatus.NOT_STARTED: ("none", "none"),
    DisplayStatus.FILLING: ("half", "filling"),
    DisplayStatus.SUBMITTED: ("full", "submitted"),
    Status.IN_REVIEW: ("search", "submitted"),
    DisplayStatus.RETURNED: ("undo", "returned"),
    DisplayStatus.ACCEPTED: ("accepted", "accepted"),
    DisplayStatus.OVERDUE: ("alert", "overdue"),
    DisplayStatus.CLOSED: ("cross", "none"),
    DisplayStatus.ZERO: ("zero", "accepted"),
}
# What the product says, by its kind → the shape beside it.
NOTE_ICONS = {"success": "check", "warning": "alert", "error": "alert"}
WITHOUT_KEYSTONE = ("none",) * 13 + ("gap",) + ("none",) * 13


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing of ``icons.svg``; for the eye alone, a word always stands beside it."""
    address = f"{static('icons.svg')}#i-{name}"
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', address)


@register.simple_tag
def note_icon(kind: str = "") -> SafeString:
    """Of a ``.note-<kind>``; ``info`` where there is no kind."""
    return icon(NOTE_ICONS.get(kind, "info"))


@register.simple_tag
def tag(state: str, words: str) -> SafeString:
    """A label: ``state`` is a ``DisplayStatus`` or «на проверке», and gives the shape and colour."""
    shape, colour = LOOKS[state]
    return format_html('<span class="tag tag-{}">{}{}</span>', colour, icon(shape), words)


@register.simple_tag
def state_tag(report: Report) -> SafeString:
    """Where a report stands today. Needs ``event_count`` from ``for_board()``."""
    state: str = report.display_status_on(localdate())
    words = DisplayStatus(state).label
    if report.status == Status.IN_REVIEW:
        state, words = Status.IN_REVIEW, "Проверяется"
    if report.is_zero:
        words += ", нулевой"
        state = DisplayStatus.ZERO if state == DisplayStatus.ACCEPTED else state
    return tag(state, words)


@register.simple_tag
def microbar(value: float, top: float) -> SafeString:
    return mark_safe(charts.microbar(value, top))  # noqa: S308 - numbers alone


@register.simple_tag
def arch(number: int, look: str = "", legs: int = 0) -> SafeString:
    """An arch of ``number`` equal stones, as decoration; see ``charts.arch``."""
    return mark_safe(charts.arch(["none"] * number, look=look, legs=legs))  # noqa: S308 - no text of people


@register.simple_tag
def broken_arch() -> SafeString:
    """Of the pages that lead nowhere: the keystone is missing."""
    return mark_safe(charts.arch(WITHOUT_KEYSTONE, look="arch-quiet", legs=2))  # noqa: S308 - no text
