"""The paragraphs of a Word file while they are read, and as lines of text afterwards."""

from dataclasses import dataclass, field, replace

from reports.importing.page import Aside
from reports.importing.word.definitions import Properties
from reports.importing.word.numbering import Numbering


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph: what Word prints before it, and its own text."""

    marker: str
    text: str
    asides: tuple[Aside, ...] = ()

    @property
    def full(self) -> str:
        return self.marker + self.text


@dataclass(slots=True)
class OpenParagraph:
    """A paragraph that is being read."""

    pieces: list[str] = field(default_factory=list)
    boxes: list[Line] = field(default_factory=list)  # text boxes anchored in it
    unseen: list[tuple[Aside, list[str]]] = field(default_factory=list)
    properties: Properties = field(default_factory=dict)
    mark: Properties = field(default_factory=dict)  # w:vanish and w:rStyle of its end
    joined: bool = False  # its end is deleted or hidden: the next paragraph goes on with it

    def write(self, text: str, kind: Aside | None) -> None:
        """Text that is seen (``kind`` is None), hidden or a prompt."""
        if kind is None:
            self.pieces.append(text)
        elif self.unseen and self.unseen[-1][0] is kind:
            self.unseen[-1][1].append(text)
        else:
            self.unseen.append((kind, [text]))

    @property
    def asides(self) -> tuple[Aside, ...]:
        told = [replace(kind, text="".join(texts).strip()) for kind, texts in self.unseen]
        return tuple(aside for aside in told if aside.text)


class Lines:
    """The paragraphs of one place: a cell, a text box, a part outside its tables."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._lines: list[Line] = []
        self._paragraph: OpenParagraph | None = None

    @property
    def paragraph(self) -> OpenParagraph:
        if self._paragraph is None:
            self._paragraph = OpenParagraph()
        return self._paragraph

    def begin(self) -> None:
        self.end()
        self.paragraph.properties = {}
        self.paragraph.mark = {}
        self.paragraph.joined = False

    def end(self) -> None:
        paragraph = self._paragraph
        if paragraph and not paragraph.joined:
            text = "".join(paragraph.pieces)
            marker = self._numbering.marker(paragraph.properties)
            self._lines.append(Line(marker if text.strip() else "", text, paragraph.asides))
            self._lines += paragraph.boxes
            self._paragraph = None

    def take(self) -> list[Line]:
        """All lines so far, but for a paragraph that goes on."""
        lines, self._lines = self._lines, []
        return lines

    def stop(self) -> None:
        """Nothing goes on with the last paragraph."""
        if self._paragraph:
            self._paragraph.joined = False
        self.end()

    def close(self) -> list[Line]:
        self.stop()
        return self.take()


def asides_of(lines: list[Line]) -> tuple[Aside, ...]:
    return tuple(aside for line in lines for aside in line.asides)


def joined(lines: list[str]) -> str:
    """Lines as one text; empty paragraphs at the end of a cell say nothing."""
    while lines and not lines[-1].strip():
        lines.pop()
    return "\n".join(lines)
