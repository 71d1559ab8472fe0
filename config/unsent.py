"""What was typed and not saved, because the session or the key of a page had ended, is given back.

A foreign site can have a person's browser send us anything, so what came from elsewhere is not
repeated in our answer, and nothing but texts is ever offered to be sent again.
"""

import re
from collections.abc import Iterable

from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django_countries import countries

from config.requests import Sender, sender_of
from reports.columns import WRITTEN_KEYS
from reports.models import Category, Cell, Event, Format

# Fields that a person writes texts into, as their labels stand on most pages.
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
    "no_events_text": "Что печатать вместо таблицы, когда мероприятий не было",
    "body_name": "Название органа",
    "announcement": "Объявление",
    "full_name": "Фамилия, имя, отчество",
    "post": "Должность",
    "phone": "Телефон",
    "short_name": "Обиходное название",
    "kind": "Вид",
    "admin_center": "Административный центр",
}
_OF_A_NAME = {"full_name": "Официальное наименование"}
# Where a page calls it otherwise.
ON_PAGE = {
    "report_paste": {"text": "Таблица"},
    "event_correct": dict(Cell.choices),
    "correction_ask": {"reason": "Почему"},
    "report_ask_extension": {"reason": "Почему нужно больше времени"},
    "report_extension": {"reason": "Почему срок продлен"},
    "report_enter": {
        "number": "Номер письма",
        "sender": "Кто позвонил или от кого электронное письмо",
    },
    "received_enter_all": {
        "number": "Номер письма",
        "sender": "Кто позвонил или от кого электронное письмо",
    },
    "report_files": {"title": "Что это", "link": "Или ссылка"},
    "extension_refuse": {"reason": "Почему срок не продлен"},
    "report_close": {"reason": "Почему отчет закрывается без сдачи"},
    "event_leave_out": {"reason": "Почему мероприятия не будет в сводном отчете"},
    "consolidation_cancel": {"reason": "Почему выпуск отменяется"},
    "quarter_reopen": {"reason": "Причина повторного открытия"},
    "added_place_list": {"name": "Название"},
    "municipality_create": _OF_A_NAME,
    "municipality_rename": _OF_A_NAME,
    "name_update": _OF_A_NAME,
}
# Of the rows of a page; the number is of the row.
TYPED_IN_ROWS = (
    (re.compile(r"remark_again_\d+"), "Что не исправлено"),
    (re.compile(r"remark_\d+"), "Замечание к строке"),
    (re.compile(r"contact-\d+-name"), "Имя, отчество, фамилия"),
    (re.compile(r"contact-\d+-post"), "Должность"),
    (re.compile(r"contact-\d+-phone"), "Телефон"),
    (re.compile(r"contact-\d+-room"), "Кабинет"),
    (re.compile(r"contact-\d+-hours"), "Когда звонить"),
)
# What goes with them on the pages below; choices by the words that stand there.
BESIDE: dict[str, tuple[str, Iterable[tuple[str, str]]]] = {
    "format": ("Формат", Format.choices),
    "category": ("Вид мероприятия", Category.choices),
    "countries": ("Страны", countries),
    "participants_own": ("Участников от вашего муниципального образования", ()),
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
        "fields": []
        if page.startswith("admin:")
        else _fields(request.POST, page, all_known=can_send),
        "can_send": can_send,
        "page": _page_before(request),
    }
    return render(request, template, context, status=403)


def _name_of(path):
    try:
        return resolve(path).view_name or ""
    except Resolver404:
        return ""


def _fields(posted, page, *, all_known):
    """``(name, value, label, value in words)`` of what was filled in: texts, or everything that is
    known of the pages of texts."""
    return [
        (name, value, label, words)
        for name, values in posted.lists()
        if all_known or _label_of_text(name, page)
        for value in values
        for label, words in [_said(name, value, page)]
        if label and value.strip()
    ]


def _label_of_text(name, page):
    """As the person has seen it; empty for what is no text."""
    label = ON_PAGE.get(page, {}).get(name) or TYPED.get(name, "")
    rows = (label for pattern, label in TYPED_IN_ROWS if pattern.fullmatch(name))
    return label or next(rows, "")


def _said(name, value, page):
    if label := _label_of_text(name, page):
        return label, value
    if name.startswith("cell_"):
        return "К графе", dict(Cell.choices).get(value, value)
    label, choices = BESIDE.get(name, ("", ()))
    return label, dict(choices).get(value, value)


def _page_before(request):
    """The page on which the button stood; the address of the button itself may only take POST."""
    page = request.headers.get("referer", "")
    own = url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure())
    return page if own else "/"
