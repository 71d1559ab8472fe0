"""The six columns of the official table: titles, widths, and what may be remarked on.

Two things stand elsewhere because of what they are, and tests compare them with these: the widths
of the .docx in the form of Word (``export/docx/forms/consolidated.docx``, as any region may bring
its own) and those on the screen (``static/css/document.css``).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column of the official table.

    ``key`` is also the field of ``Event`` whose text it prints; ``title`` is the printed heading,
    its lines separated by ``\\n``; ``width`` is in millimetres on the A4 sheet. A column that is
    ``is_written`` holds a text of the municipality, which remarks and corrections are about; one
    that is ``is_free_text`` besides is proofread, searched, and kept as it was written.
    """

    key: str
    title: str
    short_title: str
    width: int
    centred: bool = False
    is_written: bool = True
    is_free_text: bool = True

    @property
    def full_title(self) -> str:
        """The title on one line."""
        return self.title.replace("\n", " ")

    @property
    def name(self) -> str:
        """What a sentence calls the column: the title without its explanation in brackets."""
        return self.title.partition("\n(")[0].replace("\n", " ")


COLUMNS = (
    Column("number", "№\nп/п", "№", 11, centred=True, is_written=False, is_free_text=False),
    Column("name", "Наименование мероприятия", "Наименование", 52),
    Column("place", "Место проведения мероприятия", "Место", 40),
    Column("period", "Сроки проведения мероприятия", "Сроки", 32, centred=True, is_free_text=False),
    Column(
        "content",
        "Содержание мероприятия\n(в том числе краткая информация о достигнутых договоренностях)",
        "Содержание",
        78,
    ),
    Column("participants", "Участники мероприятия\n(ФИО, должность)", "Участники", 54),
)
WRITTEN = tuple(column for column in COLUMNS if column.is_written)
WRITTEN_KEYS = tuple(column.key for column in WRITTEN)
FREE_TEXT_KEYS = tuple(column.key for column in WRITTEN if column.is_free_text)
BY_KEY = {column.key: column for column in COLUMNS}
