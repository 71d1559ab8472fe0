"""Of which countries a text tells: not every name of a place is of a country that took part.

The cell of the place, and words of travel and delegations, weigh more than a title: «Вена – город
вальса» is no Austria, «делегация из Вены» is. What bears a country's name is not the country:
«Белорусский вокзал», «улица Минская», «Джек Лондон», «французский язык».
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from reports.language import event_kinds, morphology, places
from reports.language.places import Added, Kind, Mention, Token

# Things that are called by a country: nobody comes from there.
_THING = re.compile(
    r"вокзал|улиц|ул$|переул|площад|проспект|шоссе|тракт|бульвар|набережн|горк[аеи]|кухн|блюд|"
    r"язык|словар|грамматик|алфавит|разговорник|овчарк|бульдог|терьер|дог$|болонк|пинчер|шрифт|"
    r"окн[оаеу]|войн|фронт|поход|наступлен|операци|стол$|стола|стенк|орех|перец|булк|марш|"
    r"ходьб|бан[яиею]|шашк|рулетк|кроссворд|диаспор|автономи|залив|мор[еяю]$|футбол|борьб"
)
_STREET = re.compile(
    r"ул|улиц[аеуы]|улицей|пр|просп|проспект[аеу]?|пер|переулок|переулк[аеу]|пл|площад[ьи]|"
    r"шоссе|бульвар[аеу]?|наб|набережн\w{2,3}|мкр|микрорайон[аеу]?|станци\w{1,2}|метро|вокзал\w{0,2}"
)
_HOUSE = re.compile(
    r"кафе|ресторан\w{0,2}|гостиниц\w{1,2}|отел\w{1,3}|кинотеатр\w{0,2}|т[рд]?ц|магазин\w{0,2}|"
    r"клуб\w{0,2}|санатори\w{1,2}|пансионат\w{0,2}|бар|парк|лагер\w{1,2}|колхоз\w{0,2}"
)
# Close before a name: it is a place.
_PLACE_WORD = re.compile(r"г|гор|город\w{0,3}|гп|столиц\w{1,2}|побратим\w{0,2}")
_DIRECTION = re.compile(r"из|в|во|до|через|республик\w{1,2}|государств\w{1,2}")
# Before a name in its clause: people of that place came, or ours went there.
_TRAVEL = re.compile(
    r"делегаци|визит|поездк|выезд|гост[ия]|гостей|гостям|посол$|посл[аыоу]|посольств|консул|"
    r"гастрол|приезд|прибыт|пребывани|обмен|стажир|побратим|партнер|мэр[аыо]?|команд|сборн|посещени|"
    r"путешестви|экскурси|представител|участник|студент|школьник|педагог|коллег|мастер(?:а|ов|ами)$|"
    r"сотрудничеств|переговор"
)
# Close before a name: what happened there long ago is remembered here.
_BATTLE = re.compile(
    r"освобожд|взяти[еяю]|битв|штурм|оборон[аеуы]|сражени|бо[яеи]$|бо[ею]в|операци|"
    r"жертв|трагеди|узник|блокад|бомбардиров|катастроф"
)
# The war of our time that veterans and memorial days are of, not the country.
_OUR_WARS = {"AF"}
_SOLDIER = re.compile(
    r"ветеран|во[ие]н|погиб|павш|войск|войн|памят|прошедш|служ|афган|боев|исполнявш|событи"
)
_MONUMENT = re.compile(
    r"памятник|обелиск|могил|захоронени|кладбищ"
)  # «памятник французским летчикам»
_INITIAL_BEFORE = re.compile(r"(?:^|[\s.(«])[А-ЯЁ][а-яё]?\.\s?$")
_INITIAL_AFTER = re.compile(r"\s?[А-ЯЁ]\.")
# A dot after a short word is of an abbreviation: «ул. Минская».
_CLAUSE_END = re.compile(r"(?:[;!?]|(?<=[а-яё»)\d]{4})\.)(?=\s[А-ЯЁ«-]|\n|$)|\n")
_SEGMENT_END = re.compile(r"[\s)]*(?:$|[,;()\n]|\s[–-])")
_SEGMENT_START = re.compile(r"(?:^|[,;()\n]|[–-]\s)\s*$")
_CLOSE = 12  # words before a name that are still said of it
_FAR = 4  # words after an adjective up to what it is said of
_NOTHING_NEAR = 40  # characters that a sign beside a name may take


@dataclass(frozen=True)
class _Text:
    text: str
    words: list[Token]
    quotes: list[int]  # where the quotation that a word stands in opens, -1 outside
    clauses: list[int]  # the number of the clause that a word stands in
    mentions: list[Mention]
    is_place: bool
    towns: frozenset[int]  # words that are of a town's name

    def gap(self, left: int, right: int) -> str:
        return self.text[self.words[left].end : self.words[right].start]

    def before(self, mention: Mention, most: int = _CLOSE) -> Iterator[Token]:
        """The words before it in its clause, the nearest first."""
        clause = self.clauses[mention.first]
        for at in range(mention.first - 1, max(-1, mention.first - 1 - most), -1):
            if self.clauses[at] != clause:
                return
            yield self.words[at]

    def says_before(self, mention: Mention, sign: re.Pattern[str], most: int = _CLOSE) -> bool:
        return any(sign.match(word.small) for word in self.before(mention, most))

    def stands_before(self, mention: Mention, sign: re.Pattern[str]) -> bool:
        """Whether the very next word is such: «г. Минск», «города Минска»."""
        return any(sign.fullmatch(word.small) for word in self.before(mention, 1))

    def is_quoted(self, mention: Mention) -> bool:
        return self.quotes[mention.first] >= 0


def countries_told(
    text: str, *, is_place: bool = False, added: Added = frozenset()
) -> tuple[str, ...]:
    """ISO codes in the order of the text, Russia's left out. ``is_place`` says that the text is
    of the cell of places; ``added`` are further towns."""
    read = _read(text, is_place=is_place, added=added)
    told = (each.place.code for each in read.mentions if _is_told(each, read))
    return tuple(code for code in dict.fromkeys(told) if code not in {"", places.HOME})


def towns_abroad(text: str, added: Added = frozenset()) -> tuple[list[Mention], bool]:
    """The towns abroad that a cell of places names, and whether it names a country, too."""
    read = _read(text, is_place=True, added=added)
    told = [each for each in read.mentions if each.place.code and _is_told(each, read)]
    towns = [each for each in told if each.place.kind is Kind.TOWN]
    says_country = any(each.place.kind in {Kind.COUNTRY, Kind.OF_COUNTRY} for each in told)
    return [each for each in towns if each.place.code != places.HOME], says_country


def _read(text: str, *, is_place: bool, added: Added) -> _Text:
    words = places.tokens(text)
    mentions = list(places.mentions(text, words, added))
    towns = {
        at for each in mentions if each.place.kind is Kind.TOWN for at in (each.first, each.last)
    }
    quotes, clauses = (_quotes(text, words), _clauses(text, words)) if mentions else ([], [])
    return _Text(text, words, quotes, clauses, mentions, is_place, frozenset(towns))


def _quotes(text: str, words: list[Token]) -> list[int]:
    signs = list(_QUOTE.finditer(text))
    opened: list[int] = []
    found, at = [], 0
    for word in words:
        while at < len(signs) and signs[at].start() < word.start:
            _open_or_close(opened, signs[at])
            at += 1
        found.append(opened[-1] if opened else -1)
    return found


_QUOTE = re.compile('[«„“»”"\n]')


def _open_or_close(opened: list[int], sign: re.Match[str]) -> None:
    if sign[0] in "«„“" or (sign[0] == '"' and not opened):
        opened.append(sign.start())
    elif sign[0] == "\n":
        opened.clear()
    elif opened:
        opened.pop()


def _clauses(text: str, words: list[Token]) -> list[int]:
    ends = [match.start() for match in _CLAUSE_END.finditer(text)]
    found, number = [], 0
    for word in words:
        while number < len(ends) and ends[number] < word.start:
            number += 1
        found.append(number)
    return found


# Whether a mention tells of its country


def _is_told(mention: Mention, read: _Text) -> bool:
    if _is_of_thing(mention, read) or _is_person(mention, read) or _is_of_war(mention, read):
        return False
    kind, is_quoted = mention.place.kind, read.is_quoted(mention)
    if kind is Kind.OF_TOWN:
        return _qualifies(mention, read)
    if kind is Kind.PEOPLE and is_quoted:
        return False
    if mention.place.is_doubtful:
        return _is_vouched_for(mention, read)
    if kind is Kind.TOWN and is_quoted:
        return read.stands_before(mention, _PLACE_WORD) or _is_on_route(mention, read)
    return True


def _is_of_thing(mention: Mention, read: _Text) -> bool:
    if read.stands_before(mention, _STREET) or read.stands_before(mention, _HOUSE):
        return True
    if mention.place.kind in {Kind.OF_COUNTRY, Kind.OF_TOWN, Kind.FIRST_PART}:
        return _goes_with_thing(mention, read) or _is_far_title(mention, read)
    return _is_whole_title(mention, read)


def _goes_with_thing(mention: Mention, read: _Text) -> bool:
    """«белорусский и польский языки», «урок турецкого», «на польском»."""
    for at in range(mention.last + 1, min(mention.last + 1 + _FAR, len(read.words))):
        gap = read.gap(at - 1, at).strip()
        if gap not in {"", ",", "«"}:
            break
        word = read.words[at]
        if not gap and _THING.match(word.small):
            return True
        if word.small not in {"и", "или"} and not _is_adjective(word.small):
            return False
    is_alone = mention.place.kind is Kind.OF_COUNTRY
    return is_alone and _OF_LANGUAGE.search(read.text, mention.start, mention.end) is not None


_OF_LANGUAGE = re.compile(r"(?:ого|ому|ом|ий)\Z")


def _is_whole_title(mention: Mention, read: _Text) -> bool:
    """«отряд «Чили»», not «выставка «Сербия»»: in quotes there is nothing but the name."""
    start, end = mention.start, mention.end
    if not (read.is_quoted(mention) and read.text[start - 1] in '«„“"'):
        return False
    if _is_on_route(mention, read):  # «матч «Рудня» – «Лиозно»»
        return False
    if not re.match(r"[»”“\"]", read.text[end : end + 1]):
        return False
    return not any(event_kinds.is_event(word.small) for word in read.before(mention, 1))


_SHOWN = re.compile(r"выстав|ярмарк|дн[иея]|недел|гастрол|концерт")


def _is_far_title(mention: Mention, read: _Text) -> bool:
    """«Египетские ночи», «Датский лабиринт»: a title of two words, of a country that is no neighbour;
    not so of what is shown, sung or sold."""
    start, after = mention.start, mention.last + 1
    if mention.place.code in places.neighbours() or not read.is_quoted(mention):
        return False
    if read.text[start - 1] not in '«„“"' or after >= len(read.words):
        return False
    closes = re.match(r"[»”“\"]", read.text[read.words[after].end :][:1])
    return bool(closes) and not read.says_before(mention, _SHOWN)


def _is_person(mention: Mention, read: _Text) -> bool:
    """«Джек Лондон», «А. Варшавский», «Лида Орлова»."""
    is_name = read.text[mention.start].isupper() and mention.place.kind is not Kind.COUNTRY
    if not is_name or read.stands_before(mention, _PLACE_WORD):
        return False
    if _INITIAL_BEFORE.search(read.text[max(0, mention.start - 6) : mention.start]):
        return True
    at = mention.first - 1
    if at >= 0 and read.gap(at, at + 1) == " " and _is_named(read.words[at], "Name"):
        return True
    if not mention.place.is_doubtful:
        return False
    if _INITIAL_AFTER.match(read.text, mention.end):
        return True
    at = mention.last + 1
    return (
        at < len(read.words)
        and read.gap(at - 1, at) == " "
        and any(_is_named(read.words[at], mark) for mark in ("Surn", "Patr"))
    )


def _is_named(word: Token, mark: str) -> bool:
    return word.text[0].isupper() and mark in _marks(word.small)


def _is_of_war(mention: Mention, read: _Text) -> bool:
    if mention.place.kind is Kind.OF_COUNTRY:
        return read.says_before(mention, _MONUMENT, 1)
    if read.is_place:
        return False
    is_ours = mention.place.code in _OUR_WARS
    sign, most = (_SOLDIER, _CLOSE) if is_ours else (_BATTLE, 3)
    for word in read.before(mention, most):  # what stands nearer is what it goes with
        if _TRAVEL.match(word.small) or "," in read.text[word.end : mention.start]:
            return False
        if sign.match(word.small):
            return True
    return is_ours and read.is_quoted(mention)


def _qualifies(mention: Mention, read: _Text) -> bool:
    """«Витебской области», «могилевский театр»; of a title only the former."""
    at = mention.last + 1
    if at >= len(read.words) or read.gap(at - 1, at).strip():
        return False
    noun = read.words[at].small
    if _AREA.match(noun):
        return True
    return not read.is_quoted(mention) and any(mark in _marks(noun) for mark in ("NOUN", "ADJF"))


_AREA = re.compile(r"област|район|округ|уезд|воеводств|сельсовет|[а-я]{3,6}исполком")


def _is_vouched_for(mention: Mention, read: _Text) -> bool:
    if mention.place.kind is Kind.PEOPLE:
        return read.says_before(mention, _TRAVEL)
    if read.stands_before(mention, _PLACE_WORD):
        return True
    if read.is_quoted(mention):
        return False
    if read.is_place and _fills_segment(mention, read):
        return True
    if read.stands_before(mention, _DIRECTION) or read.says_before(mention, _TRAVEL):
        return True
    return _is_on_route(mention, read) or _follows_town(mention, read)


def _fills_segment(mention: Mention, read: _Text) -> bool:
    before = read.text[max(0, mention.start - _NOTHING_NEAR) : mention.start]
    after = read.text[mention.end : mention.end + _NOTHING_NEAR]
    return bool(_SEGMENT_START.search(before) and _SEGMENT_END.match(after))


def _follows_town(mention: Mention, read: _Text) -> bool:
    """«Вязьмы и Рогачева», «Вязьмы, Рогачева»."""
    at = mention.first - 1
    if at < 1:
        return False
    if read.words[at].small == "и":
        return at - 1 in read.towns
    return at in read.towns and read.gap(at, at + 1) == ", "


def _is_on_route(mention: Mention, read: _Text) -> bool:
    """«Смоленск – Минск»: a dash leads to another town."""
    return any(
        neighbour in read.towns and read.gap(left, left + 1).strip(" «»") in {"–", "-", "—"}
        for neighbour, left in (
            (mention.first - 1, mention.first - 1),
            (mention.last + 1, mention.last),
        )
    )


@functools.lru_cache(maxsize=4096)
def _marks(word: str) -> str:
    return " ".join(str(reading.tag) for reading in morphology.analyser().parse(word))


def _is_adjective(word: str) -> bool:
    return _marks(word).startswith("ADJF")
