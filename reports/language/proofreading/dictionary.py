"""Which words Russian knows: the dictionary of pymorphy3, and what is missing there."""

import functools
import re

from reports.language.morphology import analyser as _analyser

ALPHABET = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_DECLINED = ("NOUN", "ADJF", "PRTF")

# Words too young for the dictionary, by their stems.
_NEW_WORDS = re.compile(
    r"(?:пэчворк|макраме|армрестлинг|телеграм|челлендж|воркшоп|хакатон|вебинар|коворкинг|краудфандинг|митап|нетворкинг|"
    r"питчинг|спикер|стендап|стрит-?арт|стрим|тимбилдинг|тьютор|фандрайзинг|фиджитал|"
    r"форсайт|подкаст|пеллет|повят|аэродизайн|брендинг|блогер|видеоблог|волонтерств|наставничеств|скрапбукинг|квиллинг|"
    r"декупаж|лэтчворк|эбру|косплей|кейс|грантополучател|благополучател|офлайн|онлайн|"
    r"ландрат|репост|хештег|хэштег|лонгрид|лайфхак|мессенджер|чат-?бот|стартап|акселератор|"
    r"инклюзи|реконструктор|воркаут|паркур|скейтпарк|киберспорт|геокешинг|велопробег|"
    r"десногорск|диджитализаци|импортозамещени|урбанист|цифровизаци|самозанят)[а-я]{0,5}"
)
# What other words are made with. The rest of the word must be known.
_PREFIXES = (
    "видео", "аудио", "фото", "кино", "медиа", "теле", "радио", "этно", "эко", "био", "гео",
    "нано", "микро", "мини", "макро", "мульти", "поли", "супер", "гипер", "ультра", "интер",
    "транс", "пост", "пред", "анти", "контр", "меж", "сверх", "под", "над", "не", "ре", "вне",
    "внутри", "все", "само", "взаимо", "обще", "энерго", "авто", "агро", "аэро", "гидро",
    "электро", "арт", "муз", "спец", "веб", "кибер", "флеш", "соц", "вело", "мото", "нейро",
    "психо", "социо", "экс", "вице", "конференц", "онлайн", "интернет", "квест", "двух", "трех",
    "четырех", "пяти", "шести", "семи", "восьми", "девяти", "десяти", "много", "одно", "перво",
    "ново", "высоко", "евро", "доп", "со", "конно", "меж",
)  # fmt: skip
_NUMBERS = (
    "двух", "трех", "четырех", "пяти", "шести", "семи", "восьми", "девяти", "десяти", "много",
    "одно", "разно",
)  # fmt: skip
# First parts that are not made of a known adjective or noun.
_FIRST_PARTS = frozenset(
    [
        "англо",
        "германо",
        "франко",
        "итало",
        "испано",
        "греко",
        "японо",
        "индо",
        "австро",
        "афро",
        "евро",
        "азово",
        "угро",
        "финно",
        "латино",
        "северо",
        "юго",
        "западно",
        "восточно",
        "арт",
        "веб",
        "вице",
        "гала",
        "медиа",
        "мини",
        "пресс",
        "промо",
        "экс",
        "квиз",
        "квест",
        "интернет",
        "онлайн",
        "офлайн",
        "блиц",
        "кантри",
        "поп",
        "рок",
        "фолк",
        "шоу",
        "этно",
        "эко",
        "топ",
        "смарт",
        "диджей",
        "кавер",
        "файер",
        "фаер",
    ]
)
_ENDINGS_OF_THE_WHOLE = ("ий", "ый", "ой", "а", "я", "ия", "ика")


@functools.lru_cache(maxsize=20_000)
def tags(word: str) -> tuple[str, ...]:
    """The parts of speech and the other marks of a word, in each of its readings."""
    return tuple(str(reading.tag) for reading in _analyser().parse(word))


@functools.lru_cache(maxsize=10_000)
def in_dictionary(word: str) -> bool:
    """Whether the very word is there; «е» serves for «ё»."""
    return _is_known(word)


def _is_known(word: str) -> bool:
    return bool(_analyser().word_is_known(word))


def is_word(word: str) -> bool:
    """Whether a word without hyphens, in small letters, is Russian as far as we can tell."""
    word = word.replace("ё", "е")
    return (
        in_dictionary(word)
        or _NEW_WORDS.fullmatch(word) is not None
        or _is_adverb(word)
        or _is_short_participle(word)
        or _is_inhabitant(word)
        or (_is_compound(word) and not _is_swallowed(word))
    )


def is_first_part(word: str) -> bool:
    """«российско», «технико»: what stands before a hyphen, or is written together."""
    if word in _FIRST_PARTS:
        return True
    if len(word) < 4 or word[-1] not in "ое":
        return False
    stem = word[:-1]
    if word[-1] == "е":
        return any("ADJF" in tag for tag in tags(f"{stem}ий")) and in_dictionary(f"{stem}ий")
    if any(in_dictionary(stem + ending) for ending in _ENDINGS_OF_THE_WHOLE):
        return True
    return in_dictionary(stem) and any("NOUN" in tag for tag in tags(stem))  # «лесо»


def _is_adverb(word: str) -> bool:
    """«креативно», «графически», made of an adjective; «подписанно» is made of a participle."""
    if word.endswith("ски") and in_dictionary(f"{word}й"):
        return True
    stem = word.removesuffix("о")
    return (
        stem != word
        and not stem.endswith("ск")
        and any(
            in_dictionary(whole) and any("ADJF" in tag for tag in tags(whole))
            for whole in (f"{stem}ый", f"{stem}ий")
        )
    )


_SHORT = re.compile(r"(?P<stem>[а-я]{3,30}[аея]н)[оаы]?")


def _is_short_participle(word: str) -> bool:
    """«условлено», made of «условленный»."""
    match = _SHORT.fullmatch(word)
    return match is not None and in_dictionary(f"{match['stem']}ный")


_INHABITANT = re.compile(r"(?P<place>[а-я]{3,30})(?:ец|ц[аеуы]|ц[ео][мв]|ца[мх]|цами)")


def _is_inhabitant(word: str) -> bool:
    """«амурцам», «смолевичцев»: those who live at a place that the dictionary knows."""
    match = _INHABITANT.fullmatch(word)
    return match is not None and any(
        in_dictionary(place) and any("Geox" in tag for tag in tags(place))
        for place in (match["place"] + ending for ending in ("", "а", "я", "о", "ск", "ь", "и"))
    )


def _is_swallowed(word: str) -> bool:
    """«совешание» is no «вешание»: what a prefix makes of a known word is doubted where another
    word is one slip away; not so «трехэтапный», beside which there is «трехэтажный»."""
    for prefix in ("не", *_NUMBERS):
        rest = word.removeprefix(prefix)
        if rest != word and any(tag.startswith(("ADJF", "PRTF")) for tag in tags(rest)):
            return False
    return bool(neighbours(word))


def _is_compound(word: str, depth: int = 2) -> bool:
    for prefix in _PREFIXES:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) >= 4:
            if in_dictionary(rest) or _NEW_WORDS.fullmatch(rest):
                return True
            if depth and _is_compound(rest, depth - 1):
                return True
    return any(
        word[at - 1] in "ое" and in_dictionary(word[at:]) and is_first_part(word[:at])
        for at in range(5, len(word) - 4)
    )


def one_slip_away(word: str) -> set[str]:
    """What one letter put in, left out, changed or exchanged makes of ``word``."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    made = {
        candidate
        for before, after in cuts
        for candidate in (
            before + after[1:],
            before + after[1:2] + after[:1] + after[2:],
            *(before + letter + after for letter in ALPHABET),
            *(before + letter + after[1:] for letter in ALPHABET),
        )
    }
    return made - {word}


@functools.lru_cache(maxsize=5_000)
def neighbours(word: str) -> tuple[str, ...]:
    """The known words that one slip of the pen makes of ``word``.

    Some thousand questions to the dictionary: for single words, not for every one.
    """
    return tuple(sorted(filter(_is_known, one_slip_away(word))))


def forms(word: str) -> set[str]:
    """All the forms of a word given in its first one, «е» for «ё»."""
    readings = _analyser().parse(word)
    found = [reading for reading in readings if reading.normal_form == word] or readings[:1]
    return {each.word.replace("ё", "е") for reading in found for each in reading.lexeme}


def inflected(word: str, case: str, number: str) -> str | None:
    """The noun, adjective or participle in ``case`` and ``number``, as pymorphy names them.

    None where the word has no such form.
    """
    for reading in _analyser().parse(word):
        made = reading.inflect({case, number}) if reading.tag.POS in _DECLINED else None
        if made:
            return str(made.word).replace("ё", "е")
    return None
