"""Every address of the site over the demonstration: with a thing of every kind behind it, for everybody.

``all_readings()`` says who reads what. A part of an address that nobody knows here fails: a new page
is read as soon as it is there.
"""

from collections import Counter
from collections.abc import Iterator

from django.contrib import admin
from django.urls import NoReverseMatch, get_resolver, reverse

from municipalities.added_places import AddedPlace
from municipalities.models import Municipality, MunicipalityName, Role, User
from reports.document import issuing
from reports.language.quarters import Quarter as Calendar
from reports.language.quarters import Span
from reports.models import (
    Action,
    Consolidation,
    Correction,
    Event,
    ExtensionRequest,
    KeptFile,
    LeftOut,
    Quarter,
    ReceivedReport,
    Remark,
    Report,
)
from tests import factories
from tests.views.pages import Reading

SOME = 2
# What can be asked of a page beside what its address says.
ASKED = {
    "quarter_board": ["state=zero", "state=attention", "sort=-events"],
    "consolidated": ["include=submitted&whole=1", "country=BY&texts=1"],
    "consolidated_download": ["data=1&include=submitted", "country=BY"],
    "report_review": ["all"],
    "report_check": ["personal"],
    "account_list": ["q=йцукен", "q=а"],
    "event_choose": ["q=форум"],
    "period_answer": ["period=завтра", "period=5-6 ноября"],
    "event_completions": ["field=place&typed=г."],
    "document_options": ["since=2020-4"],
}
# Of parts of addresses beside the key.
PARTS = {
    "extension": ["docx", "xlsx"],
    "action": [Action.SUBMIT],
    "ordinal": [1, 3],
    "token": ["a-b"],
}
# What a key points at, by the beginning of the address → model, of which rows one of each look is
# read. A look is all that can make a page another one.
LOOKS = {
    "reports": (Report, lambda r: (r.status, r.no_events, r.quarter.is_open, r.is_late, _past(r))),
    "events": (Event, lambda e: (e.report.status, e.report.quarter.is_open, _decided(e))),
    "remarks": (Remark, lambda r: r.report.status),
    "corrections": (Correction, lambda c: c.is_undone),
    "extensions": (ExtensionRequest, lambda r: r.settled_at is None),
    "files": (KeptFile, lambda k: (k.report.status, k.kind)),
    "received": (ReceivedReport, lambda r: (r.is_waiting, r.municipality, bool(r.doubt))),
    "issues": (Consolidation, lambda c: issuing.current(c.span).status_of(c)),
    "municipalities": (Municipality, lambda m: m.names.count()),
    "names": (MunicipalityName, lambda n: n.valid_from),
    "accounts": (User, lambda u: u.role),
}


def _past(report: Report) -> tuple:
    actions = set(report.log.values_list("action", flat=True))
    return Action.RETURN in actions, Action.WITHDRAW in actions, bool(report.extended_until)


def _decided(event: Event) -> tuple:
    left_out = LeftOut.objects.filter(event=event).exists()
    return left_out, event.same_as_id is not None, event.corrections.exists()


def all_readings() -> list[Reading]:
    """The region and whoever something belongs to at every address, the administrator, who reads what
    the region reads, and nobody at some of each name."""
    region, administrator = (User.objects.filter(role=r)[0] for r in (Role.REGION, Role.ADMIN))
    found, read = [], Counter()
    for name, address, owner in _addresses():
        clerks = User.objects.filter(acting__municipality=owner) if owner else []
        readers = [region, *clerks[:1]]
        if read[name] < SOME:
            readers += [administrator, None]
        read[name] += 1
        found += [Reading(name, person, address, is_of_many=True) for person in readers]
    return found + [Reading("справочники", administrator, address) for address in _of_admin()]


def _addresses() -> Iterator[tuple[str, str, Municipality | None]]:
    """Name, address, and the municipality of what it points at."""
    things = _things()
    for name, route, parts in patterns():
        for key, owner in things[_kind(name, route)] if parts else [(None, None)]:
            for more in PARTS[parts[1]] if len(parts) > 1 else [None]:
                args = [part for part in (key, more) if part is not None]
                address = reverse(name, args=args)
                yield name, address, owner
                yield from ((name, f"{address}?{asked}", owner) for asked in ASKED.get(name, []))
    span = Quarter.objects.order_by("year", "number")[3].span
    seen = issuing.current(span).fingerprint
    yield "выпуск", f"{reverse('consolidated_issue', args=[span.slug])}?seen={seen}", None


def patterns() -> Iterator[tuple[str, str, list[str]]]:
    """Name, route and the names of its parts; the admin is walked by itself, the picture of the site
    is no page."""
    for pattern in get_resolver().url_patterns:
        for leaf in getattr(pattern, "url_patterns", [pattern]):
            if getattr(pattern, "namespace", None) != "admin" and leaf.name is not None:
                route = leaf.pattern._route
                yield leaf.name, route, [*leaf.pattern.converters]


def _kind(name: str, route: str) -> str:
    if name.startswith("consolidated"):
        return "spans"
    return "forms" if name.startswith("form_") else route.partition("/")[0]


def _things() -> dict[str, list[tuple[object, Municipality | None]]]:
    found = {kind: _one_of_each(model, look) for kind, (model, look) in LOOKS.items()}
    quarters = {_standing(quarter): quarter for quarter in Quarter.objects.order_by("pk")}
    administrator = User.objects.filter(role=Role.ADMIN)[0]
    year = Quarter.objects.order_by("pk").last().year
    spans = [*(q.span for q in quarters.values()), Span(2020, 1, 4), Span(2020, 1, 3)]
    return found | {
        "quarters": [(quarter.slug, None) for quarter in quarters.values()],
        "spans": [(span.slug, None) for span in [*spans, Span(year, 1, 4)]],
        "forms": [(factories.make_form(administrator, Calendar(2020, 4)).pk, None)],
        "password": [("MQ", None)],
        "places": [(AddedPlace.objects.create(name="Заполье", country="BY").pk, None)],
    }


def _standing(quarter: Quarter) -> tuple:
    issued = Consolidation.objects.of_span(quarter.span)
    states = frozenset(issuing.current(quarter.span).status_of(each) for each in issued)
    return quarter.is_open, states, quarter.reports.awaited().exists()


def _one_of_each(model, look) -> list[tuple[object, Municipality | None]]:
    rows = {}
    for row in model.objects.order_by("pk"):
        rows.setdefault(look(row), row)
    return [(row.pk, _owner(row)) for row in rows.values()]


def _owner(row) -> Municipality | None:
    report = row if isinstance(row, Report) else getattr(row, "report", None)
    return report.municipality if report else None


def _of_admin() -> Iterator[str]:
    """Every page of Django's admin that can be read, of the first row of each table."""
    yield reverse("admin:index")
    for app in ("municipalities", "reports"):
        yield reverse("admin:app_list", args=[app])
    for model in admin.site._registry:
        row = model.objects.order_by("pk").first()
        stem = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for page in ("changelist", "add", "import", "export"):
            yield from _known(f"{stem}_{page}", [])
        for page in ("change", "history", "delete") if row else ():
            yield from _known(f"{stem}_{page}", [row.pk])
    yield reverse("admin:auth_user_password_change", args=[User.objects.first().pk])


def _known(name: str, args: list) -> Iterator[str]:
    try:
        yield reverse(name, args=args)
    except NoReverseMatch:  # not every table is exchanged with Excel
        return
