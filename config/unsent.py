"""What was typed and not saved, because the session or the key of a page had ended, is given back.

A foreign site can have a person's browser send us anything, so what came from elsewhere is not
repeated in our answer, and nothing but texts is ever offered to be sent again.
"""

from collections.abc import Iterable

from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django_countries import countries

from config.requests import Sender, sender_of
from reports.columns import WRITTEN_KEYS
from reports.models import Category, Cell, Event, Format

# Fields that a person writes texts into, as their labels stand on the pages.
TYPED = {key: capfirst(getattr(Event, key).field.verbose_name) for key in WRITTEN_KEYS} | {
    "agreements": "О чем договорились",
    "remark": "Замечание ко всему отчету",
    "text": "Ответ на замечание",
    "reason": "Причина",
    "own_name": "Наименование: свой вариант",
    "own_place": "Место: свой вариант",
    "own_period": "Сроки: свой вариант",
    "approval": "Гриф утверждения",
    "appendix": "Отметка о приложении",
    "signatory_post": "Должность того, кто подписывает",
    "signatory_name": "Инициалы и фамилия того, кто подписывает",
    "executor": "Отметка об исполнителе",
    "body_name": "Название органа",
    "announcement": "Объявление",
    "full_name": "Фамилия, имя, отчество",
    "post": "Должность",
    "phone": "Телефон",
}
# Rows of a page: a name begins with one of these, its end is of the row.
TYPED_IN_ROWS = {"remark_": "Замечание", "contact-": "Контакт"}
# What goes with them on the pages below; choices by the words that stand there.
BESIDE: dict[str, tuple[str, Iterable[tuple[str, str]]]] = {
    "format": ("Формат", Format.choices),
    "category": ("Вид мероприятия", Category.choices),
    "countries": ("Страны", countries),
    "participants_own": ("Участников от муниципального образования", ()),
    "participants_total": ("Участников всего", ()),
    "version": ("Номер версии, с которой начато", ()),
}
# Pages of texts: of an event, an answer, a remark. Nothing else is ever sent again from here, above
# all no action.
SENT_AGAIN = {
    "event_create",
    "event_update",
    "event_correct",
    "remark_answer",
    "correction_ask",
    "remarks_create",
}


def give_back(request, template):
    """The page that says why nothing was saved, with what was typed: to be sent again with a new
    key, or to be copied where it is not certain that a page of ours sent it."""
    sender = sender_of(request)
    if sender == Sender.FOREIGN:
        return render(request, "403_foreign.html", status=403)
    page = _name_of(request.path_info)
    is_whole = request.POST.get("_end") == "1"  # one cut on its way must not become whole
    can_send = sender == Sender.OWN and page in SENT_AGAIN and is_whole
    context = {
        "fields": [] if page.startswith("admin:") else _fields(request.POST, all_known=can_send),
        "can_send": can_send,
        "page": _page_before(request),
    }
    return render(request, template, context, status=403)


def _name_of(path):
    try:
        return resolve(path).view_name or ""
    except Resolver404:
        return ""


def _fields(posted, *, all_known):
    """``(name, value, label, value in words)`` of what was filled in: texts, or everything that is
    known of the pages of texts."""
    return [
        (name, value, label, words)
        for name, values in posted.lists()
        if all_known or _is_text(name)
        for value in values
        for label, words in [_said(name, value)]
        if label and value.strip()
    ]


def _is_text(name):
    return name in TYPED or (name.startswith(tuple(TYPED_IN_ROWS)) and not name.endswith("_FORMS"))


def _said(name, value):
    if _is_text(name):
        row = next((label for start, label in TYPED_IN_ROWS.items() if name.startswith(start)), "")
        return TYPED.get(name, row), value
    if name.startswith("cell_"):
        return "К графе", dict(Cell.choices).get(value, value)
    label, choices = BESIDE.get(name, ("", ()))
    return label, dict(choices).get(value, value)


def _page_before(request):
    """The page on which the button stood; the address of the button itself may only take POST."""
    page = request.headers.get("referer", "")
    own = url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure())
    return page if own else "/"
