"""Help for somebody who writes: findings in the text, suggestions, completions from earlier texts. Nothing is
changed; of findings it is stored which ones a person has hidden."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import asdict, fields
from functools import partial
from itertools import chain
from typing import Any, cast

from django.core.cache import cache
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from municipalities.added_places import added_places
from municipalities.models import User
from reports.columns import FREE_TEXT_KEYS, WRITTEN_KEYS
from reports.document.build import event_row
from reports.events import dismissals
from reports.language import event_period, typography
from reports.language.completions import Phrases, phrases_of, suggest
from reports.language.plural import ru_number
from reports.language.proofreading import Finding
from reports.language.suggestions import guess
from reports.models import Event, Format, Report
from reports.models.fields import LONGEST_TEXT
from reports.procedure.findings import key_of, told
from reports.views.access import SignedInRequest, clerk_event, clerk_report
from reports.views.clerk.json_requests import Body, MalformedError, json_answer, reading

PHRASES_LIVE = 300  # seconds
KINDS_OF_PHRASES = {
    "place": ("places", "organisations"),
    "participants": ("people", "organisations"),
    "content": ("organisations", "people"),
}
MOST = 200  # hints to one text; a page shows the first few and says how many there are
MOST_PRINTED = 4_000  # characters of one cell


@require_POST
def event_findings(request: SignedInRequest, pk: int) -> HttpResponse:
    """What can be said of the texts of an event as they stand on the page, saved or not.

    A POST because of their length. Places are in UTF-16 units, as scripts of a page count.
    """
    return json_answer(request, partial(clerk_report, request, pk), _findings)


def _findings(report: Report, body: Body) -> Body:
    with reading():
        texts = {
            name: _text(body["texts"][name]) for name in FREE_TEXT_KEYS if name in body["texts"]
        }
        period, format = _text(body.get("period", "")), _text(body["format"])
    read = {name: text for name, text in texts.items() if len(text) <= LONGEST_TEXT}
    too_long = {name: [_too_long(texts[name])] for name in texts.keys() - read.keys()}
    added = added_places()
    findings = told(read, is_online=format == Format.ONLINE, added=added) | too_long
    event = Event(report=report, format=format, period=_period(period, report), **_cleaned(read))
    return {
        "state": "read",
        "findings": {name: _shown(found, texts[name]) for name, found in findings.items()},
        "untold": {name: max(0, len(found) - MOST) for name, found in findings.items()},
        "suggestions": asdict(guess(read, added)),
        "printed": _printed(event),
    }


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise MalformedError
    return value


@require_POST
def event_dismiss(request: SignedInRequest, pk: int) -> HttpResponse:
    """``{"cell", "key", "is_dismissed"}``: hide a remark on the event, or show it again."""

    def dismiss(event: Event, body: Body) -> Body:
        with reading():
            cell, key, is_dismissed = _text(body["cell"]), _text(body["key"]), body["is_dismissed"]
        if not isinstance(is_dismissed, bool):
            raise MalformedError
        dismissals.dismiss(event, cell=cell, key=key, is_dismissed=is_dismissed, user=request.user)
        return {"state": "kept"}

    return json_answer(request, partial(clerk_event, request, pk), dismiss)


@require_GET
def event_completions(request: SignedInRequest, pk: int) -> HttpResponse:
    """What may go on from the end of what is typed in a field."""
    report = clerk_report(request, pk)
    kinds = KINDS_OF_PHRASES.get(request.GET.get("field", ""), ())
    typed = request.GET.get("typed", "")[-200:]
    known = _known_phrases(request.user, report.municipality_id)
    phrases = [phrase for kind in kinds for phrase in getattr(known, kind)]
    return JsonResponse({"completions": suggest(phrases, typed)})


def _known_phrases(user: User, municipality_id: int) -> Phrases:
    """Of all the municipality's own events; put together once in a while, not at every letter."""

    def gather() -> Phrases:
        events = Event.objects.for_user(user).live().filter(report__municipality=municipality_id)
        found = [
            phrases_of(*texts) for texts in events.values_list("place", "participants", "content")
        ]
        return Phrases(
            *(
                tuple(chain.from_iterable(getattr(each, f.name) for each in found))
                for f in fields(Phrases)
            )
        )

    known = cache.get_or_set(f"phrases:{municipality_id}", gather, PHRASES_LIVE)
    return cast(Phrases, known)


def _printed(event: Event) -> dict[str, str]:
    """The cells of the row by the column, the longest ones cut: they are looked at beside the form."""
    row = event_row(event, 0)
    texts = {key: getattr(row, key) for key in WRITTEN_KEYS}
    return {
        key: text if len(text) <= MOST_PRINTED else f"{text[:MOST_PRINTED]}…"
        for key, text in texts.items()
    }


def _cleaned(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: typography.clean(text) for name, text in texts.items()}


def _period(text: str, report: Report) -> str:
    """As it is printed where it can be understood, as it was typed elsewhere."""
    text = typography.clean(text[:LONGEST_TEXT])
    try:
        return event_period.parse(text, report.quarter).text if text else ""
    except event_period.PeriodError:
        return text


def _too_long(text: str) -> Finding:
    message = (
        f"Текст длиннее {ru_number(LONGEST_TEXT)} знаков: он не сохраняется и не проверяется. "
        "Сократите его."
    )
    return Finding("too_long", LONGEST_TEXT, len(text), message)


def _shown(findings: list[Finding], text: str) -> list[dict[str, Any]]:
    """Places in UTF-16 units, in which letters outside the first plane count twice."""
    wide = [at for at, letter in enumerate(text) if letter > "\uffff"]
    return [
        asdict(finding)
        | {
            "start": finding.start + bisect_left(wide, finding.start),
            "end": finding.end + bisect_left(wide, finding.end),
            "words": _words(finding, text),
            "key": key_of(finding, text),
        }
        for finding in findings[:MOST]
    ]


def _words(finding: Finding, text: str) -> str:
    """What stands there; only its beginning where nothing is offered in its place."""
    is_offer = finding.replacement is not None
    return text[finding.start : finding.end if is_offer else min(finding.end, finding.start + 60)]
