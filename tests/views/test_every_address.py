"""The demonstration from end to end: every address, for everybody, in whatever state."""

from collections import Counter

import pytest

from reports.models import Event
from reports.models.events import TEXT_FIELDS
from tests import wording
from tests.views import addresses, pages

pytestmark = pytest.mark.django_db

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What other programs would have said in our place.
NOT_SAID = ("Запрещена", "Sing-On", "алгоритм")


def test_every_page_and_file_is_in_russian(demonstration):
    """Django's admin and the files of the region along with the pages."""
    texts = Event.objects.values_list(*TEXT_FIELDS)
    own = {word for text in texts for word in wording.WORD.findall(" ".join(text))}
    faults, kinds = {}, Counter()
    for reading, answer in pages.answers(addresses.all_readings()):
        kinds[answer.status_code, answer["Content-Type"].partition(";")[0]] += 1
        said = wording.said_by(answer)
        words = (wording.foreign_words(said) - own) | wording.disagreeing(said)
        if words := words | {w for w in NOT_SAID if w in said}:
            faults.setdefault(tuple(sorted(words)), f"{reading.state}: {reading.address}")
    assert faults == {}
    assert kinds[200, "text/html"] > 400, kinds
    assert kinds[200, DOCX] > 10, kinds
    assert kinds[200, XLSX] > 20, kinds
