"""`import_report` with files of other kinds, and reports that are handed in to be reviewed."""

import pytest
from django.core.management import CommandError, call_command

from municipalities.models import Role
from reports.models import Action, Event, Report, Status
from tests import factories
from tests.corpus.books import SPREADSHEET, TEXT, book, opened, row, sheet, table
from tests.corpus.cases import HEADINGS
from tests.importing.word_files import table_docx

pytestmark = pytest.mark.django_db
NAME = "Город Вязьма"
EVENT = ("1.", "Международный форум", "г. Минск", "5 ноября 2020 года", "Обсуждение", "Глава")


@pytest.fixture
def vyazma(db):
    return factories.make_municipality("vyazma", full_name=NAME, short_name="Вязьма")


@pytest.fixture
def run(tmp_path, capsys):
    def import_report(name, data, *options):
        file = tmp_path / name
        file.write_bytes(data)
        call_command("import_report", file, "--quarter", "2020-4", *options)
        return capsys.readouterr().out

    return import_report


FILES = {
    "a.docx": table_docx([[NAME], EVENT]),
    "a.xlsx": book(sheet(HEADINGS, (NAME,), EVENT)),
    "a.csv": "\n".join(";".join(each) for each in (HEADINGS, (NAME,), EVENT)).encode("cp866"),
    "a.odt": opened(TEXT, table(row(*HEADINGS), row(NAME, *[""] * 5), row(*EVENT))),
    "a.ods": opened(SPREADSHEET, table(row(*HEADINGS), row(NAME), row(*EVENT))),
}


@pytest.mark.parametrize("name", FILES)
def test_file_of_any_kind_is_taken(run, vyazma, name):
    printed = run(name, FILES[name])
    assert "1 принятый отчет, 1 мероприятие" in printed
    report = Report.objects.accepted().get()
    assert (report.municipality, report.events.get().name) == (vyazma, EVENT[1])


def test_report_is_handed_in_by_its_author_to_be_reviewed(run, vyazma):
    clerk = factories.make_user(municipality=vyazma)
    printed = run("a.docx", FILES["a.docx"], "--to-review", "--user", clerk.username)
    assert "1 сданный отчет, 1 мероприятие" in printed
    report = Report.objects.get(municipality=vyazma)
    assert report.status == Status.SUBMITTED
    assert report.log.newest(Action.SUBMIT).user == clerk


def test_zero_report_is_handed_in(run, vyazma):
    clerk = factories.make_user(municipality=vyazma)
    data = opened(TEXT, "<text:p>Мероприятия в IV квартале 2020 года не проводились.</text:p>")
    run("a.odt", data, "--to-review", "--user", clerk.username, "--municipality", "vyazma")
    report = Report.objects.get(municipality=vyazma)
    assert (report.status, report.no_events) == (Status.SUBMITTED, True)


@pytest.mark.parametrize("who", ["stranger", "nobody", ""])
def test_nobody_hands_in_for_another(run, vyazma, who):
    factories.make_user(municipality=factories.make_municipality("rudnya"), username="stranger")
    with pytest.raises(CommandError, match=r"\.$"):
        run("a.docx", FILES["a.docx"], "--to-review", *(["--user", who] if who else []))
    assert Event.objects.count() == 0


def test_what_is_not_filled_in_is_named_and_nothing_is_written(run, vyazma):
    clerk = factories.make_user(municipality=vyazma)
    data = table_docx([[NAME], (*EVENT[:4], "", EVENT[5])])
    with pytest.raises(CommandError, match="«Международный форум»: "):
        run("a.docx", data, "--to-review", "--user", clerk.username)
    assert Event.objects.count() == 0


def test_second_time_is_refused(run, vyazma):
    clerk = factories.make_user(municipality=vyazma)
    arguments = ("a.docx", FILES["a.docx"], "--to-review", "--user", clerk.username)
    run(*arguments)
    with pytest.raises(CommandError, match="уже заполнен или сдан"):
        run(*arguments)
    assert Event.objects.count() == 1


def test_format_kind_and_countries_are_suggested(run, vyazma):
    printed = run("a.docx", FILES["a.docx"])
    assert "Похоже, «Международный форум»: " in printed
    assert "страны – Беларусь" in printed
    assert Event.objects.get().countries == []


def test_role_of_the_region_hands_in_for_nobody_yet(run, vyazma):
    officer = factories.make_user(Role.REGION)
    with pytest.raises(CommandError, match=r"\.$"):
        run("a.docx", FILES["a.docx"], "--to-review", "--user", officer.username)
