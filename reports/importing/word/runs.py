"""What the runs of a Word file say: characters, results of fields, pictures, and what is not shown.

What only wraps text (content controls, tracked insertions, hyperlinks, smart tags) is not looked
at, so it cannot hide anything; what is deleted or is an older version is skipped. What Word does
not show (hidden text, deleted rows, codes of fields, prompts of empty controls), and what is not
text (pictures, embedded files), is told beside the text, where it stands.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from reports.importing.page import ATTACHMENT, PICTURE, Aside, object_name, picture_name
from reports.importing.word.definitions import Definitions, Properties
from reports.importing.word.lines import Lines
from reports.importing.word.numbering import Numbering
from reports.language import symbol_fonts
from reports.office.archive import FileError
from reports.office.budget import Budget
from reports.office.xml_stream import Attributes, PartReader, integer, is_on, value

Opening = dict[str, Callable[[Attributes], None]]
Closing = dict[str, Callable[[], object]]

TEXTS = {"w:t", "a:t", "m:t"}
RUNS = ("w:r", "m:r")
CHARACTERS = {
    "w:br": "\n",
    "w:cr": "\n",
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:noBreakHyphen": "-",
    "w:softHyphen": "\u00ad",
}
# Fields whose result Word keeps and does not show.
UNSEEN_FIELDS = {"SET", "ASK", "TC", "XE", "TA", "RD", "PRIVATE"}
LONGEST_CODE = 50
IMAGE_TITLE = "{urn:schemas-microsoft-com:office:office}title"
HIDDEN = Aside("", is_hidden=True)
PROMPT = Aside("", "Это подсказка незаполненного поля.")
STRUCK = Aside("", "Зачеркнутый текст не переносится.")
SWITCHES = ("w:vanish", "w:strike", "w:dstrike")
DRAWN = {"pic:pic": "Рисунок", "a:blip": "Рисунок", "c:chart": "Диаграмма", "dgm:relIds": "Схема"}
OLDER_VERSIONS = [f"w:{name}PrChange" for name in ("p", "r", "tc", "tr", "tbl", "sect")]


@dataclass(slots=True)
class _Drawing:
    what: str = ""  # «Рисунок», if there is any in it
    told: str = ""  # the words for those who do not see it
    is_hidden: bool = False


@dataclass(slots=True)
class _Field:
    """A field such as «IF … » whose code stands before its result, both in pieces."""

    is_outer_hidden: bool  # it stands in the code of another one
    is_hidden: bool = True  # as its code is
    code: str = ""
    written: int = 0  # what the reader's count was where its result began
    choices: list[str] = field(default_factory=list)  # of a drop-down list of Word's old forms
    chosen: Properties = field(default_factory=dict)

    @property
    def is_unseen(self) -> bool:
        return (self.code.split() or [""])[0].upper() in UNSEEN_FIELDS

    @property
    def answer(self) -> str:
        """What Word draws for a drop-down list or a check box; it is not in any run."""
        is_box, default = "w:checkBox" in self.chosen, self.chosen.get("w:default", "0")
        if is_box:
            return "☐" if self.chosen.get("w:checked", default) in {"0", "false", "off"} else "☒"
        at = integer(self.chosen.get("w:result", default), 0)
        return self.choices[at] if 0 <= at < len(self.choices) else ""


class RunReader(PartReader):
    """Writes the text of runs into the last of ``lines``; ``TextReader`` adds paragraphs and tables."""

    def __init__(self, definitions: Definitions, numbering: Numbering, budget: Budget) -> None:
        super().__init__(budget)
        self.definitions = definitions
        self.numbering = numbering
        self.lines = [Lines(numbering)]  # the outside, then the cell and text boxes we are in
        self.written = 0  # pieces of text with something to see
        # Of the runs, rows and cells, controls, and tables we are in. What hides, hides all inside.
        self.hidden_runs = [False]
        self.struck_runs = [False]
        self.hidden_rows = [False]
        self.prompts = [False]
        self.table_styles = [""]
        self.fields: list[_Field] = []
        self.fields_outside = [0]  # how many of them began outside each cell and text box
        self.marks: Properties = {}  # switches and w:rStyle of what is being described
        self.gloss: list[str] | None = None  # of a w:ruby: in the file it stands before its base
        self.drawings: list[_Drawing] = []  # those we are in
        self.opening = self._opening_of_text() | self._opening_of_fields_and_pictures()
        self.closing = {
            **dict.fromkeys(RUNS, self._close_run),
            "w:ruby": self._close_gloss,
            "w:rPr": self._close_marks,
            "w:fldSimple": self._close_field,
            "w:sdt": self.prompts.pop,
            "w:drawing": self._close_drawing,
            "a:p": lambda: self._write("\n"),
            "c:pt": lambda: self._write("\n"),
        }

    def _opening_of_text(self) -> Opening:
        return {
            **dict.fromkeys(OLDER_VERSIONS, self.skip),
            **dict.fromkeys(CHARACTERS, self._character),
            **dict.fromkeys(RUNS, self._open_run),
            **dict.fromkeys((*SWITCHES, "w:rStyle"), self._note_of_run),
            "w:ruby": self._open_gloss,
            "w:sdt": lambda _: self.prompts.append(self.prompts[-1]),
            "w:showingPlcHdr": self._note_of_control,
            "w:del": self._open_deletion,
            "w:moveFrom": self._open_deletion,
            "w:altChunk": self._refuse_insertion,
            "w:subDoc": self._refuse_insertion,
            "w:sym": self._symbol,
            "v:textpath": self._word_art,
        }

    def _opening_of_fields_and_pictures(self) -> Opening:
        return {
            **dict.fromkeys(("w:default", "w:result", "w:checked"), self._note_of_form),
            **dict.fromkeys(("o:OLEObject", "w:objectEmbed", "w:objectLink"), self._object),
            **dict.fromkeys(DRAWN, self._note_of_drawing),
            "w:checkBox": lambda _: self._chosen({"w:checkBox": ""}),
            "w:listEntry": self._choice,
            "w:fldChar": self._field,
            "w:fldSimple": self._open_simple_field,
            "w:drawing": lambda _: self.drawings.append(_Drawing()),
            "wp:docPr": self._describe,
            "v:imagedata": self._image,
            "w:control": lambda _: self._tell("Элемент управления", ATTACHMENT),
        }

    # Text

    def text(self, text: str) -> None:
        name = self.path[-1]
        if name in TEXTS or (name == "c:v" and "c:strCache" in self.path):
            # Line ends inside w:t come from the layout of the XML: Word shows them as spaces.
            self._write(text.replace("\n", " ").replace("\t", " "))
        elif name == "w:instrText" and self.fields:
            self.fields[-1].code = (self.fields[-1].code + text)[:LONGEST_CODE]

    def _write(self, text: str) -> None:
        if not text.isspace():
            self.written += 1
        self.budget.spend("characters", len(text))
        if self.gloss is not None and "w:rt" in self.path and not self._unseen:
            self.gloss.append(text)
        else:
            self.lines[-1].paragraph.write(text, self._unseen)

    @property
    def _unseen(self) -> Aside | None:
        """Why what stands here is not seen as text, if it is not."""
        is_code = bool(self.fields) and self.fields[-1].is_hidden
        if is_code or self.hidden_runs[-1] or self.hidden_rows[-1]:
            return HIDDEN
        if self.struck_runs[-1]:
            return STRUCK
        return PROMPT if self.prompts[-1] else None

    def _tell(self, text: str, reason: str, *, is_hidden: bool = False) -> None:
        """What is no text."""
        self.written += 1
        self.budget.spend("characters", len(text))
        kind = Aside(text, reason, is_hidden=is_hidden or self._unseen is HIDDEN)
        self.lines[-1].paragraph.write(text, kind)

    def _character(self, _attributes: Attributes) -> None:
        if "w:tabs" not in self.path:  # there a tab is a stop on the ruler
            self._write(CHARACTERS[self.path[-1]])

    def _symbol(self, attributes: Attributes) -> None:
        code = value(attributes, "char") or ""
        known = re.fullmatch(r"[0-9A-Fa-f]{1,4}", code) and not 0xD800 <= int(code, 16) <= 0xDFFF
        sign = chr(int(code, 16)) if known else "\ufffd"
        self._write(symbol_fonts.shown(sign, value(attributes, "font") or ""))

    def _open_gloss(self, _attributes: Attributes) -> None:
        self.gloss = []

    def _close_gloss(self) -> None:
        gloss, self.gloss = "".join(self.gloss or ()), None
        if gloss.strip():
            self._write(f" ({gloss.strip()})")

    def _word_art(self, attributes: Attributes) -> None:
        if text := attributes.get("string"):
            self._write(text)

    def _open_deletion(self, _attributes: Attributes) -> None:
        if self.path[-3:-1] == ["w:pPr", "w:rPr"]:
            self.lines[-1].paragraph.joined = True
        elif self.path[-2] == "w:trPr":
            self.hidden_rows[-1] = True
        self.skip()

    def _refuse_insertion(self, _attributes: Attributes) -> None:
        raise FileError(
            "В файл целиком вставлен другой документ. "
            "Откройте файл в Word, сохраните заново и загрузите еще раз."
        )

    # What hides text

    def _open_run(self, _attributes: Attributes) -> None:
        self.hidden_runs.append(self.hidden_runs[-1] or self._hides({}))
        self.struck_runs.append(self.struck_runs[-1])

    def _close_run(self) -> None:
        self.hidden_runs.pop()
        self.struck_runs.pop()

    def _hides(self, marks: Properties) -> bool:
        """Whether these marks of a run or a paragraph's end hide it, or the styles round it."""
        own = marks.get("w:vanish")
        return self.definitions.hides(
            self.table_styles[-1],
            self.lines[-1].paragraph.properties.get("w:pStyle", ""),
            marks.get("w:rStyle", ""),
            None if own is None else own == "on",
        )

    def _note_of_run(self, attributes: Attributes) -> None:
        is_switch = self.path[-1] in SWITCHES
        self.marks[self.path[-1]] = (
            ("on" if is_on(attributes) else "off") if is_switch else value(attributes) or ""
        )

    def _close_marks(self) -> None:
        owner, marks, self.marks = self.path[-2], self.marks, {}
        if owner in RUNS:
            self.hidden_runs[-1] = self.hidden_runs[-2] or self._hides(marks)
            is_struck = "on" in (marks.get("w:strike"), marks.get("w:dstrike"))
            self.struck_runs[-1] = self.struck_runs[-2] or is_struck
        elif owner == "w:pPr":
            self.lines[-1].paragraph.mark = marks

    def _note_of_control(self, attributes: Attributes) -> None:
        self.prompts[-1] = self.prompts[-1] or is_on(attributes)

    # Fields

    def _field(self, attributes: Attributes) -> None:
        kind = value(attributes, "fldCharType")
        if kind == "begin":
            self._open_field("")
        elif len(self.fields) == self.fields_outside[-1]:
            return  # of a field that has never begun
        elif kind == "separate":
            self._open_result()
        elif kind == "end":
            self._close_field()

    def _open_simple_field(self, attributes: Attributes) -> None:
        self._open_field((value(attributes, "instr") or "")[:LONGEST_CODE])
        self._open_result()

    def _open_field(self, code: str) -> None:
        is_outer_hidden = bool(self.fields) and self.fields[-1].is_hidden
        self.fields.append(_Field(is_outer_hidden, code=code))

    def _open_result(self) -> None:
        self.fields[-1].is_hidden = self.fields[-1].is_outer_hidden or self.fields[-1].is_unseen
        self.fields[-1].written = self.written

    def _close_field(self) -> None:
        if len(self.fields) > self.fields_outside[-1]:
            closed = self.fields.pop()
            if closed.answer and (closed.is_hidden or closed.written == self.written):
                self._write(closed.answer)

    def _note_of_form(self, attributes: Attributes) -> None:
        if self.path[-2] in ("w:ddList", "w:checkBox"):
            self._chosen({self.path[-1]: value(attributes) or "1"})

    def _chosen(self, chosen: Properties) -> None:
        if self.fields:
            self.fields[-1].chosen |= chosen

    def _choice(self, attributes: Attributes) -> None:
        if self.fields and self.path[-2] == "w:ddList":
            self.fields[-1].choices.append(value(attributes) or "")

    # Pictures and embedded files

    def _describe(self, attributes: Attributes) -> None:
        if self.drawings:
            self.drawings[-1].told = attributes.get("descr", "")
            self.drawings[-1].is_hidden = attributes.get("hidden") in ("1", "true")

    def _note_of_drawing(self, _attributes: Attributes) -> None:
        if self.drawings:
            self.drawings[-1].what = DRAWN[self.path[-1]]

    def _close_drawing(self) -> None:
        drawing = self.drawings.pop()
        if drawing.what:
            self._picture(drawing)

    def _image(self, attributes: Attributes) -> None:
        if "w:object" not in self.path:  # there it is how an embedded file looks
            self._picture(_Drawing("Рисунок", attributes.get(IMAGE_TITLE, "")))

    def _picture(self, drawing: _Drawing) -> None:
        what = picture_name(drawing.what, drawing.told)
        self._tell(what, PICTURE, is_hidden=drawing.is_hidden)

    def _object(self, attributes: Attributes) -> None:
        program = attributes.get("ProgID") or value(attributes, "progId") or ""
        self._tell(object_name(program), ATTACHMENT)
