"""The parts of pages that take words and numbers and give back markup; ``/style/`` shows them all."""

from collections.abc import Sequence

from django import template
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate

from reports.models import DisplayStatus, Report, Status
from reports.overview import charts
from reports.overview.board import Standing

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
# What is seen of a report → its stone in the arch of its quarter.
STONES: dict[str, str] = {
    DisplayStatus.ACCEPTED: "accepted",
    DisplayStatus.SUBMITTED: "submitted",
    DisplayStatus.RETURNED: "returned",
    DisplayStatus.FILLING: "filling",
    DisplayStatus.NOT_STARTED: "none",
    DisplayStatus.OVERDUE: "overdue",
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


@register.simple_tag(takes_context=True)
def said_of(context: Context, kind: str, pk: int) -> SafeString:
    """What the product has just done to the row of this address, said beside it: the page opens
    there, and what stands at its head is out of sight. That is what a reader of the screen hears."""
    said = [m for m in context.get("messages") or () if m.extra_tags == f"{kind}-{pk}"]
    return format_html_join(
        "",
        '<span class="done-here done-here-{}" aria-hidden="true">{}{}</span>',
        ((m.level_tag, note_icon(m.level_tag), str(m)) for m in said),
    )


@register.simple_tag
def tag(state: str, words: str) -> SafeString:
    """A label: ``state`` is a ``DisplayStatus`` or «на проверке», and gives the shape and colour."""
    shape, colour = LOOKS[state]
    return format_html('<span class="tag tag-{}">{}{}</span>', colour, icon(shape), words)


@register.simple_tag
def state_tag(report: Report) -> SafeString:
    """Where a report stands today. Needs ``event_count`` from ``for_board()``."""
    today = localdate()
    standing = Standing(report, report.display_status_on(today), today)
    state: str = standing.status
    if report.status == Status.IN_REVIEW:
        state = Status.IN_REVIEW
    elif report.is_zero and state == DisplayStatus.ACCEPTED:
        state = DisplayStatus.ZERO
    return tag(state, standing.words)


@register.simple_tag
def microbar(value: float, top: float) -> SafeString:
    return mark_safe(charts.microbar(value, top))  # noqa: S308 - numbers alone


@register.simple_tag
def arch(number: int, look: str = "", legs: int = 0, mine: int = 0) -> SafeString:
    """An arch of ``number`` equal stones, three at least, as decoration; ``mine``, counted from 1, is
    the one that is lit. See ``charts.arch``."""
    number = max(number, mine, charts.FEWEST)
    states = ["mine" if place == mine else "none" for place in range(1, number + 1)]
    return mark_safe(charts.arch(states, look=look, legs=legs))  # noqa: S308 - no text of people


@register.simple_tag
def stone(state: str) -> SafeString:
    """The stone of a ``DisplayStatus`` in the arch of a quarter."""
    return mark_safe(charts.stone(STONES[state]))  # noqa: S308 - no text of people


@register.simple_tag
def arch_of(states: Sequence[str], label: str) -> SafeString:
    """The arch of a quarter: a stone for each ``DisplayStatus`` of ``states``. Empty where they are
    too few to stand."""
    if len(states) < charts.FEWEST:
        return SafeString()
    look = "arch-band" if len(states) > charts.MOST else ""
    stones = [STONES[state] for state in states]
    return mark_safe(charts.arch(stones, look=look, label=label))  # noqa: S308 - escaped there


@register.simple_tag
def pip(standing: Standing | None) -> SafeString:
    """How a quarter before ended, as one small shape with its words."""
    if standing is None:
        return mark_safe('<span class="pip" aria-hidden="true">–</span>')
    shape = LOOKS[DisplayStatus.ZERO if standing.report.is_zero else standing.status][0]
    if standing.late:  # and handed in all the same
        shape = "calendar"
    look = {"accepted": "accepted", "zero": "zero", "alert": "late"}.get(shape, "other")
    said = f"{standing.report.quarter}: {standing.words[0].lower()}{standing.words[1:]}"
    if standing.late or standing.overdue:
        said += f", {standing.timeliness}"
    if standing.report.return_count:
        said += f", возвратов {standing.report.return_count}"
    return format_html(
        '<a class="pip pip-{}" href="{}" title="{}"><span class="only-read">{}</span>{}</a>',
        look,
        standing.report.get_review_url(),
        said,
        said,
        icon(shape),
    )


@register.simple_tag
def broken_arch() -> SafeString:
    """Of the pages that lead nowhere: the keystone is missing."""
    return mark_safe(charts.arch(WITHOUT_KEYSTONE, look="arch-quiet", legs=2))  # noqa: S308 - no text
