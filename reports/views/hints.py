"""Help for somebody who writes: remarks on the text, guesses, phrases of earlier texts. Nothing is
stored and nothing is changed."""

import json
from dataclasses import asdict, fields
from itertools import chain

from django.core.cache import cache
from django.http import JsonResponse
from django.views.decorators.http import require_GET, require_POST

from reports.language.guesses import guess
from reports.language.phrases import Phrases, phrases_of, suggest
from reports.language.proofreading import proofread_event
from reports.models import Event, Format
from reports.views.municipality import own_report

PHRASES_LIVE = 300  # seconds
KINDS_OF_PHRASES = {
    "place": ("places", "organisations"),
    "participants": ("people", "organisations"),
    "content": ("organisations", "people"),
}
TEXTS = ("name", "place", "content", "participants")


@require_POST
def event_hints(request, pk):
    """What can be said of the texts of an event as they stand on the page, saved or not.

    A POST because of their length. Places are in UTF-16 units, as scripts of a page count.
    """
    own_report(request, pk)
    if request.content_type != "application/json":
        return JsonResponse({"state": "malformed"}, status=400)
    try:
        body = json.loads(request.body)
        texts = {name: body["texts"][name] for name in TEXTS if name in body["texts"]}
        is_online = body["format"] == Format.ONLINE
    except (ValueError, TypeError, KeyError, RecursionError):
        return JsonResponse({"state": "malformed"}, status=400)
    if not all(isinstance(text, str) for text in texts.values()):
        return JsonResponse({"state": "malformed"}, status=400)
    findings = proofread_event(texts, is_online=is_online)
    return JsonResponse(
        {
            "findings": {
                name: [_finding(each, texts[name]) for each in found]
                for name, found in findings.items()
            },
            "guess": asdict(guess(texts)),
        }
    )


@require_GET
def event_phrases(request, pk):
    """What may go on from the end of what is typed in a field."""
    report = own_report(request, pk)
    kinds = KINDS_OF_PHRASES.get(request.GET.get("field", ""), ())
    typed = request.GET.get("typed", "")[-200:]
    known = _known_phrases(request.user, report.municipality_id)
    phrases = [phrase for kind in kinds for phrase in getattr(known, kind)]
    return JsonResponse({"phrases": suggest(phrases, typed)})


def _known_phrases(user, municipality_id):
    """Of all the municipality's own events; put together once in a while, not at every letter."""

    def gather():
        events = Event.objects.for_user(user).live()
        found = [
            phrases_of(*texts) for texts in events.values_list("place", "participants", "content")
        ]
        return Phrases(
            *(
                tuple(chain.from_iterable(getattr(each, f.name) for each in found))
                for f in fields(Phrases)
            )
        )

    return cache.get_or_set(f"phrases:{municipality_id}", gather, PHRASES_LIVE)


def _finding(finding, text):
    return {
        "rule": finding.rule,
        "start": _units(text[: finding.start]),
        "end": _units(text[: finding.end]),
        "words": text[finding.start : finding.end],
        "message": finding.message,
        "replacement": finding.replacement,
    }


def _units(text):
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
