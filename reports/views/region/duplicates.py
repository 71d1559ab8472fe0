"""Events that were told twice: offers, groups, one wording."""

import hashlib
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from municipalities.models import Role
from reports.document import duplicates, duplicates_suggested
from reports.forms.region.duplicates import WordingForm
from reports.language.plural import ru_count
from reports.language.text_diff import Part, differences
from reports.models import Cell, Event, Quarter
from reports.procedure.guards import Refused
from reports.views.access import STAFF, Context, SignedInRequest, posted, staff_event, staff_quarter
from reports.views.paging import page_of
from reports.views.refusals import refusal_said

SHOWN = (Cell.NAME, Cell.PLACE, Cell.PERIOD)
MOST_OFFERS, MOST_GROUPS = 30, 40  # on one page: each is several rows, and a form
AFTER_GROUP = "after_group"


@require_GET
def duplicates_board(request: SignedInRequest, slug: str) -> HttpResponse:
    quarter = staff_quarter(request, slug, *STAFF)
    told = Event.objects.for_user(request.user).told().filter(report__quarter=quarter)
    suggested = duplicates_suggested.suggestions(quarter)
    offers = page_of(request, suggested, lambda offer: offer.order, most=MOST_OFFERS)
    roots = page_of(
        request,
        duplicates.group_roots(quarter),
        lambda root: (root,),
        name=AFTER_GROUP,
        most=MOST_GROUPS,
    )
    return render(
        request,
        "region/duplicates_board.html",
        {
            "quarter": quarter,
            "offers": [
                (*both, _cells_of(*both)) for both in duplicates_suggested.side_by_side(offers.rows)
            ],
            "offers_page": offers,
            "is_cut": len(suggested) == duplicates_suggested.MOST_SUGGESTIONS,
            "groups": [(each, _here(each, quarter)) for each in duplicates.groups(roots.rows)],
            "groups_page": roots,
            "query": request.GET.urlencode(),
            "told_count": told.count(),
            "distinct_count": told.distinct_count(),
            "can_act": request.user.role == Role.REGION,
        },
    )


def _cells_of(first: Event, second: Event) -> list[tuple[str, list[Part], list[Part]]]:
    """``(label, parts of the first, parts of the second)`` of what a person compares."""
    return [
        (cell.label, *differences(getattr(first, cell), getattr(second, cell))) for cell in SHOWN
    ]


def _here(group: Sequence[Event], quarter: Quarter) -> Event:
    """By which the group is opened: its root may be of another quarter, and so the way back."""
    return next(event for event in group if event.report.quarter_id == quarter.pk)


@require_POST
def event_decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Whether the event is the same as another, whose key comes along."""
    event = staff_event(request, pk, is_live=True)
    back = _back(request, event)
    other = request.POST.get("other", "")
    if request.POST.get("verdict") in ("same", "other") and other.isdecimal() and len(other) < 19:
        second = staff_event(request, int(other), is_live=True)
        is_same = request.POST["verdict"] == "same"
        with refusal_said(request):
            duplicates.decide(event, second, is_same=is_same, user=request.user)
            said = "одним мероприятием" if is_same else "разными мероприятиями"
            messages.success(request, f"Записано: вы признали их {said}.")
    return back


@require_POST
def event_separate(request: SignedInRequest, pk: int) -> HttpResponse:
    event = staff_event(request, pk, is_live=True)
    back = _back(request, event)
    with refusal_said(request):
        duplicates.separate(event, user=request.user)
        messages.success(request, "Убрано из группы: теперь это отдельное мероприятие.")
    return back


def _back(request: SignedInRequest, event: Event) -> HttpResponse:
    """To the quarter whose page it was, and to the part of it; an event of an earlier quarter may
    have been on it."""
    quarter = Quarter.objects.by_slug(request.POST.get("quarter", "")).first()
    page = reverse("duplicates", args=[(quarter or event.report.quarter).slug])
    return redirect(f"{page}?{request.GET.urlencode()}" if request.GET else page)


@require_http_methods(["GET", "POST"])
def event_wording(request: SignedInRequest, pk: int) -> HttpResponse:
    """One wording for the group: chosen, shown beforehand, written by the last button."""
    event = staff_event(request, pk, is_live=True)
    group = duplicates.group_of(event)
    form = WordingForm(posted(request), group=group)
    context = {"event": event, "group": group, "form": form}
    if form.is_valid():
        rewordings = duplicates.preview(group, form.wording)
        if "confirm" in request.POST:
            try:
                count = _write(request, rewordings, form)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                words = ru_count(count, "мероприятие", "мероприятия", "мероприятий")
                messages.success(request, f"Приведено к одному виду: {words}.")
                return redirect("duplicates", slug=event.report.quarter.slug)
        form.remember(_digest(rewordings))
        context |= _preview(rewordings)
    return render(request, "region/event_wording.html", context)


def _preview(rewordings: list[duplicates.Rewording]) -> Context:
    return {
        "rewordings": [(each, _changed_words(each)) for each in rewordings],
        "changes_anything": any(each.changes for each in rewordings),
    }


def _changed_words(rewording: duplicates.Rewording) -> list[tuple[str, list[Part], list[Part]]]:
    return [(cell.label, *differences(old, new)) for cell, old, new in rewording.changes]


def _digest(rewordings: list[duplicates.Rewording]) -> str:
    """What a preview says, in short."""
    said = [(each.event.pk, each.changes, each.obstacle) for each in rewordings]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _write(
    request: SignedInRequest, rewordings: list[duplicates.Rewording], form: WordingForm
) -> int:
    if form.cleaned_data["shown"] != _digest(rewordings):
        raise Refused(
            "Выбор или сами мероприятия изменились после показа. Посмотрите, что изменится теперь, "
            "и повторите.",
            code="rewordings_changed",
        )
    if not any(each.changes for each in rewordings):
        raise Refused(
            "Изменений нет: тексты уже такие или сейчас не у региона.", code="nothing_to_reword"
        )
    events = [each.event for each in rewordings]
    seen = {
        each.event.pk: int(version)
        for each in rewordings
        if not each.obstacle
        and (version := request.POST.get(f"version_{each.event.pk}", "")).isdecimal()
        and len(version) < 10
    }
    return duplicates.bring_to_one_wording(events, form.wording, seen=seen, user=request.user)
