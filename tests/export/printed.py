"""A printed table measured on its pages: ruled lines and words, in millimetres from the top left.

By hand: ``python -m tests.export.printed FILE.pdf`` (a .docx or an .xlsx is converted first).
Needs poppler and, for anything but a PDF, LibreOffice.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from lxml import etree

from tests.export.libreoffice import convert

MILLIMETRES_PER_POINT = 25.4 / 72
NUMBER = r"(-?[\d.]+)"
LINE = re.compile(rf"\s*M {NUMBER} {NUMBER} L {NUMBER} {NUMBER}\s*")
MATRIX = re.compile(rf"matrix\({','.join([NUMBER] * 6)}\)")
SAME = 0.4  # millimetres: two lines nearer than this are one


@dataclass(frozen=True)
class Word:
    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True)
class Line:
    """A ruled line; across the page ``top`` equals ``bottom``, down the page ``left`` ``right``."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def is_across(self) -> bool:
        return self.right - self.left > self.bottom - self.top


@dataclass(frozen=True)
class Row:
    """A row between two lines: the lines down the page that bound its cells, and their words."""

    top: float
    bottom: float
    edges: tuple[float, ...]
    cells: tuple[tuple[Word, ...], ...]

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(text_of(cell) for cell in self.cells)


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    words: tuple[Word, ...]
    lines: tuple[Line, ...]

    @property
    def table_top(self) -> float:
        return min(line.top for line in self.lines)

    @property
    def table_bottom(self) -> float:
        return max(line.bottom for line in self.lines)

    @property
    def above(self) -> tuple[Word, ...]:
        """The words above the table."""
        return tuple(word for word in self.words if word.middle < self.table_top)

    @property
    def outside(self) -> tuple[Word, ...]:
        """The words that stand below the table or beside it."""
        left = min(line.left for line in self.lines)
        right = max(line.right for line in self.lines)
        return tuple(
            word
            for word in self.words
            if word.middle > self.table_bottom or word.left < left or word.right > right
        )

    @property
    def edges(self) -> tuple[float, ...]:
        """The left edge of the table, of its columns but the first, and its right edge."""
        return self.rows[0].edges

    @property
    def rows(self) -> tuple[Row, ...]:
        across = _distinct(line.top for line in self.lines if line.is_across)
        return tuple(self._row(top, bottom) for top, bottom in pairwise(across))

    def _row(self, top: float, bottom: float) -> Row:
        middle = (top + bottom) / 2
        edges = _distinct(
            line.left
            for line in self.lines
            if not line.is_across and line.top < middle < line.bottom
        )
        words = [word for word in self.words if top < word.middle < bottom]
        cells = (
            sorted(
                (word for word in words if left < (word.left + word.right) / 2 < right),
                key=lambda word: (round(word.top), word.left),
            )
            for left, right in pairwise(edges)
        )
        return Row(top, bottom, tuple(edges), tuple(map(tuple, cells)))


def text_of(words: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in words)


def read_pages(pdf: Path) -> list[Page]:
    return [
        Page(width, height, tuple(words), tuple(lines))
        for (width, height, words), lines in zip(_words(pdf), _lines(pdf), strict=True)
    ]


def _words(pdf: Path) -> Iterator[tuple[float, float, list[Word]]]:
    """The size and the words of every page."""
    html = etree.fromstring(_run("pdftotext", "-bbox-layout", pdf, "-"))
    for page in html.iter("{*}page"):
        words = [
            Word(
                word.text,
                *(
                    float(word.get(side)) * MILLIMETRES_PER_POINT
                    for side in ("xMin", "yMin", "xMax", "yMax")
                ),
            )
            for word in page.iter("{*}word")
        ]
        width, height = (
            float(page.get(name)) * MILLIMETRES_PER_POINT for name in ("width", "height")
        )
        yield width, height, words


def _lines(pdf: Path) -> Iterator[list[Line]]:
    """The ruled lines of every page."""
    svg = etree.fromstring(_run("pdftocairo", "-svg", "-noshrink", pdf, "-"))
    # A drawing of one page has no element for it.
    for page in list(svg.iter("{*}page")) or [svg]:
        yield [
            line
            for path in page.iter("{*}path")
            if "fill:none" in path.get("style", "") and (line := _line(path)) is not None
        ]


def _line(path: etree._Element) -> Line | None:
    ends = LINE.fullmatch(path.get("d", ""))
    if ends is None:
        return None
    a, b, c, d, e, f = map(float, MATRIX.fullmatch(path.get("transform", "")).groups())
    numbers = [float(number) for number in ends.groups()]
    points = [
        ((a * x + c * y + e) * MILLIMETRES_PER_POINT, (b * x + d * y + f) * MILLIMETRES_PER_POINT)
        for x, y in (numbers[:2], numbers[2:])
    ]
    (left, right), (top, bottom) = map(sorted, zip(*points, strict=True))
    return Line(left, top, right, bottom)


def _distinct(numbers: Iterator[float]) -> list[float]:
    found: list[float] = []
    for number in sorted(numbers):
        if not found or number - found[-1] > SAME:
            found.append(number)
    return found


def _run(*command: str | Path) -> bytes:
    return subprocess.run(command, capture_output=True, check=True, timeout=120).stdout


def main(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        if path.suffix != ".pdf":
            path = convert(Path(shutil.copy(path, folder)), "pdf")
        pages = read_pages(path)
    for number, page in enumerate(pages, start=1):
        edges = " ".join(f"{edge:.1f}" for edge in page.edges)
        sys.stdout.write(
            f"{number}: {page.width:.1f} x {page.height:.1f}; first word at {page.words[0].top:.1f}; "
            f"table from {page.table_top:.1f} to {page.table_bottom:.1f}, rows: {len(page.rows)}; "
            f"edges {edges}; above: {text_of(page.above)}\n"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
