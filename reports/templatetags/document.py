"""How the table and the dates look on a page."""

import datetime as dt
import uuid

from django import template
from django.utils import timezone

from reports.columns import BY_KEY, COLUMNS
from reports.export.table import NO_EVENTS
from reports.export.text_metrics import estimated_line_count, usual_line_length
from reports.language import clipping, phones, quarters, typography
from reports.language.plural import ru_count

register = template.Library()

TYPE, BESIDE = 12, 10.8  # points: of a letter, and of the margins of a cell
POINTS = 72 / 25.4  # of a millimetre
TALL = 11  # lines: a third of an A4 sheet on its side
LAST_DAYS = 3  # before the due date it is written in red


@register.inclusion_tag("includes/table.html")
def official_table(table, marked=None):
    """``marked``: number of a row → key of a column → its text in parts, each with what is said of
    it or None."""
    return {
        "table": table,
        "table_columns": COLUMNS,
        "no_events": NO_EVENTS,
        "marked": marked or {},
    }


@register.filter
def labelled(row):
    """A row as ``(column, text)`` pairs."""
    return list(zip(COLUMNS, row.cells, strict=True))


@register.filter
def in_parts(row, marked):
    """A row as ``(column, parts)`` pairs, see ``official_table``."""
    of_row = marked.get(row.number, {})
    return [(column, of_row.get(column.key) or [(text, None)]) for column, text in labelled(row)]


@register.filter
def is_tall(row):
    """Whether a row takes a third of a page or more: on paper it may go on on the next one, as in
    the file."""
    return any(
        estimated_line_count(text, usual_line_length(column.width * POINTS - BESIDE, TYPE)) > TALL
        for column, text in zip(COLUMNS, row.cells, strict=True)
        if len(text) > TALL
    )


@register.filter
def short_title(key):
    """What a column of the official table is called in a list; ``key`` is its own."""
    return BY_KEY[key].short_title


@register.filter
def column_name(key):
    """What a sentence calls the column."""
    return BY_KEY[key].name


@register.filter
def day(value):
    """«15 января 2027 года» of a date or a moment."""
    if hasattr(value, "hour"):
        value = timezone.localtime(value).date()
    return quarters.format_date(value)


@register.filter
def deadline(value):
    """«15 января 2027 года, пятницы», as it stands after «до»."""
    return quarters.format_deadline(value)


@register.filter
def moment(value):
    """«12.01.2027 в 16:20»; «12.01.2027» where the hour is not known, see
    ``EntryOnBehalf.handed_in_at``."""
    local = timezone.localtime(value)
    return local.strftime("%d.%m.%Y" if local.time() == dt.time.max else "%d.%m.%Y в %H:%M")


@register.filter
def count(number, forms):
    """``3|count:"мероприятие,мероприятия,мероприятий"`` → «3 мероприятия»."""
    return ru_count(number, *forms.split(","))


@register.filter
def labelled_count(number: int, label: str) -> str:
    """``3|labelled_count:"Замечания"`` → «Замечания: 3»."""
    return f"{label}: {number}"


@register.filter
def days_left(due_date, today):
    """What is left until the due date, in words."""
    days = (due_date - today).days
    if days < 0:
        return f"срок прошел {ru_count(-days, 'день', 'дня', 'дней')} назад"
    if days == 0:
        return "сегодня последний день"
    return f"осталось {ru_count(days, 'день', 'дня', 'дней')}"


@register.filter
def dialled(text):
    """Telephone numbers as typed, each with the link that dials it; see ``phones.parse``."""
    return phones.parse(text)


@register.filter
def held(text):
    """With the spaces that must not break a line: «28 октября», «№ 2», before a dash."""
    return typography.for_print(text)


@register.filter
def clipped(text, most):
    return clipping.clipped(str(text), most)


@register.filter
def is_near(due_date, today):
    """Whether the last days before the due date have come, or it is over."""
    return (due_date - today).days <= LAST_DAYS


@register.simple_tag
def new_key():
    """For a form that adds something: sent twice, it adds once."""
    return uuid.uuid4()
