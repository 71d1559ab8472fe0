"""Files and links beside a report and its events."""

import hashlib

import pytest

from reports.events import kept_files, story
from reports.models import Action, KeptFile, Report
from reports.procedure import opening, workflow
from reports.procedure.guards import Refused
from tests import factories
from tests.factories import make_entry, make_report

pytestmark = pytest.mark.django_db

SCAN = b"%PDF-1.7 scan"
PROGRAMME = "https://example.org/programme"


@pytest.fixture
def report(vyazma):
    return make_report(vyazma, events=1)


def keep(report, user, data=SCAN, **words):
    return kept_files.keep_file(report, data, title="Подписанный отчет", user=user, **words)


def keep_link(report, user, link=PROGRAMME):
    return kept_files.keep_link(report, link, title="Программа", user=user)


def test_file_is_kept_as_it_came(report, clerk):
    kept = KeptFile.objects.get(pk=keep(report, clerk, event=report.events.get()).pk)
    assert (bytes(kept.data), kept.size, kept.kind) == (SCAN, len(SCAN), "pdf")
    assert kept.sha256 == hashlib.sha256(SCAN).hexdigest()
    assert (kept.added_by, kept.event) == (clerk, report.events.get())
    assert kept.file_name == "Подписанный отчет.pdf"
    assert Report.objects.get().version == report.version + 1


def test_sent_twice_it_is_kept_once(report, clerk):
    assert keep(report, clerk) == keep(report, clerk)
    assert keep_link(report, clerk) == keep_link(report, clerk)
    assert KeptFile.objects.count() == 2
    assert keep(report, clerk, event=report.events.get()).pk  # beside another thing


def test_what_is_no_file_of_ours_and_no_safe_link_is_refused(report, clerk):
    with pytest.raises(Refused, match="Такие файлы не хранятся"):
        keep(report, clerk, b"<html>")
    for link in ("http://example.org", "javascript:alert(1)", "ftp://example.org"):
        with pytest.raises(Refused, match="https"):
            keep_link(report, clerk, link)
    assert not KeptFile.objects.exists()


def test_event_of_another_report_is_refused(report, clerk, rudnya):
    foreign = make_report(rudnya, events=1).events.get()
    with pytest.raises(Refused, match="из другого отчета"):
        keep(report, clerk, event=foreign)


def test_nobody_else_brings_a_file(report, clerk, stranger, reviewer, administrator):
    kept = keep(report, clerk)
    for person in (stranger, reviewer, administrator):
        for verb in (keep_link, keep):
            with pytest.raises(Refused):
                verb(report, person)
        with pytest.raises(Refused):
            kept_files.delete_kept(kept, user=person)
    make_entry(report, reviewer)
    assert keep_link(report, reviewer).added_by == reviewer


def test_locked_with_the_report(report, clerk):
    kept, gone = keep(report, clerk), kept_files.delete_kept(keep_link(report, clerk), user=clerk)
    workflow.perform(Action.SUBMIT, report, user=clerk)
    for act in (
        lambda: keep(report, clerk, b"%PDF-2"),
        lambda: kept_files.delete_kept(kept, user=clerk),
        lambda: kept_files.restore_kept(gone, user=clerk),
    ):
        with pytest.raises(Refused, match="Отчет сдан"):
            act()


def test_deleted_it_is_brought_back_and_the_story_tells(report, clerk):
    kept = keep(report, clerk)
    for _ in range(2):  # pressed twice
        kept_files.delete_kept(kept, user=clerk)
    assert list(KeptFile.objects.live()) == []
    for _ in range(2):
        kept_files.restore_kept(kept, user=clerk)
    assert list(KeptFile.objects.live()) == [kept]
    told = [line.sentence for line in story.story_of(report)][:3]
    assert told == [
        "Возвращено приложение: Подписанный отчет.",
        "Удалено приложение: Подписанный отчет.",
        "Приложено: Подписанный отчет.",
    ]


def test_number_beside_one_report_is_bounded(report, clerk):
    for number in range(kept_files.MOST_KEPT):
        keep_link(report, clerk, f"{PROGRAMME}/{number}")
    with pytest.raises(Refused, match="не больше 20"):
        keep(report, clerk)


def test_report_with_a_file_is_not_untouched(vyazma, clerk):
    kept = factories.make_kept(make_report(vyazma), clerk)
    assert not opening.deletable().exists()
    kept.delete()
    assert opening.deletable().exists()


def test_list_reads_no_bytes(report, clerk, django_assert_num_queries):
    for number in range(3):
        keep(report, clerk, SCAN + bytes([number]))
    with django_assert_num_queries(1):
        listed = [(f.file_name, f.added_by, f.event) for f in report.files.listed().live()]
    assert len(listed) == 3
