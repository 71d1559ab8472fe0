from io import StringIO

import pytest
from django.core.management import call_command


@pytest.fixture
def demo():
    """``demo(**options)`` → what the command has printed."""

    def run(**options):
        printed = StringIO()
        call_command("demo", stdout=printed, **options)
        return printed.getvalue()

    return run


@pytest.fixture
def debug(settings):
    settings.DEBUG = True
