"""The structured lines: one for each thing that happened, and no word of a person in any."""

import re

import pytest
from django.urls import reverse

from municipalities.log import about, log_line, log_line_when_done
from reports.document import issuing
from reports.language.quarters import Span
from reports.models import Action, Status
from reports.procedure import workflow
from reports.procedure.guards import Refused
from tests import factories
from tests.factories import make_report
from tests.municipalities.test_admin import exported, upload

LINE = re.compile(r"event=[a-z_]+( [a-z_]+=[a-z0-9_.-]+)+", re.ASCII)
SENTINEL = "Иванова Sentinel 8-481"


@pytest.fixture
def lines(caplog):
    """The structured lines written so far."""
    caplog.set_level("INFO", logger="svod")

    def written():
        texts = [record.getMessage() for record in caplog.records]
        return [text for text in texts if text.startswith("event=")]

    return written


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_line_holds_keys_and_numbers_alone(lines):
    log_line("import", file=SENTINEL, what="user", rows=3, late=True, user=None)
    assert lines() == ["event=import file=- what=user rows=3 late=1 user=-"]


def test_line_carries_what_it_is_about(lines):
    with about(request="5f"):
        log_line("import", rows=1)
    log_line("import", rows=2)
    assert lines() == ["event=import request=5f rows=1", "event=import rows=2"]


@pytest.mark.django_db
def test_line_waits_for_the_commit(lines, committed):
    with committed():
        with about(request="5f"):
            log_line_when_done("issue", number=1)
        assert lines() == []
    assert lines() == ["event=issue request=5f number=1"]


@pytest.mark.django_db
def test_every_transition_leaves_one_line_without_words(lines, committed, clerk, reviewer, vyazma):
    for person in (clerk, reviewer):
        type(person).objects.filter(pk=person.pk).update(full_name=SENTINEL, post=SENTINEL)
    report = make_report(vyazma, status=Status.DRAFT)
    factories.make_event(report, name=SENTINEL, participants=SENTINEL)
    steps = [
        (Action.SUBMIT, clerk, {}),
        (Action.START_REVIEW, reviewer, {}),
        (Action.RETURN, reviewer, {"remark": SENTINEL}),
        (Action.CLOSE, reviewer, {"note": SENTINEL}),
    ]
    for action, person, words in steps:
        with committed():
            workflow.perform(action, report, user=person, **words)
    assert [line.split(" user=")[0] for line in lines()] == [
        f"event=transition action={action} from_status={before} to_status={after} "
        f"version={version} report={report.pk}"
        for action, before, after, version in (
            ("submit", "draft", "submitted", 2),
            ("start_review", "submitted", "in_review", 3),
            ("return", "in_review", "returned", 4),
            ("close", "returned", "closed", 5),
        )
    ]
    with pytest.raises(Refused, match=SENTINEL):  # the sentence tells the reason
        workflow.perform(Action.CLOSE, report, user=reviewer, note="Еще раз")
    assert all(LINE.fullmatch(line) for line in lines())


@pytest.mark.django_db
def test_refused_transition_leaves_one_line(lines, committed, clerk, vyazma):
    report = make_report(vyazma, status=Status.ACCEPTED)
    with committed(), pytest.raises(Refused):
        workflow.perform(Action.SUBMIT, report, user=clerk)
    assert lines() == [
        f"event=refusal action=submit status=accepted report={report.pk} user={clerk.pk} code=wrong_status"
    ]


@pytest.mark.django_db
def test_issue_and_its_cancelling_leave_a_line_each(lines, committed, reviewer, vyazma):
    make_report(vyazma, status=Status.ACCEPTED, events=1)
    span = Span(2020, 4, 4)
    seen = issuing.fingerprint(issuing.current(span).contents)
    with committed():
        issued = issuing.issue(span, user=reviewer, seen=seen)
    with committed():
        issuing.cancel(issued, reason=SENTINEL, user=reviewer)
    keys = "span=2020-4 number=1"
    assert lines() == [
        f"event=issue events=1 user={reviewer.pk} {keys}",
        f"event=issue_cancelled user={reviewer.pk} {keys}",
    ]


@pytest.mark.django_db
def test_signing_in_leaves_a_line_with_the_number_of_its_request(lines, client, clerk):
    for password in ("не тот", factories.PASSWORD):
        client.post(reverse("login"), {"username": clerk.username, "password": password})
    wrong, right = [re.sub(r"request=[0-9]{4}-[0-9]{4}", "request=…", line) for line in lines()]
    assert wrong == "event=sign_in request=… outcome=wrong"
    assert right == f"event=sign_in request=… outcome=done user={clerk.pk}"


@pytest.mark.django_db
def test_download_leaves_a_line(lines, sign_in, reviewer, vyazma):
    make_report(vyazma, status=Status.ACCEPTED, events=1)
    url = reverse("consolidated_download", args=["2020-4", "docx"])
    b"".join(sign_in(reviewer).get(url).streaming_content)
    (line,) = [line for line in lines() if line.startswith("event=export")]
    assert line.endswith(f" span=2020-4 kind=docx events=1 user={reviewer.pk}")


@pytest.mark.django_db
def test_table_that_is_looked_at_leaves_a_line_and_so_does_a_refused_one(
    lines, sign_in, clerk, vyazma
):
    report = make_report(vyazma)
    desk, url = sign_in(clerk), reverse("report_paste", args=[report.pk])
    cells = [SENTINEL, "г. Вязьма", "5 ноября 2020 года", "Обсуждение", "Глава"]
    desk.post(url, {"_end": "1", "text": "\t".join(cells)})
    desk.post(url, {"_end": "1", "text": SENTINEL})
    facts = f"report={report.pk} events={{}} user={clerk.pk}"
    assert [line.split(" outcome=")[1] for line in lines() if "event=reading" in line] == [
        "done " + facts.format(1),
        "refused " + facts.format("-"),
    ]


@pytest.mark.django_db
def test_file_that_the_administrator_brings_leaves_a_line(lines, sign_in, administrator, vyazma):
    desk = sign_in(administrator)
    good = exported(desk, "municipality")
    for data in (good, b"-"):
        upload(desk, "municipality", data)
    outcomes = [line.split(" outcome=")[1] for line in lines() if "event=reading" in line]
    assert outcomes == [
        f"done what=municipality rows=1 user={administrator.pk}",
        f"refused what=municipality rows=- user={administrator.pk}",
    ]
