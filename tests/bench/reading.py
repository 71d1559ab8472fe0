"""How long the readers of files take beside the bare parsing of the same XML.

    python -m tests.bench.reading

Each file holds events under the official headings; the cluttered one is written in the way of Word
after years of editing: 20 MB of marks of its spelling, bookmarks, fonts and sessions. The floor is
the same parser over the same parts, with a target that does nothing. CPU seconds, the least of the
rounds, and the megabytes that a process of its own takes at the most.

Exit code 1 says that the reader of what Word writes takes more than ``MOST_FLOORS`` floors; of a
bare table, in which every second element is a cell, the ratio is only told.
"""

import io
import json
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from functools import partial
from pathlib import Path

from lxml import etree

from reports.importing.files import read_file
from reports.office.archive import CHUNK
from tests.corpus.books import SPREADSHEET, TEXT, book, opened, row, sheet, table
from tests.corpus.cases import HEADINGS
from tests.importing.word_files import make_docx, tbl, tc, tr

EVENTS = 2_700
ROUNDS = 3
MOST_FLOORS = 4
CONTENT = (
    "Участники обсудили обмен опытом в сфере культуры и молодежной политики, договорились о "
    "совместной выставке, об обмене школьными делегациями и о приезде гостей на День города. " * 3
)
CELLS = (
    "Форум «Дружба»",
    "г. Вязьма",
    "5-6 ноября 2020 года",
    CONTENT,
    "Петров П.П., глава района",
)
RUN = (
    '<w:proofErr w:type="spellStart"/><w:r w:rsidR="00A1B2C3" w:rsidRPr="00D4E5F6"><w:rPr>'
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:b/>'
    '<w:color w:val="000000"/><w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="ru-RU"/></w:rPr>'
    '<w:t xml:space="preserve">{}</w:t></w:r><w:proofErr w:type="spellEnd"/>'
)
MEASURED = """
import json, pathlib, re, sys
from reports.importing.files import read_file
path = pathlib.Path(sys.argv[1])
read_file(path.name, path.read_bytes())
peak = re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())
print(json.dumps(int(peak[1]) // 1024))
"""


def main() -> int:
    sys.stdout.write(f"Чтение {EVENTS} мероприятий{'':<9}XML, МБ      с    пол   раз   МБ\n")
    slow = False
    for name, (file, make) in FILES.items():
        data = make()
        read, floor = _least(partial(read_file, file, data)), _least(partial(_parse, data))
        size = sum(len(part) for part in _parts(data)) / 1024**2
        ratio = read / floor
        slow |= ratio > MOST_FLOORS and name in JUDGED
        sys.stdout.write(
            f"{name:<32}{size:>6.1f}{read:>7.2f}{floor:>7.2f}{ratio:>6.1f}{_peak(file, data):>5}"
            f"{'   больше цели' * (ratio > MOST_FLOORS and name in JUDGED)}\n"
        )
    sys.stdout.write(f"Цель: не больше {MOST_FLOORS} разборов того же XML; 10 с и 300 МБ.\n")
    return int(slow)


def _rows():
    return [(f"{number}.", f"Форум № {number}", *CELLS[1:]) for number in range(1, EVENTS + 1)]


def _docx() -> bytes:
    return make_docx(tbl(tr(*map(tc, HEADINGS)), *(tr(*map(tc, each)) for each in _rows())))


def _cluttered_docx() -> bytes:
    def cell(text: str) -> str:
        words = re.findall(r"\S+\s*", text)
        pieces = ["".join(words[at : at + 6]) for at in range(0, len(words), 6)]
        mark = '<w:bookmarkStart w:id="1" w:name="_GoBack"/><w:bookmarkEnd w:id="1"/>'
        return f"<w:tc><w:tcPr/><w:p>{mark}{''.join(map(RUN.format, pieces))}</w:p></w:tc>"

    rows = [tr(*map(tc, HEADINGS)), *(tr(*map(cell, each)) for each in _rows())]
    return make_docx(tbl(*rows))


FILES = {
    "голая таблица Word": ("a.docx", _docx),
    "Word со следами правки": ("a.docx", _cluttered_docx),
    "Excel": ("a.xlsx", lambda: book(sheet(HEADINGS, *_rows()))),
    ".ods": (
        "a.ods",
        lambda: opened(SPREADSHEET, table(row(*HEADINGS), *(row(*r) for r in _rows()))),
    ),
    ".odt": ("a.odt", lambda: opened(TEXT, table(row(*HEADINGS), *(row(*r) for r in _rows())))),
}


JUDGED = {"Word со следами правки"}


def _least(work) -> float:
    seconds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        seconds.append(time.process_time() - began)
    return min(seconds)


def _parts(data: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [
            archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))
        ]


class _Nothing:
    """A target for the parser that does nothing with what it is told."""

    def start(self, tag: str, attributes) -> None:
        pass

    def end(self, tag: str) -> None:
        pass

    def data(self, text: str) -> None:
        pass

    def close(self) -> None:
        pass


def _parse(data: bytes) -> None:
    for part in _parts(data):
        parser = etree.XMLParser(target=_Nothing())
        for at in range(0, len(part), CHUNK):
            parser.feed(part[at : at + CHUNK])
        parser.close()


def _peak(name: str, data: bytes) -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, path], capture_output=True, text=True, check=True
        )
    return json.loads(done.stdout)


if __name__ == "__main__":
    sys.exit(main())
