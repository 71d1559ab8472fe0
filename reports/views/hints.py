"""Help for somebody who writes: remarks on the text. Nothing is stored and nothing is changed."""

import json

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from reports.language.proofreading import proofread_event
from reports.models import Format
from reports.views.municipality import own_report

TEXTS = ("name", "place", "content", "participants")


@require_POST
def event_hints(request, pk):
    """What can be said of the texts of an event as they stand on the page, saved or not.

    A POST because of their length. Places are in UTF-16 units, as scripts of a page count.
    """
    own_report(request, pk)
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
        }
    )


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
