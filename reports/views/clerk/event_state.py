"""The event as its page holds it, from the form and from saving by itself alike."""

from typing import Any

from django.urls import reverse

from reports.models import EVENT_FIELDS, Event


def page_values(event: Event) -> dict[str, Any]:
    """The event as its page holds it: every field a text, or a list of texts."""
    return {
        "event": event.pk,
        "version": event.version,
        "stored": {name: value_on_page(getattr(event, name)) for name in EVENT_FIELDS},
        "doubts": {"participants_total": event.count_doubt},
        **({} if event.pk is None else _addresses(event)),
    }


def _addresses(event: Event) -> dict[str, str]:
    return {
        "url": reverse("event_update", args=[event.pk]),
        "autosave_url": reverse("event_autosave", args=[event.pk]),
        "presence_url": reverse("event_presence", args=[event.pk]),
        "dismiss_url": reverse("event_dismiss", args=[event.pk]),
    }


def value_on_page(value: Any) -> str | list[str]:
    if hasattr(value, "__iter__") and not isinstance(value, str):
        return [country.code for country in value]
    return "" if value is None else str(value)
