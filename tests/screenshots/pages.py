"""Which pages are drawn, and the states in which they are."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from municipalities.models import Acting, Region, Role, User
from reports.document import issuing
from reports.language.quarters import Quarter as Calendar
from reports.models import Consolidation, ExtensionRequest, Quarter, Report, Status
from tests import factories


@dataclass(frozen=True)
class Page:
    name: str  # of the file
    address: str
    session: str | None  # of the person who looks
    act: Callable | None = None  # what is done on it before it is drawn


def of_readme() -> list[Page]:
    """Six pictures that show a stranger what it is, of the demonstration as it is."""
    call_command("demo", stdout=StringIO())
    quarter = Quarter.objects.order_by("-year", "-number").first()
    scene = {r.municipality.slug: r for r in quarter.reports.select_related("municipality")}
    region = _session(User.objects.filter(role=Role.REGION).first())
    returned, draft = scene["khislavichsky"], scene["vyazemsky"]
    event = draft.events.live().in_order().last()
    checked = scene["rudnyansky"]
    issued = Consolidation.objects.standing().order_by("-issued_at").first()
    return [
        Page("board", f"/quarters/{quarter.slug}/", region),
        Page("report", f"/reports/{returned.pk}/", _clerk_of(returned)),
        Page("event", f"/events/{event.pk}/update/", _clerk_of(draft)),
        Page("check", f"/reports/{checked.pk}/check/", _clerk_of(checked)),
        Page("review", f"/reports/{scene['roslavlsky'].pk}/review/", region),
        Page("consolidated", f"/quarters/{issued.span.slug}/consolidated/", region),
    ]


def pages() -> list[Page]:
    call_command("demo", stdout=StringIO())
    quarter = Quarter.objects.order_by("-year", "-number").first()
    scene = {r.municipality.slug: r for r in quarter.reports.select_related("municipality")}
    return [
        *_everybody(),
        *_clerk(quarter, scene),
        *_region(quarter, scene),
        *_administrator(quarter),
    ]


def _everybody():
    yield Page("вход", "/sign-in/", None)
    yield Page("вход, неверный пароль", "/sign-in/", None, _wrong_password)
    yield Page("вход заперт", "/sign-in/", None, _lock_out)
    yield Page("забытый пароль", "/password/reset/", None)
    yield Page("забытый пароль, отправлен", "/password/reset/sent/", None)
    yield Page("части", "/style/", None)
    for number in (400, 413, 500, 503):
        yield Page(f"отказ {number}", f"/refusals/{number}/", None)


def _clerk(quarter, scene):
    free = iter(r for r in scene.values() if r.status == Status.DRAFT and not r.events.exists())
    late = Report.objects.filter(quarter__due_date__lt=timezone.localdate(), status=Status.DRAFT)
    states = {
        "пустой": next(free),
        "одно мероприятие": _with_events(next(free), 1),
        "шестьдесят": _with_events(next(free), 60),
        "длинные слова": _with_long_words(next(free)),
        "подсказки": _with_slips(next(free)),
        "черновик": scene["rudnyansky"],
        "возвращен": scene["khislavichsky"],
        "сдан": scene["gagarinsky"],
        "на проверке": scene["pochinkovsky"],
        "принят нулевой": scene["glinkovsky"],
        "закрыт": scene["yershichsky"],
        "опоздал": late.first(),
        "срок прошел": _overdue(scene["rudnyansky"].municipality),
    }
    for name, report in states.items():
        session, address = _clerk_of(report), f"/reports/{report.pk}/"
        yield Page(f"отчет, {name}", address, session)
        if report.status in (Status.DRAFT, Status.RETURNED):
            yield Page(f"перед сдачей, {name}", f"{address}check/", session)
        else:
            yield Page(f"расписка, {name}", f"{address}receipt/", session)
        event = report.events.first()
        if event and report.status in (Status.DRAFT, Status.RETURNED):
            yield Page(f"мероприятие, {name}", f"/events/{event.pk}/update/", session)
    listed = _with_events(states["черновик"], 2)
    yield Page("меню строки", f"/reports/{listed.pk}/", _clerk_of(listed), _open_menu)
    newcomer = factories.make_user(
        municipality=states["пустой"].municipality, full_name="Никитина Ольга Петровна"
    )
    yield Page("впервые", f"/reports/{states['пустой'].pk}/", _session(newcomer))
    both = factories.make_user(municipality=states["черновик"].municipality)
    since = timezone.localdate()
    Acting.objects.create(person=both, municipality=states["сдан"].municipality, since=since)
    yield Page("несколько отчетов", "/", _session(both))
    draft = scene["rudnyansky"]
    session, address = _clerk_of(draft), f"/reports/{draft.pk}/"
    yield Page("мероприятие, новое", f"{address}events/create/", session)
    yield Page("мероприятие, ошибки", f"{address}events/create/", session, _errors)
    yield Page("вставка", f"{address}paste/", session)
    yield Page("вставка, прочитано", f"{address}paste/", session, _paste)
    yield Page("из прошлых", f"{address}events/earlier/", session)
    yield Page(
        "мероприятий не было",
        f"/reports/{states['пустой'].pk}/no-events/",
        _clerk_of(states["пустой"]),
    )
    yield Page(
        "отзыв", f"/reports/{scene['gagarinsky'].pk}/withdraw/", _clerk_of(scene["gagarinsky"])
    )
    yield Page(
        "что происходило",
        f"/reports/{scene['khislavichsky'].pk}/story/",
        _clerk_of(scene["khislavichsky"]),
    )
    yield Page("просьба о сроке", f"{address}ask-extension/", session)
    yield Page("прошлые отчеты", "/reports/", session)
    yield Page("свой отчет на бумаге", f"{address}print/", session)
    yield Page("мои данные", "/account/", session)
    yield Page("как заполнить", "/how-to/", session)
    yield Page("пароль", "/password/", session)
    yield Page("нет такой страницы", "/reports/0/", session)
    yield Page("открывается кнопкой", f"{address}submit/perform/", session)
    yield Page("не для вас", f"/quarters/{quarter.slug}/", session)
    yield Page("вышли в другой вкладке", f"{address}ask-extension/", session, _lose_key)


def _region(quarter, scene):
    reviewer = User.objects.filter(role=Role.REGION).first()
    session, slug = _session(reviewer), quarter.slug
    old = Quarter.objects.get(year=2020, number=4)
    issued = issuing.issue(old.span, user=reviewer, seen=issuing.current(old.span).fingerprint)
    yield Page("сводка", f"/quarters/{slug}/", session)
    yield Page("сводка, архив", f"/quarters/{old.slug}/", session)
    yield Page("кому позвонить", f"/quarters/{slug}/calls/", session)
    yield Page("очередь", "/review/", session)
    for name in ("gagarinsky", "pochinkovsky", "khislavichsky", "ugransky"):
        yield Page(f"проверка, {name}", f"/reports/{scene[name].pk}/review/", session)
    yield Page("свод", f"/quarters/{slug}/consolidated/", session)
    yield Page("свод, архив", f"/quarters/{old.slug}/consolidated/", session)
    yield Page("свод за год", f"/quarters/{old.year}/consolidated/", session)
    yield Page("порядок строк", f"/quarters/{old.slug}/consolidated/rows/", session)
    yield Page("похожие", f"/quarters/{old.slug}/sameness/", session)
    yield Page("выпуск", f"/issues/{issued.pk}/", session)
    seen = issuing.current(quarter.span).fingerprint
    yield Page("перед выпуском", f"/quarters/{slug}/consolidated/issue/?seen={seen}", session)
    yield Page("отмена выпуска", f"/issues/{issued.pk}/cancel/", session)
    yield Page("продление", f"/reports/{scene['rudnyansky'].pk}/extension/", session)
    asked = ExtensionRequest.objects.waiting().first()
    yield Page("отказ в продлении", f"/extensions/{asked.pk}/refuse/", session)
    yield Page("закрыть отчет", f"/reports/{scene['rudnyansky'].pk}/close/", session)
    event = scene["gagarinsky"].events.first()
    yield Page("правка региона", f"/events/{event.pk}/correct/", session)
    yield Page("как работает регион", "/how-to/", session)


def _administrator(quarter):
    administrator = User.objects.filter(role=Role.ADMIN).first()
    session = _session(administrator)
    yield Page("кварталы", "/quarters/", session)
    yield Page("срок", f"/quarters/{quarter.slug}/due-date/", session)
    yield Page("закрытие", f"/quarters/{quarter.slug}/close/", session)
    yield Page("орган", "/region/", session)
    yield Page("места", "/places/", session)
    yield Page("места, нельзя", "/places/", session, _known_place)
    yield Page("как работает администратор", "/how-to/", session)
    clerk = User.objects.filter(role=Role.MUNICIPALITY).first()
    municipality = clerk.municipality.pk
    yield Page("образования", "/municipalities/", session)
    yield Page("образование", f"/municipalities/{municipality}/", session)
    yield Page("образование, новое", "/municipalities/create/", session)
    yield Page("наименование, новое", f"/municipalities/{municipality}/rename/", session)
    yield Page("записи", "/accounts/", session)
    yield Page("записи, никого", "/accounts/?q=йцукен", session)
    yield Page("запись", f"/accounts/{clerk.pk}/", session)
    yield Page("запись, новая", "/accounts/create/", session)
    yield Page("запись, пароль", f"/accounts/{clerk.pk}/password/", session)
    yield Page("документ", "/document/", session)
    yield Page("оформление", "/document/options/", session)
    yield Page("блокировки", "/sign-in/locks/", session)
    yield Page("справочники", "/admin/", session)
    yield Page("справочники, список", "/admin/reports/report/", session)
    yield Page("справочники, строка", f"/admin/municipalities/user/{clerk.pk}/change/", session)
    for name, model in (("запись", "user"), ("образование", "municipality")):
        yield Page(f"справочники, новое, {name}", f"/admin/municipalities/{model}/add/", session)
    yield Page("справочники, новый квартал", "/admin/reports/quarter/add/", session)
    yield Page("справочники, история", "/admin/reports/reportlog/", session)
    yield Page("справочники, из Excel", "/admin/municipalities/user/import/", session)
    Region.objects.update(
        announcement="14 января с 18:00 до 20:00 «Свод» не работает: обновляется сервер.",
        announced_until=timezone.localdate() + dt.timedelta(days=3),
    )
    yield Page("объявление", "/quarters/", session)


# States


def _with_events(report, number):
    day = Calendar(report.quarter.year, report.quarter.number).start
    for each in range(number):
        start = day + dt.timedelta(days=each)
        factories.make_event(
            report,
            name=f"Международная научно-практическая конференция № {each + 1}",
            period=f"{start:%d.%m.%Y}",
            period_start=start,
            period_end=start,
        )
    return report


def _with_long_words(report):
    word = "Достопримечательность" * 12
    factories.make_event(report, name=word, place=word, content=f"{word} " * 40, participants=word)
    return report


def _with_slips(report):
    """What proofreading finds, and what looks like personal data."""
    day = Calendar(report.quarter.year, report.quarter.number).start
    factories.make_event(
        report,
        name='Открытый урок для школьников России и Сербии "Две страны - общая память"',
        place="школа №2, г.Вязьма",
        content='Росийские школьники показали фильмы "Память" и "Дорога", 10обучающихся, №5, №6',
        participants="Глава района И.И. Иванов, тел. 8 910 123-45-67",
        period=f"{day:%d.%m.%Y}",
        period_start=day,
        period_end=day,
    )
    return report


def _overdue(municipality):
    """The quarter is open, its day has passed."""
    due = timezone.localdate() - dt.timedelta(days=2)
    quarter = factories.make_quarter(Calendar(2023, 4), due_date=due)
    return _with_events(factories.make_report(municipality, quarter=quarter), 1)


def _errors(tab):
    """The form as a whole and two of its fields."""
    tab.locator("#statistics > summary").click()
    tab.locator("[name=participants_own]").fill("весь класс")
    tab.locator("[name=participants_total]").fill("-5")
    tab.get_by_role("button", name="Готово", exact=True).click()
    tab.locator("#errors").wait_for()


def _open_menu(tab):
    tab.locator(".rows details").nth(1).evaluate("menu => { menu.open = true; }")


def _paste(tab):
    """Two events, one of another quarter, and a line that is none."""
    said = "Обсудили обмен группами"
    tab.get_by_label("Таблица", exact=True).fill(
        f"1\tСлет друзей\tг. Вязьма\t5 ноября\t{said}\tИ.И. Иванов, глава\n"
        f"2\tФорум «Дружба»\tг. Минск\t5 марта 2020 года\t{said}\tП.П. Петров, директор\n"
    )
    tab.get_by_role("button", name="Прочитать").click()
    tab.get_by_role("heading", name="Вот что прочитано").wait_for()


def _lose_key(tab):
    tab.locator("form [name=csrfmiddlewaretoken]").last.evaluate("key => { key.value = 'x'; }")
    tab.locator("main button[type=submit]").last.click()
    tab.wait_for_load_state()


def _known_place(tab):
    tab.get_by_label("Название").fill("сельцо 5")
    tab.get_by_role("button", name="Добавить").click()
    tab.wait_for_load_state()


def _wrong_password(tab, name="Неизвестный"):
    tab.locator("input[name=username]").fill(name)
    tab.locator("input[name=password]").fill("неверный")
    tab.get_by_role("button", name="Войти").click()


def _lock_out(tab):
    while tab.get_by_role("button", name="Войти").count():
        _wrong_password(tab, "Забывчивый")
        tab.wait_for_load_state()


# People


def _clerk_of(report):
    return _session(User.objects.filter(acting__municipality=report.municipality).first())


def _session(person):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value
