"""Requests cut on their way, over a real socket to a real server.

Servers hand a cut body to the application as if it were whole.
"""

import json
import socket
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client
from django.urls import reverse

from reports.models import Event
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "Новый текст, и весь"


@pytest.fixture
def event():
    return factories.make_event(factories.make_report(), content="Старый текст")


@pytest.fixture
def send(live_server, event):
    """``send(path, body, kind, end)``: announce the whole ``body``, give ``end`` bytes of it."""
    clerk = factories.make_user(municipality=event.report.municipality)
    client = Client()
    client.force_login(clerk)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    token = _get_new_csrf_string()
    host = urlsplit(live_server.url)

    def post(path, body, kind, end):
        head = (
            f"POST {path} HTTP/1.0\r\nHost: {host.netloc}\r\nContent-Type: {kind}\r\n"
            f"Content-Length: {len(body)}\r\nX-CSRFToken: {token}\r\n"
            f"Cookie: sessionid={session}; csrftoken={token}\r\n\r\n"
        )
        with socket.create_connection((host.hostname, host.port), 10) as connection:
            connection.sendall(head.encode() + body[:end])
            connection.shutdown(socket.SHUT_WR)
            answer = b""
            while piece := connection.recv(65536):
                answer += piece
        return int(answer.split(b" ", 2)[1])

    post.clerk = clerk
    return post


def test_autosave_cut_at_every_byte_saves_nothing_or_all(send, event):
    fields = {"content": {"value": TEXT, "bases": ["Старый текст"]}}
    body = json.dumps({"person": send.clerk.pk, "fields": fields}).encode()
    path = reverse("event_autosave", args=[event.pk])
    for end in range(len(body)):
        assert send(path, body, "application/json", end) == 400
        assert Event.objects.get().content == "Старый текст", end
    assert send(path, body, "application/json", len(body)) == 200
    assert Event.objects.get().content == TEXT


def test_form_cut_at_every_byte_saves_nothing_or_all(send, event):
    values = {"version": 1, "name": "Форум", "content": TEXT, "_end": "1"}
    body = urlencode(values).encode()
    path = reverse("event_update", args=[event.pk])
    for end in range(len(body)):
        send(path, body, "application/x-www-form-urlencoded", end)
        assert Event.objects.get().content == "Старый текст", end
    send(path, body, "application/x-www-form-urlencoded", len(body))
    assert Event.objects.get().content == TEXT
