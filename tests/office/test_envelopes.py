"""An archive and a letter: which files are in them, and of whom they came."""

import datetime as dt
import io
import zipfile
from email.message import EmailMessage

import pytest

from reports.office import envelopes
from reports.office.archive import FileError
from reports.office.envelopes import Enclosed, unpacked


def packed(**members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def letter(*files, sender="Отдел <otdel@vyazma.ru>", date="Thu, 14 Jan 2021 10:00:00 +0300"):
    message = EmailMessage()
    message["From"], message["Date"] = sender, date
    message.set_content("Во вложении.")
    for name, data in files:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return bytes(message)


def test_file_of_another_kind_is_itself():
    assert unpacked("Отчет.docx", b"PK...") == [Enclosed("Отчет.docx", b"PK...")]


def test_archive_gives_its_files_without_folders_and_clutter():
    data = packed(
        **{
            "почта/Отчет.docx": b"one",
            "почта/": b"",
            "__MACOSX/._Отчет.docx": b"no",
            ".DS_Store": b"no",
            "~$Отчет.docx": b"no",
        }
    )
    assert unpacked("Почта.ZIP", data) == [Enclosed("Отчет.docx", b"one")]


def test_names_in_the_letters_of_dos_are_read():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("X" * len("Вязьма.docx"), b"one")
    told = data.getvalue().replace(b"X" * len("Вязьма.docx"), "Вязьма.docx".encode("cp866"))
    assert [one.name for one in unpacked("п.zip", told)] == ["Вязьма.docx"]


def test_letter_gives_its_files_with_the_sender_and_the_day():
    data = letter(("Отчет за IV квартал.docx", b"one"), ("Таблица.xlsx", b"two"))
    day = dt.date(2021, 1, 14)
    assert unpacked("Письмо.eml", data) == [
        Enclosed("Отчет за IV квартал.docx", b"one", "otdel@vyazma.ru", day),
        Enclosed("Таблица.xlsx", b"two", "otdel@vyazma.ru", day),
    ]


def test_letters_within_an_archive_keep_their_senders():
    data = packed(**{"а.eml": letter(("а.docx", b"one")), "б.docx": b"two"})
    found = unpacked("Почта.zip", data)
    assert [(one.name, one.sender) for one in found] == [
        ("а.docx", "otdel@vyazma.ru"),
        ("б.docx", ""),
    ]


def test_day_that_cannot_be_read_is_not_known():
    (found,) = unpacked("п.eml", letter(("а.docx", b"one"), date="вчера"))
    assert found.sent_on is None


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("а.zip", b"PK\x03\x04 broken", "Архив поврежден"),
        ("а.zip", packed(), "нет файлов"),
        ("а.eml", letter(), "нет файлов"),
        ("а.eml", b"no letter at all", "Это не письмо"),
        ("а.eml", b"", "Это не письмо"),
        (
            "а.eml",
            b"From: a@b.ru\nDate: x\nContent-Type: multipart/mixed; boundary=b\n\n",
            "нет файлов",
        ),
        ("а.docx", b"x" * (10 * 1024 * 1024 + 1), "больше 10 МБ"),
    ],
)
def test_what_cannot_be_unpacked_is_said(name, data, message):
    with pytest.raises(FileError, match=message):
        unpacked(name, data)


def test_too_many_files_are_refused():
    with pytest.raises(FileError, match="больше 100 файлов"):
        unpacked("а.zip", packed(**{f"{number}.docx": b"x" for number in range(101)}))


def test_bomb_is_refused_before_it_is_unpacked():
    data = packed(**{f"{number}.docx": bytes(8 * 1024 * 1024) for number in range(7)})
    assert len(data) < 100_000
    with pytest.raises(FileError, match="слишком много данных"):
        unpacked("а.zip", data)


def test_nested_archive_is_a_file_like_others():
    inner = packed(**{"а.docx": b"one"})
    for _ in range(envelopes.DEEPEST):
        inner = packed(**{"внутри.zip": inner})
    (found,) = unpacked("снаружи.zip", inner)
    assert found.name == "внутри.zip"


@pytest.mark.parametrize("depth", [50, 5_000])
def test_letter_of_many_letters_ends(depth):
    head = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number)
        for number in range(depth)
    )
    try:
        found = unpacked("а.eml", b"From: a@b.ru\n" + head)
    except FileError:
        return
    assert found
