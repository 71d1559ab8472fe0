"""A noun behind a number, and the case that «согласно» asks for.

A form may be right in one case and wrong in another, so only what no case allows is told, and of
the rest what stands where a subject stands: «приняли участие 2 преподавателей».
"""

import re
from collections.abc import Iterator

from reports.language.proofreading import dictionary
from reports.language.proofreading.findings import Finding

_NUMBER_AND_NOUN = re.compile(
    r"(?<![\w.,:/№%-])(?<!№\s)(?:\d{1,3}[-–])?(?P<number>[1-9]\d{0,2}(?:\s000){0,2})[^\S\n]"
    r"(?P<noun>[а-яё]{4,30})(?![\w-])"
)
# Things that reports count; «5 класса», «8 марта», «2 тура» may be numbered ones.
_COUNTED = re.compile(
    r"(?:команд|стран|работ|рисун[ок]|экспонат|организаци|делегаци|учрежден|регион|коллектив|ансамбл|"
    r"мероприяти|концерт|выставо?к|номинаци|заяво?к|спектакл|экскурси|диплом|грамот|картин|фотографи|"
    r"предприяти|соглашени|договор|протокол|встреч|заседани|поездк|поездок|визит|семинар|вебинар|"
    r"лекци|мастер-класс|проект|програм|фильм|книг|стенд|сувенир|медал|кубк|приз|сертификат|"
    r"благодарност|саженц|памятник|площадк|площадок)[а-яё]{0,4}"
)
_WITHOUT_SINGULAR = frozenset(["детей", "дети", "людей", "люди", "ребят", "ребята", "лица"])
_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
_OBLIQUE = {("plur", case) for case in ("datv", "ablt", "loct")}
_MANY = {("plur", "gent"), ("plur", "accs"), *_OBLIQUE}
_FEW = {("sing", "gent"), *_OBLIQUE}

_CLAUSE = 120  # characters before a number in which its verb is looked for
_CLAUSE_END = re.compile(r"[.!?;:\n(–]\s?")
# «10 учащихся, 3 родителя и » before «2 преподавателей»
_COUNTED_BEFORE = re.compile(
    r"\d{1,4}\s[а-яё-]{2,30}(?:\s[а-яё-]{2,30})?(?:,|,?\s(?:и|а\sтакже))\s?\Z"
)
_TOOK_PART = re.compile(r"прин[яи][а-яё]{1,9}\s(?:[а-яё]{3,20}\s)?участие\s\Z", re.IGNORECASE)
_LAST_WORD = re.compile(r"([А-ЯЁа-яё]{3,30})\s\Z")

_GOVERNED = re.compile(
    r"(?<![\w-])(?:(?P<thanks>благодаря)|согласно|вопреки)\s(?P<words>[а-яё]{3,30}(?:\s[а-яё]{3,30}){0,2})",
    re.IGNORECASE,
)


def check_agreement(text: str) -> Iterator[Finding]:
    for match in _NUMBER_AND_NOUN.finditer(text):
        replacement = _right_form(text, match)
        if replacement:
            message = "Число и существительное не согласованы."
            yield Finding("number_and_noun", *match.span("noun"), message, replacement)
    for match in _GOVERNED.finditer(text):
        finding = _governed(match)
        if finding:
            yield finding


# Number and noun


def _right_form(text: str, match: re.Match[str]) -> str | None:
    """None where the form is right, or may be."""
    noun, number = match["noun"], int(re.sub(r"\s", "", match["number"]))
    forms = _forms(noun)
    if not forms or not (_is_animate(noun) or _COUNTED.fullmatch(noun)):
        return None
    ends, is_teen = number % 10, number % 100 // 10 == 1
    if ends == 1 and not is_teen:
        if any(number == "sing" for number, _ in forms):
            return None
        case = "nomn" if _is_subject(text, match.start()) else "gent"
        return dictionary.inflected(noun, case, "sing")
    is_few = 2 <= ends <= 4 and not is_teen
    if forms & (_FEW if is_few else _MANY):
        return None
    if is_few and ("plur", "gent") in forms and not _is_subject(text, match.start()):
        return None  # «из 2 преподавателей»
    may_be_ordinal = not _is_animate(noun) and any(number == "sing" for number, _ in forms)
    if may_be_ordinal and not _follows_verb(text, match.start()):
        return None  # «5 команды»: of the fifth
    if is_few:
        return dictionary.inflected(noun, "gent", "sing")
    return "человек" if noun == "человека" else dictionary.inflected(noun, "gent", "plur")


def _forms(noun: str) -> set[tuple[str, str]]:
    """Number and case in each reading; none where it may be another part of speech, or a name."""
    if noun in _WITHOUT_SINGULAR or not dictionary.in_dictionary(noun):
        return set()
    tags = dictionary.tags(noun)
    if not all(tag.startswith("NOUN") for tag in tags):
        return set()
    if any(
        mark in tag for tag in tags for mark in ("Name", "Surn", "Patr", "Geox", "Fixd", "Pltm")
    ):
        return set()
    return {
        (number, case)
        for tag in tags
        for number in ("sing", "plur")
        for case in _CASES
        if number in tag and case in tag
    }


def _is_animate(noun: str) -> bool:
    return all("anim" in re.split("[ ,]", tag) for tag in dictionary.tags(noun))


def _is_subject(text: str, start: int) -> bool:
    """Whether what stands before a number leaves it in the nominative."""
    before = _CLAUSE_END.split(text[max(0, start - _CLAUSE) : start])[-1]
    counted = _COUNTED_BEFORE.search(before)
    while counted:
        before = before[: counted.start()]
        counted = _COUNTED_BEFORE.search(before)
    if not before.strip(" -") or _TOOK_PART.search(before):
        return len(before) < _CLAUSE
    return _follows_verb(before, len(before))


def _follows_verb(text: str, end: int) -> bool:
    """«вручено», «прошло» right before it: what is counted is the subject."""
    last = _LAST_WORD.search(text[max(0, end - _CLAUSE) : end])
    return last is not None and any(
        (tag.startswith("VERB") and ("intr" in tag or "neut" in tag)) or tag.startswith("PRTS")
        for tag in dictionary.tags(last[1].lower())
    )


# «Согласно»


def _governed(match: re.Match[str]) -> Finding | None:
    """«согласно утвержденного плана», «благодаря поддержки» ask for the dative."""
    mended = []
    for word in match["words"].split():
        tags = dictionary.tags(word)
        is_noun = all(tag.startswith("NOUN") for tag in tags)
        if not is_noun and not all(tag.startswith(("ADJF", "PRTF")) for tag in tags):
            return None
        if any("datv" in tag for tag in tags):
            right = word
        else:
            number = next((each for each in ("sing", "plur") if _is_genitive(tags, each)), None)
            right = dictionary.inflected(word, "datv", number) if number else None
        if right is None:
            return None
        if match["thanks"] and any("accs" in tag for tag in tags):
            return None  # «благодаря гостей за визит»
        mended.append(right)
        if is_noun:
            break
    else:
        return None
    typed = " ".join(match["words"].split()[: len(mended)])
    if " ".join(mended) == typed or len(typed) > len(match["words"]):
        return None
    start = match.start("words")
    message = f"«{match[0].split()[0].capitalize()}» требует дательного падежа: чему?"
    return Finding("wrong_case", start, start + len(typed), message, " ".join(mended))


def _is_genitive(tags: tuple[str, ...], number: str) -> bool:
    return any("gent" in tag and number in tag for tag in tags)
