"""An .xls of a few records: a compound file with one stream, and BIFF8 in it."""

import struct

from tests.corpus.cases import HEADINGS, NEXT, ROW, Case

SECTOR = 512
SMALLEST = 4096  # a stream below it would stand in another one
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def old_book(*sheets, states=(), merged=()) -> bytes:
    """Sheets of rows of texts or numbers; ``states``: 0 is seen, 1 hidden, 2 for programs only."""
    bodies = [_sheet(rows, merged) for rows in sheets]
    names = [f"Лист{at}" for at in range(1, len(sheets) + 1)]
    states = [*states, *[0] * len(sheets)][: len(sheets)]
    head = _record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    head += _record(0x0042, struct.pack("<H", 1200))

    def bound(offset: int, state: int, name: str) -> bytes:
        return _record(
            0x0085, struct.pack("<IBBBB", offset, state, 0, len(name), 1) + name.encode("utf-16-le")
        )

    size = len(head) + sum(len(bound(0, 0, name)) for name in names) + 4
    globals_, at = head, size
    for body, state, name in zip(bodies, states, names, strict=True):
        globals_ += bound(at, state, name)
        at += len(body)
    return compound("Workbook", globals_ + _record(0x000A, b"") + b"".join(bodies))


def _sheet(rows, merged) -> bytes:
    body = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0))
    width = max(map(len, rows))
    body += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            place = struct.pack("<HHH", at, column, 0)
            if isinstance(value, str) and value:
                text = value.encode("utf-16-le")
                body += _record(0x0204, place + struct.pack("<HB", len(value), 1) + text)
            elif value != "":
                body += _record(0x0203, place + struct.pack("<d", value))
    if merged:
        ranges = b"".join(
            struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in merged
        )
        body += _record(0x00E5, struct.pack("<H", len(merged)) + ranges)
    return body + _record(0x000A, b"")


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def compound(name: str, stream: bytes) -> bytes:
    """A compound file (OLE) that holds one stream."""
    stream = stream.ljust(max(SMALLEST, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    sectors = len(stream) // SECTOR
    table = [FAT, END, *range(3, 2 + sectors), END]
    table += [FREE] * (SECTOR // 4 - len(table))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, SMALLEST, END, 0, END, 0, 0,
    )  # fmt: skip
    header += struct.pack("<109I", 0, *[FREE] * 108)[: SECTOR - len(header)]
    entries = _entry("Root Entry", 5, 1, END, 0) + _entry(name, 2, FREE, 2, len(stream))
    return header + struct.pack(f"<{SECTOR // 4}I", *table) + entries.ljust(SECTOR, b"\0") + stream


def _entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16xI8x8xIQ", text, len(text), kind, 1, FREE, FREE, child, 0, first, size
    )


NUMBERED, SECOND = ("1.", *ROW), ("2.", *NEXT)
TOLD = (
    "В старом формате не видно, что скрыто: прочитаны все строки и столбцы, примечания — нет. "
    "Проверьте их."
)
OLD_BOOKS = {
    "an old workbook": Case(
        "a.xls", old_book([HEADINGS, NUMBERED, SECOND]), (ROW, NEXT), told=(TOLD,)
    ),
    "an old workbook with a hidden sheet": Case(
        "a.xls", old_book([HEADINGS, NUMBERED], [["Тайна"]], states=(0, 1)), told=(TOLD,), hidden=("Тайна",)
    ),
    "an old workbook with merged cells": Case(
        "a.xls",
        old_book([HEADINGS, NUMBERED, ("2.", "Слет", "", *NEXT[2:])], merged=((1, 2, 2, 2),)),
        (ROW, ("Слет", ROW[1], *NEXT[2:])), told=(TOLD,),
    ),
}  # fmt: skip
