"""`import_archive`: a folder of files becomes accepted reports, each file whole or not at all."""

import io
import zipfile

import pytest
from django.core.management import CommandError, call_command

from reports.models import Event, Quarter, Report
from tests import factories
from tests.importing.word_files import make_docx, p, r
from tests.importing.word_files import table as word_table

pytestmark = pytest.mark.django_db

FORUM = ("1", "Форум", "г. Минск", "5 ноября 2020 года", "Обсуждение", "Глава")
ABOVE = "Вяземский район, IV квартал 2020 года"


@pytest.fixture(autouse=True)
def municipalities(db):
    return [
        factories.make_municipality(
            slug, full_name=f"{name} муниципальный округ", short_name=f"{name} район"
        )
        for slug, name in (("vyazma", "Вяземский"), ("rudnya", "Руднянский"))
    ]


def docx(*rows, above=ABOVE):
    return make_docx(p(r(above)) + word_table(rows))


@pytest.fixture
def run(tmp_path, capsys):
    def import_archive(files, *options):
        for name, data in files.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes(data)
        try:
            call_command("import_archive", tmp_path, *options)
        except CommandError as error:
            return capsys.readouterr().out + str(error), error.returncode
        return capsys.readouterr().out, 0

    return import_archive


def accepted():
    return {
        report.municipality.slug: [event.name for event in report.events.in_order()]
        for report in Report.objects.accepted()
    }


def test_folder_becomes_accepted_reports_of_the_quarters_that_they_name(run):
    third = ("1", "Ярмарка", "г. Рудня", "5 августа 2020 года", "Торговля", "Мастера")
    files = {
        "a.docx": docx(FORUM),
        "внутри/b.docx": docx(third, above="Руднянский район за 3 квартал 2020 года"),
    }
    said, code = run(files)
    assert code == 0
    assert accepted() == {"vyazma": ["Форум"], "rudnya": ["Ярмарка"]}
    assert set(Quarter.objects.values_list("number", flat=True)) == {3, 4}
    assert "Загружено: 2 отчета, 2 мероприятия." in said
    table = [line.split("  ")[0] for line in said.splitlines() if not line.startswith(" ")]
    assert table[:3] == ["Файл", "a.docx", "b.docx"]


def test_quarter_is_told_by_the_days_of_the_events(run):
    run({"vyazma.docx": docx(FORUM, above="Отчет")})
    assert accepted() == {"vyazma": ["Форум"]}


def test_quarter_that_is_not_told_is_asked_for(run):
    bare = [*FORUM[:3], "5 ноября", *FORUM[4:]]
    said, code = run({"vyazma.docx": docx(bare, above="Отчет")})
    assert code == 1
    assert "не сказано, за какой он квартал" in said
    assert run({}, "--quarter", "2020-4")[1] == 0
    assert accepted() == {"vyazma": ["Форум"]}


def test_dry_run_says_the_same_and_writes_nothing(run):
    files = {"a.docx": docx(FORUM), "b.docx": docx(FORUM)}
    said, code = run(files, "--dry-run")
    assert code == 1  # the second would meet what the first had filled
    assert "Проверено, ничего не записано: 1 отчет, 1 мероприятие." in said
    assert not Quarter.objects.exists()
    assert not Event.objects.exists()


def test_one_that_fails_does_not_keep_the_others_from_being_taken(run):
    broken = docx(FORUM, [*FORUM[:3], "31 ноября 2020 года", *FORUM[4:]], above=ABOVE)
    good = docx(FORUM, above="Руднянский район, IV квартал 2020 года")
    said, code = run({"a.docx": broken, "b.docx": good, "c.docx": b"PK\x03\x04"})
    assert code == 1
    assert "Не загружено: 2 файла." in said
    assert accepted() == {"rudnya": ["Форум"]}


def test_twice_is_once(run):
    run({"a.docx": docx(FORUM)})
    said, code = run({})
    assert code == 1
    assert "загрузка его не меняет" in said
    assert accepted() == {"vyazma": ["Форум"]}


def test_archive_is_unpacked_and_what_was_left_is_told(run):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("x/a.docx", docx(FORUM))
    said, code = run({"все.zip": packed.getvalue(), ".hidden": b""})
    assert code == 0
    assert "a.docx" in said
    assert f"Не перенесено (перед таблицей): {ABOVE}" in said


def test_file_of_nobody_is_not_guessed(run):
    said, code = run({"x.docx": docx(FORUM, above="Отчет за IV квартал 2020 года")})
    assert code == 1
    assert "не сказано, чей это отчет" in said
    assert not Event.objects.exists()


def test_empty_folder_is_said(run):
    said, code = run({})
    assert (code, "нет файлов" in said) == (1, True)
