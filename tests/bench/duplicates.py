"""How well the same event told twice is recognised, and how long the search takes.

    python -m tests.bench.duplicates [report.docx]

The pairs of ``duplicate_pairs.txt`` were labelled before the rule was written; every third one was
put aside and never looked at while it was tuned. With the known report: the groups found there.
Exit code 1 says that fewer than nine of ten are found, that more than one offer in twenty is
vain, or that the search takes a second.
"""

import argparse
import datetime as dt
import sys
import time
from pathlib import Path

from reports.importing.read_table import EventCells
from reports.importing.word.reader import read_word
from reports.language import event_period, typography
from reports.language.quarters import Quarter
from reports.language.similarity import LIKELY, Mention, likely_pairs, similarity

PAIRS = Path(__file__).with_name("duplicate_pairs.txt")
LEAST_PRECISION, LEAST_RECALL = 0.95, 0.9
LONGEST = 1.0  # seconds for 400 events beside 2,000
# Rows of the known report that are one event; rows 7-15 are nine different ones.
KNOWN = {"svod-2020-IV.docx": [{18, 26, 27}]}
NAMES = ("Радуга", "Мост", "Истоки", "Днепр", "Дорога", "Встреча", "Память", "Весна", "Лира")
KINDS = ("конкурс", "фестиваль", "форум", "турнир", "концерт", "семинар", "пленэр")

Pair = tuple[bool, Mention, Mention]


def main() -> int:
    parser = argparse.ArgumentParser(description="Узнает ли одно мероприятие, рассказанное дважды.")
    parser.add_argument("file", nargs="?", type=Path, help="отчет .docx")
    path = parser.parse_args().file
    pairs = labelled_pairs()
    holds = [
        _judge("на которых правило настроено", [p for n, p in enumerate(pairs) if n % 3]),
        _judge("отложенные", pairs[::3]),
        _timed(),
    ]
    if path:
        holds.append(_groups(path))
    return 0 if all(holds) else 1


def labelled_pairs() -> list[Pair]:
    lines = PAIRS.read_text(encoding="utf-8").splitlines()
    return [_pair(line) for line in lines if line[:1] in "=-"]


def _pair(line: str) -> Pair:
    first, second = line[1:].lstrip(" |").split("||")
    return line[0] == "=", _mention(1, first), _mention(2, second)


def _mention(key: int, text: str) -> Mention:
    name, place, days = (part.strip() for part in text.split("|"))
    start, end = (_day(day) for day in (days.split("..") * 2)[:2])
    return Mention(key, key, (start.year, 1), name, place, start, end)


def _day(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%d.%m.%Y").date()


def _judge(what: str, pairs: list[Pair]) -> bool:
    scores = [(same, similarity(*both), both) for same, *both in pairs]
    found = sum(same and score >= LIKELY for same, score, _ in scores)
    offered = sum(score >= LIKELY for _, score, _ in scores)
    same = sum(same for same, _, _ in scores)
    precision, recall = found / (offered or 1), found / same
    _say(f"Пары, {what}: {len(pairs)}, из них одинаковых {same}")
    _say(f"  точность {precision:.2f}, полнота {recall:.2f}")
    for same, score, (one, other) in scores:
        if same != (score >= LIKELY):
            _say(f"  {'пропущено' if same else 'лишнее'} {score:.2f}: {one.name} — {other.name}")
    return precision >= LEAST_PRECISION and recall >= LEAST_RECALL


def _timed() -> bool:
    mentions = [_invented(number) for number in range(2_400)]
    started = time.perf_counter()
    pairs = likely_pairs(mentions[:400], mentions[400:])
    took = time.perf_counter() - started
    _say(f"400 мероприятий рядом с 2000: {took:.2f} с, предложено пар: {len(pairs)}")
    return took < LONGEST


def _invented(number: int) -> Mention:
    day = dt.date(2020, 1, 1) + dt.timedelta(days=number * 7 % 450)
    name = f"Международный {KINDS[number % 7]} «{NAMES[number % 9]} {NAMES[number * 5 % 8]}»"
    place = f"г. {NAMES[number % 5]}ск"
    return Mention(number, number % 27, (2020, 1), name, place, day, day + dt.timedelta(number % 9))


def _groups(path: Path) -> bool:
    events = [row for row in read_word(path.read_bytes()).rows if isinstance(row, EventCells)]
    quarter = Quarter(2020, 4)
    mentions = [_of_row(number, event, quarter) for number, event in enumerate(events, start=1)]
    groups: list[set] = []
    for one, other, _ in likely_pairs(mentions):
        met = [group for group in groups if group & {one, other}]
        groups = [g for g in groups if g not in met] + [{one, other}.union(*met)]
    _say(f"{path.name}: найдены {', '.join(str(sorted(group)) for group in groups) or 'ничего'}")
    return path.name not in KNOWN or groups == KNOWN[path.name]


def _of_row(number: int, event: EventCells, quarter: Quarter) -> Mention:
    texts = [typography.unwrap(typography.clean(text)) for text in (event.name, event.place)]
    period = event_period.parse(event.period, quarter)
    return Mention(number, number, (2020, 4), *texts, period.start, period.end)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
