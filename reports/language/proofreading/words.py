"""Words that Russian does not know.

No dictionary has all the words of a living language, and a remark on a good one teaches people to
pass over remarks. So an unknown word is told only when it looks like a slip of the pen: one letter
away from a known word, or with letters that never stand side by side. One with a capital inside a
sentence may be any name, and is told only beside a word of the officials.
"""

import re
from collections.abc import Iterator

from reports.language.proofreading import dictionary, official
from reports.language.proofreading.findings import Finding

_WORD = re.compile("[^\\W_]+(?:[-\u2010\u2011'’\u0301][^\\W_]+)*")
# What is quoted in Belarusian or Ukrainian.
_OF_NEIGHBOURS = re.compile("«[^«»\n]{0,200}[іўїєІЎЇЄ][^«»\n]{0,200}»")
_HYPHEN = re.compile("[-\u2010\u2011]")
_SMALL = re.compile("[а-яе]{3,40}")
_CAPITALISED = re.compile("[А-Я][а-я]{4,40}")
_SHORTEST_NAME = 7  # letters of a word that begins a sentence and may be a name
_NAME_MARKS = ("Name", "Surn", "Patr", "Geox", "Orgn", "Poss")
_OF_A_PLACE = re.compile(r".*ск(?:ий|ая|ое|ие|ого|ой|ому|ую|им|ом|их|ими)")  # «Кощинская школа»
_OF_NO_PLACE = re.compile(r".*ческ[а-я]{2,3}")
_ENDING_IN_BRACKETS = re.compile(r"\w[(/]\Z")  # «обучающиеся(ихся)»
_SENTENCE_END = re.compile(r"(?:\A|[.!?…]\s|\n|\n-\s|\A-\s)\Z")
# The dot of an initial or of an abbreviation ends no sentence: «В.А. Бакалина», «р.п. Стрелица».
_LONGEST_DOTTED = 8
_DOTTED = re.compile(
    r"(?<![^\W\d_])(?:[^\W\d_]|гг|ул|им|пос|дер|пл|пр|просп|пер|наб|оз|обл|стр|корп|св|проф|акад|доц|"
    r"тел|руб|тыс|чел|млн|зам|гор|рп|пгт|аг|др|см|ср|рук|гл|худ|реж|муз|сл|нар|засл)\.\s\Z",
    re.IGNORECASE,
)
# Of villages and streets no list knows all: «с. Ольша» is not «Орша».
_SMALL_PLACE_BEFORE = re.compile(
    r"(?<![^\W\d_])(?:[сдпх]|дер|пос|аг|ст|ул|пер|пр|пл|оз)\.\s?\Z", re.IGNORECASE
)
_INITIALS_BEFORE = re.compile(r"(?<![^\W\d_])[А-ЯЁ]\.\s?\Z")
_NAME_BEFORE = re.compile(r"(?<![^\W_])([А-ЯЁ][а-яё]{2,30})\s\Z")
_NAME_BEHIND = re.compile(r"\s([А-ЯЁ][а-яё]{2,30})(?![^\W_])")
# «Смолевский» alone is a surname, «Смолевский район» a slip; «Руднюк» is a surname anywhere.
_OF_A_SURNAME = re.compile(
    r".*(?:(?:[оеё]в|[иыеао]н)с|[еиао]ц)к(?:ий|ого|ому|им|ом|ая|ой|ую|ие|их|ими)|.*(?:[юу]к|аш|ич|ян)"
)
_WORD_BEHIND = re.compile(r"\s([а-яё]{3,40})")
_INITIALS_BEHIND = re.compile(r"\s[А-ЯЁ]\.")
_IMPOSSIBLE = re.compile(
    r"[жш]ы|[чщ][яю]|(.)\1\1|[аеиоуыэюя]{4}|(?:^|[аеиоуыэюя])[ьъ]|^ы|[ьъ]{2}|^[^аеиоуыэюя]{3,}$"
)
# A shorter word before a dot may be an abbreviation: «чел.», «обуч.».
_LONGEST_ABBREVIATION = 5
# The dictionary is asked at length for so many words of one text; more are of another language.
_MOST_UNKNOWN = 40

# Frequent slips that the dictionary takes for another word or that are too far from the right one:
# how the word begins, and how it should.
_FREQUENT = (
    (re.compile("белоруск(?=ий|ая|ое|ие|ого|ому|им|их|ую|ой)"), "белорусск"),
    *(
        (re.compile(wrong), right)
        for wrong, right in (
            ("руск(?=ий|ая|ое|ие|ого|ому|им|их|ую|ой)", "русск"),
            ("рос{1,2}ийск(?<!российск)", "российск"),
            ("учавств", "участв"),
            ("учас(?:т?ник|ниц)(?<!участник)", "участник"),
            ("искуств", "искусств"),
            ("межнац?ион(?<!межнацион)", "межнацион"),
            ("при?сутсв|пресутст?в|присуств", "присутств"),
            ("чуств", "чувств"),
            ("здраств", "здравств"),
            ("празник", "праздник"),
            ("празнов", "празднов"),
            ("колличеств", "количеств"),
            ("агенств", "агентств"),
            ("ком{1,2}ис{1,2}и(?<!комисси)", "комисси"),
            ("дискуси", "дискусси"),
            ("проф{1,2}ес{1,2}ион(?<!профессион)", "профессион"),
            ("терит", "террит"),
            ("сертефик", "сертифик"),
            ("пред?стов", "представ"),
            ("интелект", "интеллект"),
            ("апар", "аппар"),
            ("куль?турн(?<!культурн)", "культурн"),
        )
    ),
)
_ANY_FREQUENT = re.compile("|".join(wrong.pattern for wrong, _ in _FREQUENT))
_WOMAN = "белоруской"  # who comes with her, unless a thing follows


def check_words(text: str) -> Iterator[Finding]:
    unknown = 0
    foreign = [each.span() for each in _OF_NEIGHBOURS.finditer(text)]
    for match in _WORD.finditer(text):
        word = match[0].replace("\u0301", "").replace("Ё", "Е").replace("ё", "е")
        if _is_guarded(text, match) or any(a <= match.start() < b for a, b in foreign):
            continue
        part = _frequent_slip(word, text, match) or _unknown_part(word)
        if part is None or (text[match.end() : match.end() + 1] == "-" and _is_first(part)):
            continue  # «мото- и автопробег»
        unknown += 1
        if unknown > _MOST_UNKNOWN:
            return
        begins = _begins_sentence(text, match.start())
        if word[0].isupper() and _is_beside_name(text, match, begins=begins):
            continue
        begins = begins and _WORD_BEHIND.match(text, match.end()) is not None
        if _is_slip(part, word, begins=begins) and not _is_abbreviation(text, match):
            yield _finding(match, word, part)


def _is_guarded(text: str, match: re.Match[str]) -> bool:
    """An ending in brackets, a surname beside its initials, or the name of a village."""
    before = text[max(0, match.start() - _LONGEST_DOTTED) : match.start()]
    return _ENDING_IN_BRACKETS.search(before) is not None or (
        match[0][0].isupper()
        and (
            _INITIALS_BEFORE.search(before) is not None
            or _SMALL_PLACE_BEFORE.search(before) is not None
            or _INITIALS_BEHIND.match(text, match.end()) is not None
        )
    )


def _is_beside_name(text: str, match: re.Match[str], *, begins: bool) -> bool:
    """«Сенад Ботич», «Мария Совецкая»: what stands beside it is of no other use."""
    small = match[0].lower()
    if _OF_A_SURNAME.fullmatch(small) and not _is_before_noun(text, match.end()):
        return True
    behind = _NAME_BEHIND.match(text, match.end())
    before = (
        None if begins else _NAME_BEFORE.search(text[max(0, match.start() - 33) : match.start()])
    )
    return any(each is not None and _may_be_name(each[1].lower()) for each in (behind, before))


def _is_before_noun(text: str, end: int) -> bool:
    behind = _WORD_BEHIND.match(text, end)
    return behind is not None and any(
        tag.startswith(("NOUN", "ADJF")) for tag in dictionary.tags(behind[1].lower())
    )


def _may_be_name(word: str) -> bool:
    if not dictionary.in_dictionary(word):
        small = word.replace("ё", "е")
        return not (official.is_official(small) or official.near(small))
    return any(mark in tag for tag in dictionary.tags(word) for mark in ("Name", "Patr"))


def _finding(match: re.Match[str], word: str, part: str) -> Finding:
    right = _right_word(part)
    message = f"Слова «{match[0][:40]}» нет в словаре: проверьте, нет ли опечатки."
    if right is None or match[0].lower().replace("ё", "е") != word.lower():
        return Finding("unknown_word", *match.span(), message)
    at = word.lower().index(part)
    shaped = right.capitalize() if word[at].isupper() else right
    mended = word[:at] + shaped + word[at + len(part) :]
    # «Российско» alone is no word either: half an offer is none.
    is_whole = _unknown_part(mended) is None
    return Finding("unknown_word", *match.span(), message, mended if is_whole else None)


def _right_word(part: str) -> str | None:
    """The one word that was meant, if it can be but one."""
    corrected = _corrected(part)
    if corrected:
        return corrected
    for candidates in (official.near(part), dictionary.neighbours(part), official.farther(part)):
        doubled = [each for each in candidates if _undoubled(each) == _undoubled(part)]
        for chosen in (candidates, doubled):
            if len(chosen) == 1:
                return chosen[0]
        if candidates:
            return None
    return None


def _undoubled(word: str) -> str:
    """«програма» is told from «программа» by one of two equal letters."""
    return re.sub(r"(.)\1", r"\1", word)


# Frequent slips


def _frequent_slip(word: str, text: str, match: re.Match[str]) -> str | None:
    for part in _HYPHEN.split(word.lower()):
        if _corrected(part):
            thing = _WORD_BEHIND.match(text, match.end())
            if part != _WOMAN or (thing and _is_thing(thing[1])):
                return part
    return None


def _corrected(part: str) -> str | None:
    if not _ANY_FREQUENT.match(part):
        return None
    for wrong, right in _FREQUENT:
        match = wrong.match(part)
        if match:
            made = right + part[match.end() :]
            return made if _is_first(made) else None
    return None


def _is_thing(word: str) -> bool:
    """A noun or an adjective that «белорусской» may belong to: in the feminine singular."""
    return any(
        "femn" in tag and any(case in tag for case in ("gent", "datv", "ablt", "loct"))
        for tag in dictionary.tags(word.lower())
    )


# Unknown words


def _unknown_part(word: str) -> str | None:
    """What of a word, parted at hyphens, is not Russian; None also for names and the like."""
    if _CAPITALISED.fullmatch(word):
        small = word.lower()
        return None if _is_right(small) else small
    parts = _HYPHEN.split(word)
    if not all(map(_SMALL.fullmatch, parts[1:])) or dictionary.in_dictionary(word):
        return None
    if parts[0].istitle() and len(parts) > 1:
        return _unknown_of_adjective(parts)
    if not _SMALL.fullmatch(parts[0]):
        return None
    *firsts, last = parts
    return next(
        (part for part in firsts if not _is_first(part)),
        None if _is_right(last) else last,
    )


def _unknown_of_adjective(parts: list[str]) -> str | None:
    """«Росийско-белорусский», not the name «Атом-кутюр»."""
    first, *rest = (part.lower() for part in parts)
    if not first.endswith("о") or not all(map(dictionary.in_dictionary, rest)):
        return None
    return None if _is_first(first) else first


def _is_right(word: str) -> bool:
    """What only its parts make a word is none beside an official one: «семинору»."""
    if dictionary.in_dictionary(word) or official.is_official(word):
        return True
    return dictionary.is_word(word) and not official.near(word)


def _is_first(part: str) -> bool:
    return _is_right(part) or dictionary.is_first_part(part)


def _begins_sentence(text: str, start: int) -> bool:
    if not _SENTENCE_END.search(text[max(0, start - 3) : start]):
        return False
    return not _DOTTED.search(text[max(0, start - _LONGEST_DOTTED) : start])


def _is_slip(part: str, word: str, *, begins: bool) -> bool:
    """Of a capitalised word, which may be any name, only what can be nothing else is told."""
    if _corrected(part) or official.near(part):
        return True
    is_name = _CAPITALISED.fullmatch(word) is not None
    if is_name:
        if not begins or len(word) < _SHORTEST_NAME or _OF_A_PLACE.fullmatch(part):
            return False
        if any(mark in dictionary.tags(part)[0] for mark in _NAME_MARKS):
            return bool(official.farther(part))
    elif _IMPOSSIBLE.search(part):
        return True
    elif _OF_A_PLACE.fullmatch(part) and not _OF_NO_PLACE.fullmatch(part):
        return False  # «на чечерской земле»
    whole = f"{part[:-1]}ий" if part.endswith("о") else part
    return bool(
        official.farther(part) or dictionary.neighbours(part) or dictionary.neighbours(whole)
    )


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    return text[match.end() : match.end() + 1] == "." and len(match[0]) <= _LONGEST_ABBREVIATION
