"""Which words Russian knows: the dictionary of pymorphy3, and what is missing there."""

import functools
import re

from reports.language.morphology import analyser as _analyser

ALPHABET = "абвгдежзийклмнопрстуфхцчшщъыьэюя"

# Words too young for the dictionary, by their stems.
_NEW_WORDS = re.compile(
    r"(?:пэчворк|макраме|армрестлинг|телеграм|челлендж|воркшоп|хакатон|вебинар|коворкинг|краудфандинг|митап|нетворкинг|"
    r"питчинг|спикер|стендап|стрит-?арт|стрим|тимбилдинг|тьютор|фандрайзинг|фиджитал|"
    r"форсайт|подкаст|блогер|видеоблог|волонтерств|наставничеств|скрапбукинг|квиллинг|"
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
    ]
)
_ENDINGS_OF_THE_WHOLE = ("ий", "ый", "ой", "а", "я", "ия", "ика")


@functools.lru_cache(maxsize=20_000)
def tags(word: str) -> tuple[str, ...]:
    """The parts of speech and the other marks of a word, in each of its readings."""
    return tuple(str(reading.tag) for reading in _analyser().parse(word))


def in_dictionary(word: str) -> bool:
    """Whether the very word is there; «е» serves for «ё»."""
    return bool(_analyser().word_is_known(word))


def is_word(word: str) -> bool:
    """Whether a word without hyphens, in small letters, is Russian as far as we can tell."""
    word = word.replace("ё", "е")
    return (
        in_dictionary(word)
        or _NEW_WORDS.fullmatch(word) is not None
        or _is_compound(word)
        or is_first_part(word)
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


@functools.lru_cache(maxsize=5_000)
def is_slip(word: str) -> bool:
    """Whether one letter put in, left out, changed or exchanged would make a known word.

    Some thousand questions to the dictionary: for single words, not for every one.
    """
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    return any(
        in_dictionary(candidate)
        for before, after in cuts
        for candidate in (
            before + after[1:],
            before + after[1:2] + after[:1] + after[2:],
            *(before + letter + after for letter in ALPHABET),
            *(before + letter + after[1:] for letter in ALPHABET),
        )
    )
