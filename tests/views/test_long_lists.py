"""Long lists come by parts, each bounded, and the parts together are the whole."""

import re

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.document import build
from reports.models import Event, LeftOut, Remark, Report, Status
from reports.views.paging import MOST_ROWS, MOST_TEXT, page_of
from tests import factories
from tests.factories import EVENT_VALUES, make_municipality, make_quarter, make_report

MOST_BYTES = 300_000
CONTENT = "Обсуждение сотрудничества и обмен опытом. " * 10


def ask(query=""):
    request = RequestFactory().get("/")
    request.GET = QueryDict(query)
    return request


def number(row):
    return (row,)


def parts(rows, query="", **options):
    """All parts of a list, by the address that each gives of the next."""
    pages = [page_of(ask(query), rows, number, **options)]
    while pages[-1].rest:
        pages.append(page_of(ask(pages[-1].next), rows, number, **options))
    return pages


def test_short_list_is_whole():
    (page,) = parts(range(MOST_ROWS))
    assert (list(page.rows), page.next, page.is_first) == (list(range(MOST_ROWS)), "", True)


def test_parts_together_are_the_whole():
    pages = parts(range(250))
    assert [len(page.rows) for page in pages] == [100, 100, 50]
    assert [page.rest for page in pages] == [150, 50, 0]
    assert [row for page in pages for row in page.rows] == list(range(250))
    assert [page.is_first for page in pages] == [True, False, False]


def test_next_part_begins_after_the_last_row_though_rows_have_gone():
    first = page_of(ask(), range(250), number)
    left = [row for row in range(250) if not 40 <= row < 130]
    assert page_of(ask(first.next), left, number).rows[0] == 130


def test_other_choices_of_the_page_stay_in_the_address():
    (page, *_) = parts(range(250), "state=draft")
    assert QueryDict(page.next)["state"] == "draft"
    assert QueryDict(parts(range(250), page.next)[0].first).dict() == {"state": "draft"}


@pytest.mark.parametrize(
    "asked", ["[9999]", "7", "x", '["text"]', "[", "null", "[[1]]", "[" * 9_999, "9" * 5_000]
)
def test_address_that_makes_no_sense_shows_the_beginning(asked):
    request = ask()
    request.GET = QueryDict(mutable=True)
    request.GET["after"] = asked
    assert page_of(request, range(250), number).rows[0] == 0


def test_part_is_bounded_by_its_text_and_never_empty():
    lengths = {0: MOST_TEXT * 2, 1: MOST_TEXT // 2, 2: MOST_TEXT // 2, 3: 1}
    pages = parts(range(4), length=lengths.get)
    assert [list(page.rows) for page in pages] == [[0], [1, 2], [3]]


# Pages of a large region


def tell(report, count, **overrides):
    day = report.quarter.start
    values = EVENT_VALUES | {"content": CONTENT, "period_start": day, "period_end": day}
    first = report.events.count() + 1
    Event.objects.bulk_create(
        Event(
            report=report,
            position=n,
            **values
            | {"name": f"Встреча с побратимами {report.municipality.slug} {n}"}
            | overrides,
        )
        for n in range(first, first + count)
    )
    return report


def fill(municipalities, events, status=Status.ACCEPTED):
    quarter = make_quarter()
    return [
        tell(make_report(make_municipality(f"m{n}"), quarter=quarter, status=status), events)
        for n in range(municipalities)
    ]


@pytest.fixture
def desk(sign_in, reviewer):
    return sign_in(reviewer)


def pages_of(client, address, query=""):
    """The page and all that it leads to by «Показать следующие», a link or a button."""
    shown = [client.get(f"{address}?{query}")]
    following = r'(?:rel="next" href="\?|name="following" value=")([^"]+)"'
    while found := re.search(following, shown[-1].content.decode()):
        shown.append(client.get(f"{address}?{found[1].replace('&amp;', '&')}"))
    return shown


def rows_on(response, mark="event"):
    return re.findall(rf'id="{mark}-(\d+)"', response.content.decode())


@pytest.mark.django_db
def test_pages_of_2700_events_stay_small(desk, sign_in, administrator):
    reports = fill(27, 100)
    report = reports[0]
    clerk = sign_in(factories.make_user(municipality=report.municipality))
    of_quarter = (
        "quarter_board",
        "quarter_calls",
        "consolidated",
        "consolidated_rows",
        "duplicates",
    )
    addresses = [reverse(name, args=["2020-4"]) for name in of_quarter]
    addresses += [f"{addresses[2]}?{query}" for query in ("texts=1", "whole=1", "section=27")]
    seen = desk.get(addresses[2], {"whole": 1}).context["current"].fingerprint
    addresses += [f"{reverse('consolidated_issue', args=['2020-4'])}?seen={seen}"]
    addresses += [report.get_review_url(), reverse("review_queue")]
    assert_small(desk, addresses)
    Report.objects.update(status=Status.IN_REVIEW, accepted_at=None)
    assert_small(desk, [report.get_review_url(), reverse("review_queue")])
    assert_small(clerk, [report.get_absolute_url()])
    Report.objects.update(status=Status.DRAFT, submitted_at=None, first_submitted_at=None)
    of_report = ("report_detail", "report_check", "event_choose")
    assert_small(clerk, [reverse(name, args=[report.pk]) for name in of_report])
    assert_small(desk, [reverse("quarter_calls", args=["2020-4"])])
    assert_small(sign_in(administrator), [reverse("quarter_list")])


def assert_small(client, addresses):
    for address in addresses:
        response = client.get(address)
        assert (address, response.status_code) == (address, 200)
        assert (address, len(response.content)) < (address, MOST_BYTES)


@pytest.mark.django_db
def test_parts_of_one_large_report_are_the_whole(desk, sign_in):
    (report,) = fill(1, 350)
    clerk = sign_in(factories.make_user(municipality=report.municipality))
    keys = [str(pk) for pk in report.events.in_order().values_list("pk", flat=True)]
    numbers = [str(n) for n in range(1, 351)]
    for address, mark, expected in (
        (reverse("consolidated", args=["2020-4"]), "row", numbers),
        (reverse("consolidated_rows", args=["2020-4"]), "event", keys),
        (report.get_review_url(), "event", keys),
        (report.get_absolute_url(), "row", numbers),
    ):
        shown = pages_of(clerk if address == report.get_absolute_url() else desk, address)
        assert len(shown) > 3
        assert [each for page in shown for each in rows_on(page, mark)] == expected
        assert max(len(page.content) for page in shown) < MOST_BYTES


@pytest.mark.django_db
def test_offers_come_by_parts_and_the_page_counts_them_all(desk):
    quarter = make_quarter()
    for n in range(2):
        report = make_report(make_municipality(f"m{n}"), quarter=quarter, status=Status.ACCEPTED)
        for event in range(40):
            word = "".join("абвгдежзик"[int(digit)] * 3 for digit in f"{event:02}")
            factories.make_event(report, name=f"Международный фестиваль «{word}»")
    first, second = pages_of(desk, reverse("duplicates", args=["2020-4"]))
    assert "похожие пары: 40." in first.content.decode()
    assert [len(rows_on(page, "offer")) for page in (first, second)] == [30, 10]


@pytest.mark.django_db
def test_row_that_is_moved_or_left_out_leads_back_to_its_part(desk):
    (report,) = fill(1, 350)
    address = reverse("consolidated_rows", args=["2020-4"])
    second = pages_of(desk, address)[1]
    query = second.wsgi_request.GET.urlencode()
    event = report.events.in_order()[120]
    assert str(event.pk) in rows_on(second)
    moved = desk.post(f"{reverse('event_arrange', args=[event.pk])}?{query}", {"up": "1"})
    assert moved.url == f"{address}?{query}#event-{event.pk}"
    gone = desk.post(
        f"{reverse('event_leave_out', args=[event.pk])}?{query}", {"reason": "Повтор", "_end": "1"}
    )
    assert gone.url == moved.url
    assert LeftOut.objects.get().event == event


# What is typed on a part of a long report


@pytest.fixture
def in_review():
    (report,) = fill(1, 130, Status.IN_REVIEW)
    return report


@pytest.mark.django_db
def test_remarks_are_kept_on_the_way_to_the_next_rows(desk, in_review):
    event = in_review.events.in_order()[0]
    page = desk.get(in_review.get_review_url()).context["rows_page"]
    response = desk.post(
        reverse("remarks_create", args=[in_review.pk]),
        {f"remark_{event.pk}": "Где?", "following": page.next, "_end": "1"},
        follow=True,
    )
    assert Remark.objects.get().event == event
    assert [row.row.number for row in response.context["rows"]] == list(range(61, 121))


@pytest.mark.django_db
def test_button_beside_a_remark_leads_back_to_its_part(desk, in_review, reviewer):
    event = in_review.events.in_order()[70]
    remark = Remark.objects.create(report=in_review, event=event, text="Где?", author=reviewer)
    part = desk.get(in_review.get_review_url()).context["rows_page"].next
    page = desk.get(f"{in_review.get_review_url()}?{part}")
    assert page.context["part"] == part
    response = desk.post(reverse("remark_delete", args=[remark.pk]), {"part": part, "_end": "1"})
    assert response.url == f"{in_review.get_review_url()}?{part}#event-{event.pk}"


@pytest.mark.django_db
def test_refused_remark_is_shown_whatever_part_its_row_is_of(desk, in_review):
    last = in_review.events.in_order().last()
    Report.objects.update(status=Status.DRAFT, submitted_at=None, first_submitted_at=None)
    data = {f"remark_{last.pk}": "Кто был?", "_end": "1"}
    response = desk.post(reverse("remarks_create", args=[in_review.pk]), data)
    assert "Кто был?" in response.content.decode()
    assert not Remark.objects.exists()


# Of a long consolidated report one section is built


@pytest.mark.django_db
def test_long_report_builds_the_section_that_it_shows(desk, monkeypatch):
    address = reverse("consolidated", args=["2020-4"])
    printed = []
    monkeypatch.setattr(build, "for_print", lambda text: printed.append(text) or text)

    def cost():
        desk.get(address)
        printed.clear()
        with CaptureQueriesContext(connection) as captured:
            response = desk.get(address, {"section": 31})
        return len(captured), len(printed), response

    reports = fill(31, 10)
    queries, texts, response = cost()
    (section,) = response.context["shown"].sections
    assert [row.number for row in section.rows] == [*range(301, 311)]
    assert "310 мероприятий" in response.content.decode()
    assert texts < 10 * 5 + 10  # five texts a row, and those of the options
    for report in reports[:30]:
        tell(report, 40)
    assert cost()[:2] == (queries, texts)


@pytest.mark.django_db
def test_long_report_is_built_whole_to_be_issued(desk):
    fill(31, 10)
    address = reverse("consolidated", args=["2020-4"])
    page = desk.get(address)
    assert "Собрать весь отчет" in page.content.decode()
    assert ">Выпустить…</a>" not in page.content.decode()
    assert ">Выпустить…</a>" in desk.get(address, {"whole": "1"}).content.decode()
