"""What pages and files say that is no Russian for people: English words, codes, «ё»."""

import html
import io
import re
import zipfile
from urllib.parse import unquote

from municipalities.models import Municipality, MunicipalityName, User
from reports.language.plural import ru_plural

# Kinds of files, programs, keys and typefaces by their own names.
NAMES = {
    "docx",
    "xlsx",
    "csv",
    "Word",
    "Excel",
    "LibreOffice",
    "Ctrl",
    "Alt",
    "Tab",
    "Esc",
    "Enter",
} | {
    *("pdf", "odt", "ods", "jpg", "png", "zip", "eml", "https"),
    *("Shift", "Caps", "Lock", "SHA", "Times", "New", "Roman", "Astra", "Serif"),
}
# Read aloud or shown by the pointer; a browser's own words are its own.
SPOKEN = re.compile(r'(?:title|aria-label|aria-description|placeholder|alt)="([^"]*)"')
BUTTON = re.compile(r'<input[^>]*type="(?:submit|button)"[^>]*value="([^"]*)"')
TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL)
UNSAID = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)
# Of an Office file what a person reads: texts, the name of a sheet, headers, the properties.
WRITTEN = re.compile(
    r"<(?:w:t|t|dc:\w+|cp:keywords|cp:category|oddHeader|oddFooter)(?: [^>]*)?>([^<]*)<"
    r'|<sheet [^>]*name="([^"]*)"'
)
MARKS = {"&P", "&N", "&C", "&L", "&R"}  # of a page's number in a workbook
WORD = re.compile(r"[A-Za-z][A-Za-z_]{2,}")
# SHA-256 of a file; a field of a document's form, as people type it in Word; a Roman number.
NO_WORDS = re.compile(r"\b[0-9a-f]{64}\b|\{\{\w+\}\}|\b[IVXLC]+\b")


def said_on(page: str) -> str:
    """What a person sees on a page, or hears of it."""
    page = UNSAID.sub(" ", page)
    body = page.partition("<body")[2].partition(">")[2] or page
    said = [*TITLE.findall(page), *SPOKEN.findall(body), *BUTTON.findall(body)]
    return html.unescape(" ".join([*said, re.sub(r"<[^>]+>", " ", body)]))


def said_in(file: bytes) -> str:
    """What a person reads in a .docx or an .xlsx."""
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        texts = [parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")]
    found = [first or second for text in texts for first, second in WRITTEN.findall(text)]
    said = html.unescape("\n".join(found))
    for mark in MARKS:
        said = said.replace(mark, " ")
    return said


def said_by(answer) -> str:
    """What an answer of the site says, whatever it is; of one in JSON only what is in Russian."""
    kind = answer["Content-Type"]
    body = answer.getvalue() if answer.streaming else answer.content
    if "officedocument" in kind:
        name = unquote(answer["Content-Disposition"].partition("filename*=utf-8''")[2])
        return f"{name.replace('_', ' ')}\n{said_in(body)}"
    if "json" in kind:
        return ""
    return said_on(body.decode())


def foreign_words(said: str) -> set[str]:
    """English words and codes, and every «ё», but what people have called something themselves."""
    people = User.objects.values_list("username", "email")
    own = {*NAMES, *Municipality.objects.values_list("slug", flat=True)}
    called = [*people, *MunicipalityName.objects.values_list("full_name", "short_name")]
    own |= {word for texts in called for text in texts for word in WORD.findall(text)}
    words = set(WORD.findall(NO_WORDS.sub(" ", said)))
    return (words - own) | {letter for letter in "ёЁ" if letter in said}


# As they are counted: 1 отчет, 2 отчета, 5 отчетов.
COUNTED = [
    ("отчет", "отчета", "отчетов"),
    ("мероприятие", "мероприятия", "мероприятий"),
    ("замечание", "замечания", "замечаний"),
    ("подсказка", "подсказки", "подсказок"),
    ("строка", "строки", "строк"),
    ("раздел", "раздела", "разделов"),
    ("выпуск", "выпуска", "выпусков"),
    ("запись", "записи", "записей"),
    ("день", "дня", "дней"),
    ("раз", "раза", "раз"),
    ("файл", "файла", "файлов"),
    ("знак", "знака", "знаков"),
    ("просьба", "просьбы", "просьб"),
]
FORMS = {form: forms for forms in COUNTED for form in forms}
A_NUMBER_OF = re.compile(rf"(?<!№ )(?<![\d.,])(\d{{1,3}})[ \u00a0]({'|'.join(FORMS)})\b")
RAW_COUNT = re.compile(rf"(?:\}}\}}|\$\{{[^}}]*\}})[ \u00a0](?:{'|'.join(FORMS)})\b")


def disagreeing(said: str) -> set[str]:
    """«5 отчета», «1 строк»: where neither the number nor any case of it asks for the noun's form."""
    return {
        f"{number} {form}"
        for number, form in A_NUMBER_OF.findall(said)
        if form not in _forms_after(int(number), FORMS[form])
    }


def _forms_after(number: int, forms: tuple[str, str, str]) -> set[str]:
    """With a preposition «1 отчет» is «из 1 отчета», «2 отчета» is «из 2 отчетов»."""
    one, few, many = forms
    wanted = ru_plural(number, *forms)
    return {many} if wanted == many else {one, few} if wanted == one else {few, many}
