"""Rows of a table that are no events, though they stand among them: totals and signatures."""

import re
from collections.abc import Mapping, Sequence

TOTAL = re.compile(r"\W*(?:итого|итог|всего|общее (?:количество|число))\b", re.IGNORECASE)
POST = re.compile(
    r"\W*(?:(?:и\.?\s?о\.?|врио|вр\.\s?и\.\s?о\.)\s+)?"
    r"(?:глав[аы]|(?:первый )?заместител|начальник|руководител|председател|директор|исполнител|исп\."
    r"|(?:главный |ведущий |старший )?(?:специалист|консультант|эксперт)|мэр|губернатор|управляющ"
    r"|секретар|ответственн|подпись|согласован|м\.\s?п\.)",
    re.IGNORECASE,
)
PERSON = re.compile(
    r"\b[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.\s?)?[А-ЯЁ][а-яё]+|\b[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?"
)
PLAIN_PERSON = re.compile(r"(?:[А-ЯЁ][а-яё-]+\s*){1,3}")
LINE_TO_SIGN = re.compile(r"_{3,}|\(подпись\)|\bМ\.\s?П\.", re.IGNORECASE)
PHONE = re.compile(r"(?:\d[\d\s()-]{4,}\d)")
LONGEST_SIGNATURE = 250
OF_A_NAME = re.compile(
    r".*(?:район|округ|муниципальн)|\bМО\b|\W*г(?:\.|ород\b)|\W*[А-ЯЁ][\w-]+(?:\s[А-ЯЁ][\w-]+)?\W*\Z"
)
LONGEST_NAME = 120

IS_TOTAL = "Это итог, а не мероприятие."
IS_SIGNATURE = "Это подпись, а не мероприятие."


def why_no_event(texts: Sequence[str]) -> str:
    """What a row is that has no number, place or dates, by its texts that are not empty; "" for
    what may be an event."""
    if not texts:
        return ""
    if TOTAL.match(texts[0]):
        return IS_TOTAL
    return IS_SIGNATURE if _is_signature([text.strip() for text in texts]) else ""


def may_be_a_name(texts: Mapping[str, str]) -> bool:
    """Whether the cells of a row, by their fields, may hold the name of whose rows stand below it.

    A row that only goes on with the event above has more than a name and a place, and says it in
    small letters; a guest is no municipality.
    """
    if not (texts["content"] or texts["participants"]):
        return True
    filled = [name for name, text in texts.items() if text]
    text = " ".join(texts[name] for name in filled)
    is_short = len(filled) == 1 and len(text) <= LONGEST_NAME
    return is_short and filled != ["participants"] and OF_A_NAME.match(text) is not None


def _is_signature(texts: list[str]) -> bool:
    whole = " ".join(texts)
    if len(whole) > LONGEST_SIGNATURE:
        return False
    signs = bool(PERSON.search(whole) or LINE_TO_SIGN.search(whole))
    if len(texts) == 1:
        line = texts[0].split("\n")[0]
        is_executor = bool(PERSON.match(line) and (PHONE.search(whole) or PERSON.fullmatch(line)))
        return is_executor or bool(POST.match(whole) and signs)
    is_person = any(PERSON.fullmatch(each) or PLAIN_PERSON.fullmatch(each) for each in texts[1:])
    is_line = all(LINE_TO_SIGN.sub("", each).strip(" /") == "" for each in texts[1:])
    return bool(POST.match(whole)) and (
        is_person or is_line or LINE_TO_SIGN.search(whole) is not None
    )
