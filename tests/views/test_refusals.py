"""What is refused is said on the page that the view goes on to."""

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory

from reports.procedure.guards import Refused
from reports.views.refusals import refusal_said


@pytest.fixture
def request_with_messages():
    request = RequestFactory().post("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


def said(request):
    return [(message.level_tag, str(message)) for message in get_messages(request)]


def test_refusal_ends_the_block_and_is_said(request_with_messages):
    with refusal_said(request_with_messages):
        raise Refused("Срок уже прошел.", code="late")
    assert said(request_with_messages) == [("error", "Срок уже прошел.")]


def test_bug_goes_on_up(request_with_messages):
    with pytest.raises(KeyError), refusal_said(request_with_messages):
        {}["key"]
    assert said(request_with_messages) == []
