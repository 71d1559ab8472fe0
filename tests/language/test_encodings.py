"""In which encoding a text was written, by what its words look like."""

import pytest

from reports.language.encodings import decoded

TEXTS = [
    "№ п/п;Наименование мероприятия;Место\r\n1;Форум «Дружба» – встреча;г. Вязьма",
    "ГОРОД СМОЛЕНСК;ИТОГИ ГОДА;ФОРУМ",
    "1;Конкурс;Рудня;5 ноября",
    "Форум городов-побратимов; Ярмарка; Ёлка",
    "Name;Date;Щука и юла",
]
ENCODINGS = ["cp1251", "cp866", "koi8-r", "mac-cyrillic", "utf-8", "utf-8-sig", "utf-16"]


@pytest.mark.parametrize("encoding", [*ENCODINGS, "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", TEXTS)
def test_text_of_any_encoding_is_told(text, encoding):
    data = text.encode(encoding, errors="replace")  # of old ones, some have no «»
    assert decoded(data) == data.decode(encoding)


@pytest.mark.parametrize("data", [b"a\0b", b"\xff\xfe\x00", b"\xef\xbb\xbf\xff"])
def test_what_is_no_text_is_none(data):
    assert decoded(data) is None
