"""In which of the old encodings a Russian text was written: by what its words look like."""

import codecs
import re
from collections.abc import Iterator
from math import log

BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
OF_ONE_BYTE = ("cp1251", "cp866", "koi8-r", "mac-cyrillic")
OF_TWO_BYTES = ("utf-16-le", "utf-16-be")
LOOKED_AT = 50_000  # bytes
# Of a thousand letters of Russian prose.
FREQUENT = dict(
    zip(
        "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъ",
        (
            *(110, 84, 80, 74, 67, 63, 55, 47, 45, 44, 35, 32, 30, 28, 26, 20),
            *(19, 17, 17, 16, 16, 14, 12, 10, 9, 7, 6, 5, 4, 3, 3, 1),
        ),
        strict=True,
    )
) | {"ё": 1}
WORD = re.compile(r"[^\W\d_]+")
WELL_CASED = re.compile(r"[А-ЯЁ]?[а-яё]+|[А-ЯЁ]+|[A-Za-z]+")
# Signs beside letters in texts that people write.
USUAL = set(" \t\r\n!\"#%&'()*+,-./:;<=>?@[\\]_{|}~«»„“”‘’–—…№§°×•−\u00a0" + "0123456789")
STRANGE = -6.0  # what one sign or word costs that no person writes


def decoded(data: bytes) -> str | None:
    """The text of a file of Unicode or of an old encoding; None for what is no text."""
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return _strictly(data, encoding)
    is_wide = b"\0" in data
    if not is_wide and (text := _strictly(data, "utf-8")) is not None:
        return text
    sample = data[: LOOKED_AT - LOOKED_AT % 2]
    names = OF_TWO_BYTES if is_wide else OF_ONE_BYTE
    likely = max(names, key=lambda name: _likeness(sample.decode(name, errors="replace")))
    text = _strictly(data, likely)
    return None if text is None or "\0" in text else text


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _likeness(text: str) -> float:
    """How like Russian writing a text is: the more, the liker."""
    return sum(_weights(text)) + STRANGE * sum(
        not (sign.isalpha() or sign in USUAL) for sign in text
    )


def _weights(text: str) -> Iterator[float]:
    for word in WORD.findall(text):
        if not WELL_CASED.fullmatch(word):
            yield STRANGE
        if not word.isascii():
            yield from (log(FREQUENT.get(letter, 0.01) / 20) for letter in word.lower())
