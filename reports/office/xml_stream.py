"""One XML part of an Office file as a stream of elements, bounded in number, depth and text.

Nothing builds a tree, so memory does not depend on what the file contains.
"""

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from lxml import etree

from reports.office.archive import CHUNK, DAMAGED, FileError, Member, open_member
from reports.office.budget import MAX_DEPTH, Budget

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_WORD = "http://purl.oclc.org/ooxml/wordprocessingml/main"  # «Strict Open XML»
PURL = "http://purl.oclc.org/ooxml"
OPEN_XML = "http://schemas.openxmlformats.org"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
PREFIXES = {
    WORD: "w",
    STRICT_WORD: "w",
    f"{OPEN_XML}/drawingml/2006/main": "a",
    f"{PURL}/drawingml/main": "a",
    f"{OPEN_XML}/drawingml/2006/picture": "pic",
    f"{PURL}/drawingml/picture": "pic",
    f"{OPEN_XML}/drawingml/2006/chart": "c",
    f"{PURL}/drawingml/chart": "c",
    f"{OPEN_XML}/drawingml/2006/diagram": "dgm",
    f"{PURL}/drawingml/diagram": "dgm",
    f"{OPEN_XML}/drawingml/2006/wordprocessingDrawing": "wp",
    f"{PURL}/drawingml/wordprocessingDrawing": "wp",
    f"{OPEN_XML}/officeDocument/2006/math": "m",
    f"{PURL}/officeDocument/math": "m",
    f"{OPEN_XML}/markup-compatibility/2006": "mc",
    f"{OPEN_XML}/spreadsheetml/2006/main": "x",
    f"{PURL}/spreadsheetml/main": "x",
    f"{OPEN_XML}/drawingml/2006/spreadsheetDrawing": "xdr",
    f"{PURL}/drawingml/spreadsheetDrawing": "xdr",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    **{f"{OASIS}:{name}:1.0": name for name in ("office", "style", "text", "table", "form")},
    f"{OASIS}:drawing:1.0": "draw",
    f"{OASIS}:svg-compatible:1.0": "svg",
    "http://purl.org/dc/elements/1.1/": "dc",
}

INTEGER = re.compile(r"[+-]?[0-9]{1,9}")
Attributes = Mapping[str, str]


class PartReader:
    """A target for lxml's parser; elements are named as «w:p», however the file calls them."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.path: list[str] = []
        self.opening: dict[str, Callable[[Attributes], None]] = {}
        self.closing: dict[str, Callable[[], object]] = {}
        self._skipped = 0  # depth inside an element that is passed over

    def skip(self, _attributes: Attributes | None = None) -> None:
        """Pass over the element that has just been opened and all that is in it."""
        self._skipped = 1

    def text(self, text: str) -> None:
        """Text met in the element at the end of the path; ignored unless overridden."""

    def start(self, tag: str, attributes: Attributes) -> None:
        name = _prefixed(tag)
        self.path.append(name)
        self.budget.spend("elements")
        if len(self.path) > MAX_DEPTH:
            raise FileError(
                "В файле слишком глубокая вложенность. Скопируйте таблицу в новый документ."
            )
        if self._skipped:
            self._skipped += 1
        elif name in self.opening:
            self.opening[name](attributes)

    def end(self, _tag: str) -> None:
        name = self.path[-1]
        if self._skipped:
            self._skipped -= 1
        elif name in self.closing:
            self.closing[name]()
        self.path.pop()

    def data(self, text: str) -> None:
        if not self._skipped:
            self.text(text)

    def close(self) -> None:
        pass


def read_part(
    archive: zipfile.ZipFile,
    name: str,
    reader: PartReader,
    *,
    without: Sequence[re.Pattern[bytes]] = (),
) -> None:
    """Feeds the part to the reader; what matches ``without`` is taken out before it costs much."""
    parser = etree.XMLParser(
        target=reader, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    with open_member(archive, name, without_drawing_data=True) as member:
        try:
            for chunk in _whole_tags(member, without) if without else _chunks(member):
                parser.feed(chunk)
            parser.close()
        except etree.XMLSyntaxError as error:
            raise FileError(DAMAGED) from error


def _chunks(member: Member) -> Iterator[bytes]:
    while chunk := member.read(CHUNK):
        yield chunk


def _whole_tags(member: Member, without: Sequence[re.Pattern[bytes]]) -> Iterator[bytes]:
    """The part in pieces that end where a tag does."""
    rest: list[bytes] = []
    for chunk in _chunks(member):
        at = chunk.rfind(b">") + 1
        if at == 0:
            rest.append(chunk)
            continue
        piece = b"".join((*rest, chunk[:at]))
        rest = [chunk[at:]]
        for pattern in without:
            piece = pattern.sub(b"", piece)
        if piece:
            yield piece
    yield b"".join(rest)


def value(attributes: Attributes, name: str = "val") -> str | None:
    """An attribute of Word's own namespace."""
    return attributes.get(f"{{{WORD}}}{name}", attributes.get(f"{{{STRICT_WORD}}}{name}"))


def is_on(attributes: Attributes) -> bool:
    """A switch such as w:vanish is on by being there, unless it says otherwise."""
    return value(attributes) not in {"0", "false", "off"}


def integer(text: str | None, default: int) -> int:
    """A number from an attribute; what is no short number counts as `default`."""
    if text is None or not INTEGER.fullmatch(text.strip()):
        return default
    return int(text)


@lru_cache(maxsize=1024)
def _prefixed(tag: str) -> str:
    namespace, _, name = tag.removeprefix("{").rpartition("}")
    return f"{PREFIXES.get(namespace, '')}:{name}"
