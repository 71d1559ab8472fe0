"""How well the Russian of the product does on texts that it was not written for.

    python -m tests.bench.russian FOLDER

``FOLDER`` holds lists of inputs and right answers, tab-separated, the first line a heading. A list
that is not there is passed over. For each the right, the missed and the wrong answers are counted
and shown:

- ``periods.tsv``: typed (¶ is a new line), quarter «2016-4», expected «first..last» day, ``R``
  where it is to be refused or asked, ``X/Y`` where either will do;
- ``proofreading_planted.tsv``: kind, promised | beyond | not expected, text, the faulty piece;
- ``clean_cells.txt``: a cell of faultless prose a line;
- ``guesses.tsv``: name, place, format, category, countries; ``a|b`` where either will do, an empty
  alternative where nothing need be guessed;
- ``likeness.tsv``: 1 where the two are one event, then name, place, first and last day of each;
- ``typography.tsv``: function, input, expected (``~`` is a non-breaking space).

Periods are also made by a program, printed and read back: ``RENDERED`` of them, of every shape.

Exit code 1 says that a share promised in ``GOALS`` is not reached.
"""

import argparse
import ast
import csv
import datetime as dt
import random
import re
import secrets
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reports.language import event_period, similarity, suggestions, typography
from reports.language.period_printing import printed
from reports.language.proofreading import Finding, proofread
from reports.language.quarters import Quarter
from tests.bench import rendered_periods

RIGHT, MISSED, WRONG = "верно", "пропущено", "неверно"
RENDERED = 20_000  # periods


@dataclass
class Tally:
    """What became of the lines of one list: an answer → the lines that got it."""

    title: str
    answers: dict[str, list[str]] = field(
        default_factory=lambda: {RIGHT: [], MISSED: [], WRONG: []}
    )

    def add(self, answer: str, shown: str) -> None:
        self.answers[answer].append(shown)

    def count(self, *answers: str) -> int:
        return sum(len(self.answers[answer]) for answer in answers or self.answers)

    @property
    def recall(self) -> float:
        return self.count(RIGHT) / (self.count() or 1)

    @property
    def precision(self) -> float:
        return self.count(RIGHT) / (self.count(RIGHT, WRONG) or 1)

    def say(self) -> None:
        counts = ", ".join(f"{answer} {len(lines)}" for answer, lines in self.answers.items())
        _say(f"{self.title}: {counts}; верных {self.recall:.1%}")
        for answer in (MISSED, WRONG):
            _say(*(f"    {answer}: {line}" for line in self.answers[answer]))


@dataclass(frozen=True)
class Goal:
    title: str
    reached: float
    least: float = 0.0
    most: float = float("inf")

    @property
    def holds(self) -> bool:
        return self.least <= self.reached <= self.most

    def __str__(self) -> str:
        bound = f"не меньше {self.least:g}" if self.least else f"не больше {self.most:g}"
        return f"{self.title}, {bound}: {self.reached:.3g} — {'держится' if self.holds else 'НЕТ'}"


Judge = Callable[[Path], Iterator[Goal]]


def main() -> int:
    parser = argparse.ArgumentParser(description="Русский язык на незнакомых текстах.")
    parser.add_argument("folder", type=Path, help="папка со списками")
    seed_help = "число, из которого получаются случайные сроки; без него — новое"
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000), help=seed_help)
    options = parser.parse_args()
    folder = options.folder
    judges: dict[str, Judge] = {
        "periods.tsv": _periods,
        "proofreading_planted.tsv": _planted,
        "clean_cells.txt": _clean_cells,
        "guesses.tsv": _guesses,
        "likeness.tsv": _similarity,
        "typography.tsv": _typography,
    }
    goals = [
        goal
        for name, judge in judges.items()
        if (folder / name).exists()
        for goal in judge(folder / name)
    ]
    if not goals:
        parser.error(f"в папке {folder} нет ни одного списка")
    goals.append(_rendered(options.seed))
    _say("", *map(str, goals))
    return 0 if all(goal.holds for goal in goals) else 1


def _rows(path: Path, columns: int) -> Iterator[list[str]]:
    """The lines below the heading, each with at least ``columns`` cells."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(lines)
        for line in lines:
            yield [*line, *[""] * (columns - len(line))]


# Periods


def _periods(path: Path) -> Iterator[Goal]:
    tally = Tally("Сроки")
    for typed, quarter, expected, *_ in _rows(path, 3):
        if quarter:
            tally.add(*_period_answer(typed.replace("¶", "\n"), quarter, expected.split("/")))
    tally.say()
    yield Goal("сроки: верных", tally.recall, least=0.97)
    yield Goal("сроки: прочитано неверно", tally.count(WRONG), most=0)


def _period_answer(typed: str, quarter: str, expected: list[str]) -> tuple[str, str]:
    year, number = map(int, quarter.split("-"))
    read = Quarter(year, number)
    try:
        period = event_period.parse(typed, read)
    except event_period.PeriodError as error:
        shown = f"«{typed}» ({quarter}), ждали {'/'.join(expected)}: {error}"
        if "R" not in expected:
            return MISSED, shown
        return (RIGHT if _names_a_piece(str(error), typed) else MISSED), shown
    days = "..".join(day.isoformat() if day else "" for day in (period.start, period.end))
    if days in expected:
        return RIGHT, ""
    # The quarter refuses what lies outside it, the reader does not.
    if "R" in expected and not event_period.intersects(period, read):
        return RIGHT, ""
    return WRONG, f"«{typed}» ({quarter}), ждали {'/'.join(expected)}: {days}"


def _names_a_piece(message: str, typed: str) -> bool:
    """The reason quotes a piece of what was typed, or says a number of it."""
    pieces = re.findall(r"[а-яёa-z]{3,}|\d+", typed.casefold())
    return not pieces or any(piece[:4] in message.casefold() for piece in pieces)


def _rendered(seed: int) -> Goal:
    """Periods of every shape, as they are printed, with the days that they were made of."""
    tally = Tally(f"Напечатанные сроки, {RENDERED}, --seed {seed}")
    rng = random.Random(seed)
    for _ in range(RENDERED):
        spans = rendered_periods.spans(rng)
        text = printed(spans)
        quarter = Quarter(rng.randint(1990, 2100), rng.randint(1, 4))
        answer = RIGHT if rendered_periods.reads_back(text, spans, quarter) else WRONG
        tally.add(answer, text)
    tally.say()
    return Goal("напечатанные сроки: прочитаны обратно", tally.recall, least=1)


# Proofreading


def _planted(path: Path) -> Iterator[Goal]:
    tallies: dict[str, Tally] = {}
    for kind, promised, text, piece, *_ in _rows(path, 4):
        tally = tallies.setdefault(promised, Tally(f"Внесенные ошибки, {promised}"))
        tally.add(*_planted_answer(kind, text, piece))
    for promised, tally in tallies.items():
        tally.say()
        if promised != "not expected":
            least = 0.97 if promised == "promised" else 0.8
            yield Goal(f"внесенные ошибки, {promised}: найдено", tally.recall, least=least)


def _planted_answer(kind: str, text: str, piece: str) -> tuple[str, str]:
    start = text.find(piece)
    end = start + len(piece)
    findings = proofread(text, field="place" if kind == "place" else "content")
    shown = f"{kind}: «{piece}» в «{text}»; {_pieces(text, findings)}"
    if any(each.start < end and start < each.end for each in findings):
        others = [each for each in findings if each.start >= end or each.end <= start]
        return (WRONG if others else RIGHT), shown
    cleaned = typography.clean(text)
    if cleaned != text and piece not in cleaned:
        return RIGHT, ""  # mended on the way in
    return MISSED, shown


def _clean_cells(path: Path) -> Iterator[Goal]:
    words, needless = 0, []
    for line in path.read_text(encoding="utf-8").splitlines():
        words += len(line.split())
        findings = proofread(line)
        needless += [f"{each.rule}: {_around(line, each)}" for each in findings]
    _say(f"Чистые тексты: слов {words}, лишних подсказок {len(needless)}")
    _say(*(f"    {line}" for line in needless))
    yield Goal("лишних подсказок на 1 000 слов", 1000 * len(needless) / (words or 1), most=2)


def _pieces(text: str, findings: list[Finding]) -> str:
    found = (f"{each.rule} [{text[each.start : each.end]}]" for each in findings)
    return ", ".join(found) or "ничего"


def _around(text: str, each: Finding) -> str:
    return f"…{text[max(0, each.start - 20) : each.end + 20]}…"


# Suggestions


def _guesses(path: Path) -> Iterator[Goal]:
    tallies = {name: Tally(f"Догадки, {name}") for name in ("format", "category")}
    found = needless = missed = 0
    lines = []
    for name, place, format_, category, countries, *_ in _rows(path, 5):
        guess = suggestions.guess({"name": name, "place": place})
        for key, expected in (("format", format_), ("category", category)):
            got = getattr(guess, key)
            tallies[key].add(*_guess_answer(got, expected.split("|"), f"{name} | {place}"))
        got_codes = set(guess.countries)
        right = _nearest(got_codes, countries.split("|"))
        found += len(right & got_codes)
        needless += len(got_codes - right)
        missed += len(right - got_codes)
        if right != got_codes:
            lines.append(f"    {name} | {place}: ждали {right or '—'}, вышло {got_codes or '—'}")
    for tally in tallies.values():
        tally.say()
    _say(f"Страны: найдено {found}, пропущено {missed}, лишних {needless}", *lines)
    yield Goal("страны: найдено", found / (found + missed or 1), least=0.9)
    yield Goal("страны: верных среди найденных", found / (found + needless or 1), least=0.95)
    yield Goal("виды: верных", tallies["category"].recall, least=0.95)


def _nearest(got: set[str], alternatives: list[str]) -> set[str]:
    """Of right answers, each codes with commas between them, the one that is like what came."""
    sets = [set(filter(None, re.split("[, ]+", codes))) for codes in alternatives]
    return min(sets, key=lambda codes: len(codes ^ got))


def _guess_answer(got: str, expected: list[str], shown: str) -> tuple[str, str]:
    if got in expected:
        return RIGHT, ""
    return (WRONG if got else MISSED), f"{shown}: ждали {'|'.join(expected) or '—'}, вышло {got}"


# Similarity


def _similarity(path: Path) -> Iterator[Goal]:
    tally, alike_alone = Tally("Похожие мероприятия"), 0
    for same, *cells in _rows(path, 9):
        first, second = (_mention(number, cells[at : at + 4]) for number, at in ((0, 0), (1, 4)))
        value = similarity.similarity(first, second)
        is_alike = value >= similarity.LIKELY
        shown = f"{value:.2f} {first.name} ({first.place}) = {second.name} ({second.place})"
        if same == "1":
            tally.add(RIGHT if is_alike else MISSED, shown)
        elif is_alike:
            tally.add(WRONG, shown)
        else:
            alike_alone += 1
    tally.say()
    _say(f"    разных и не названных похожими: {alike_alone}")
    recall = tally.count(RIGHT) / (tally.count(RIGHT, MISSED) or 1)
    yield Goal("похожие: верных среди названных", tally.precision, least=0.95)
    yield Goal("похожие: найдено", recall, least=0.85)


def _mention(owner: int, cells: list[str]) -> similarity.Mention:
    name, place, start, end = cells
    days = [dt.date.fromisoformat(day) if day else None for day in (start, end)]
    day = days[0] or days[1]
    quarter = (day.year, (day.month + 2) // 3) if day else (0, 0)
    return similarity.Mention(owner, owner, quarter, name, place, *days)


# Typography


def _typography(path: Path) -> Iterator[Goal]:
    tally = Tally("Типографика")
    functions = {"clean": typography.clean, "for_print": typography.for_print}
    for name, given, expected, *_ in _rows(path, 3):
        function = functions[_literal(name)]
        is_literal = name.startswith("'")
        text, right = (_literal(cell) if is_literal else cell for cell in (given, expected))
        got = function(text)
        if not is_literal:
            got = got.replace(typography.NBSP, "~")
        tally.add(RIGHT if got == right else WRONG, f"{name} {text!r}: ждали {right!r}, {got!r}")
    tally.say()
    yield Goal("типографика: верных", tally.recall, least=1)


def _literal(cell: str) -> str:
    return str(ast.literal_eval(cell)) if cell.startswith("'") else cell


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


if __name__ == "__main__":
    sys.exit(main())
