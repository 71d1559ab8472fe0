"""What a file is that is no Office file of today, and what to do with it."""

import codecs
import re
from typing import Literal

Kind = Literal["docx", "xlsx", "odt", "ods"]

OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ADVICE = {
    "docx": "Откройте его в Word и сохраните как «Документ Word (.docx)».",
    "xlsx": "Откройте его в Excel и сохраните как «Книга Excel (.xlsx)».",
    "odt": "Откройте его в программе, где он сделан, и сохраните как «Документ Word (.docx)».",
    "ods": "Откройте его в программе, где он сделан, и сохраните как «Книга Excel (.xlsx)».",
}
ASK_AGAIN = {
    "docx": "Нужен документ Word (.docx).",
    "xlsx": "Нужна книга Excel (.xlsx).",
    "odt": "Нужен документ .odt или .docx.",
    "ods": "Нужна таблица .ods или .xlsx.",
}
WHAT = {
    "docx": "документ Word",
    "xlsx": "книга Excel",
    "odt": "документ .odt",
    "ods": "таблица .ods",
}
PROTECTED = "Файл защищен паролем. Снимите пароль, сохраните файл и загрузите еще раз."


def sentence_for(data: bytes, kind: Kind) -> str:
    """The sentence for a file that is no zip, by its signature."""
    if data.startswith(OLE_SIGNATURE):
        return _ole_sentence(data, kind)
    start = data[:1024].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    named = [
        (b"{\\rtf", "Это файл .rtf, хотя назван иначе."),
        (b"%pdf", "Это файл .pdf, из него таблицу прочесть нельзя."),
        (b"<!doctype html", "Это веб-страница, а не документ."),
        (b"<html", "Это веб-страница, а не документ."),
        (b"<?xml", "Это файл XML, а не документ."),
        (b"mime-version:", "Это веб-архив (.mht), хотя назван иначе."),
    ]
    for signature, sentence in named:
        if start.startswith(signature):
            if b"pdf" in signature:
                return f"{sentence} {ASK_AGAIN[kind]}"
            return f"{sentence} {ADVICE[kind]}"
    if _looks_like_text(data[:4096]):
        return f"Это простой текстовый файл, хотя назван иначе. {ASK_AGAIN[kind]}"
    return f"Это не {WHAT[kind]}, хотя файл назван так. {ASK_AGAIN[kind]}"


def _ole_sentence(data: bytes, kind: Kind) -> str:
    streams = {
        "EncryptedPackage": PROTECTED,
        "WordDocument": f"Файл в старом формате .doc. {ADVICE['docx']}",
        **dict.fromkeys(("Workbook", "Book"), f"Файл в старом формате .xls. {ADVICE['xlsx']}"),
    }
    for stream, sentence in streams.items():
        if stream.encode("utf-16-le") in data:
            return sentence
    return f"Файл в старом формате Microsoft Office. {ADVICE[kind]}"


def _looks_like_text(sample: bytes) -> bool:
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    return not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", sample)
