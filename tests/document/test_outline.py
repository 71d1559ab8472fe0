"""The outline of a consolidated report tells what the whole holds, and its sections are the same."""

import pytest

from reports.document.build import Include, consolidated_table
from reports.document.outline import Outline, outline, outline_of
from reports.language.quarters import Quarter as Calendar
from reports.language.quarters import Span
from reports.models import DocumentOptions, LeftOut, Status
from tests.factories import make_event, make_municipality, make_quarter, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(reviewer, administrator):
    """Events, a row kept out, an event told in two quarters, another municipality that tells of it,
    reports that are zero, not accepted and not handed in."""
    autumn, winter = (make_quarter(Calendar(2020, number)) for number in (3, 4))
    first, second, third, fourth = (make_municipality(slug) for slug in "dcba")
    told = make_event(make_report(first, quarter=autumn, status=Status.ACCEPTED, events=2))
    make_event(make_report(first, quarter=winter, status=Status.ACCEPTED, events=3), same_as=told)
    other = make_report(second, quarter=winter, status=Status.ACCEPTED, events=1)
    make_event(other, same_as=told)
    LeftOut.objects.create(event=make_event(other), reason="Повтор.", by=reviewer)
    make_report(second, quarter=autumn, status=Status.SUBMITTED, events=2)
    for quarter in (autumn, winter):
        make_report(third, quarter=quarter, status=Status.ACCEPTED, no_events=True)
        make_report(fourth, quarter=quarter, status=Status.DRAFT, events=1)
    return administrator


@pytest.mark.parametrize("include", Include)
@pytest.mark.parametrize("has_empty_sections", [False, True])
@pytest.mark.parametrize("slug", ["2020-4", "2020-h2", "2020"])
def test_outline_tells_what_the_whole_holds(year, include, has_empty_sections, slug):
    DocumentOptions.objects.create(
        from_year=2020, from_number=1, has_empty_sections=has_empty_sections, changed_by=year
    )
    span = Span.parse_slug(slug)
    whole, told = consolidated_table(span, include=include), outline(span, include)
    sections = [(each.title, each.row_count) for each in told.sections]
    assert sections == [(each.title, len(each.rows)) for each in whole.sections]
    assert told.event_count == whole.event_count > 0
    assert told.distinct_count == whole.event_count - 1
    assert told.prints_empty == any(not each.rows for each in whole.sections)
    of_built = outline_of(whole)
    assert (of_built.event_count, of_built.distinct_count, of_built.prints_empty) == (
        told.event_count,
        told.distinct_count,
        told.prints_empty,
    )
    for section, again, expected in zip(
        told.sections, of_built.sections, whole.sections, strict=True
    ):
        assert (section.title, section.row_count) == (again.title, again.row_count)
        built = section.table()
        assert built.sections == (expected,)
        assert (built.title, built.mark) == (again.table().title, again.table().mark)
        assert again.table().sections == built.sections


@pytest.mark.parametrize(("event_count", "is_long"), [(300, False), (301, True)])
def test_document_is_long_above_three_hundred_events(event_count, is_long):
    assert Outline([], event_count, distinct_count=event_count).is_long == is_long


def test_without_options_nobody_without_events_is_told_of(year):
    span = Span.parse_slug("2020-4")
    titles = [section.title for section in consolidated_table(span).sections]
    assert [each.title for each in outline(span, Include.ACCEPTED).sections] == titles
    assert len(titles) == 2


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        *[("1", 1), ("2", 2), ("3", 3), ("4", 3), ("99999", 3)],
        *[("", 1), ("0", 1), ("-2", 1), ("x", 1), ("2x", 1), ("²", 1), ("٢", 1), ("100000", 1)],
    ],
)
def test_address_asks_for_a_section_that_is_there(asked, number):
    assert Outline([None] * 3, 0, 0).number_of(asked) == number
