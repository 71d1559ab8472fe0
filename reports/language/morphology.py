"""The dictionary of pymorphy3: read once, at the first question; asking changes nothing in it."""

import functools

import pymorphy3

_CASES = {"nomn", "gent", "datv", "accs", "ablt", "loct", "loc2", "gen2"}
# Names that the dictionary lacks, by their last letter: what it would make of them is of people.
_ENDINGS = {
    "а": ("а", "ы", "и", "е", "у", "ой"),
    "я": ("я", "и", "е", "ю", "ей"),
    "о": ("о", "а", "у", "ом", "е"),
    "ь": ("ь", "я", "ю", "ем", "е", "и", "ью"),
    "й": ("й", "я", "ю", "ем", "е"),
}
_AFTER_CONSONANT = ("", "а", "у", "ом", "е")
_OF_ADJECTIVE = ["ий", "ого", "ому", "им", "ом", "ая", "ой", "ую", "ое", "ие", "их", "ими"]
_VOWELS = "аеиоуыэюя"


@functools.cache
def analyser() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(lang="ru")


def forms_of_name(word: str) -> frozenset[str]:
    """All cases of one word of a place's or people's name, given in the nominative in small
    letters; the number stays («Осиповичи»). A word in another case stays as it is («Берег
    Слоновой Кости»)."""
    nouns = [
        reading
        for reading in analyser().parse(word)
        if reading.tag.case == "nomn" and reading.tag.POS in {"NOUN", "ADJF", "PRTF"}
    ]
    of_places = [reading for reading in nouns if "Geox" in reading.tag]
    forms = {word}
    for reading in of_places or nouns:
        is_same = {str(reading.tag.number)}
        forms |= {
            form.word.replace("ё", "е")
            for form in reading.lexeme
            if form.tag.case in _CASES
            and {str(form.tag.number)} == is_same
            and (form.tag.POS == "NOUN" or form.tag.gender == reading.tag.gender)
        }
    if word.endswith("ы") and f"{word[:-1]}ам" in forms:
        forms.add(f"{word[:-1]}ов")  # «Чаусы» are «Чаусов», whatever the dictionary makes of them
    if not of_places and not analyser().word_is_known(word):
        forms |= _by_ending(word)
    return frozenset(forms)


def forms_of_adjective(word: str) -> frozenset[str]:
    """All genders, numbers and cases of «белорусский»."""
    readings = [each for each in analyser().parse(word) if each.tag.POS == "ADJF"]
    full = {
        form.word.replace("ё", "е")
        for each in readings[:1]
        for form in each.lexeme
        if form.tag.POS == "ADJF"
    }
    # The dictionary has a surname alone for some: «Слуцкий».
    return frozenset({word, *(full or {word[:-2] + ending for ending in _OF_ADJECTIVE})})


def forms_of_people(word: str) -> frozenset[str]:
    """All numbers and cases of «белорус», «китаянка»."""
    readings = [
        each for each in analyser().parse(word) if "NOUN" in each.tag and each.tag.case == "nomn"
    ]
    return frozenset(
        {word, *(form.word.replace("ё", "е") for each in readings[:1] for form in each.lexeme)}
    )


def _by_ending(word: str) -> set[str]:
    last = word[-1]
    if last in _ENDINGS:
        return {word[:-1] + ending for ending in _ENDINGS[last]}
    if last in _VOWELS:
        return set()
    forms = {word + ending for ending in _AFTER_CONSONANT}
    if word.endswith(("ец", "ац")):  # «Крагуевца»
        forms |= {f"{word[:-2]}ц{ending}" for ending in _AFTER_CONSONANT if ending}
    return forms
