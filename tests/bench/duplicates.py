"""How well the same event told twice is recognised, and how long the search takes.

    python -m tests.bench.duplicates [report.docx]

The pairs of ``duplicate_pairs.txt`` were labelled before the rule was written; every third one was
put aside and never looked at while it was tuned. With the known report: the groups found there.
Exit code 1 says that fewer than nine of ten are found, that more than one offer in twenty is
vain, or that the search grows faster than it may.
"""

import argparse
import datetime as dt
import gc
import random
import sys
import time
from pathlib import Path

from reports.importing.read_table import EventCells
from reports.importing.word.reader import read_word
from reports.language import event_period, typography
from reports.language.quarters import Quarter
from reports.language.similarity import LIKELY, Mention, similarity
from reports.language.similarity_search import likely_pairs
from tests.bench.database import scratch_database

PAIRS = Path(__file__).with_name("duplicate_pairs.txt")
LEAST_PRECISION, LEAST_RECALL = 0.95, 0.9
SIZES, MOST_GROWTH, ROUNDS = (270, 2_700), 12, 5
# Rows of the known report that are one event; rows 7-15 are nine different ones.
KNOWN = {"svod-2020-IV.docx": [{18, 26, 27}]}
KINDS = ("конкурс", "фестиваль", "форум", "турнир", "концерт", "семинар", "пленэр")
SUBJECTS = ("народного творчества", "по самбо", "памяти воинов", "краеведов", "школьников")
SYLLABLES = ("ра", "ду", "га", "мо", "сты", "ис", "то", "ки", "дне", "ве", "сна", "ли", "юно", "бе")
TOWNS = [f"{one}{two}во".capitalize() for one in SYLLABLES[:9] for two in SYLLABLES[:3]]

Pair = tuple[bool, Mention, Mention]


def main() -> int:
    parser = argparse.ArgumentParser(description="Узнает ли одно мероприятие, рассказанное дважды.")
    parser.add_argument("file", nargs="?", type=Path, help="отчет .docx")
    path = parser.parse_args().file
    pairs = labelled_pairs()
    holds = [
        _judge("на которых правило настроено", [p for n, p in enumerate(pairs) if n % 3]),
        _judge("отложенные", pairs[::3]),
    ]
    with scratch_database():
        holds += [
            _growth("слова не повторяются", None),
            _growth("густой квартал, названия из шестидесяти слов", 60),
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


def _growth(what: str, vocabulary: int | None) -> bool:
    """From the database to the offers, each size in a year of its own that ends with a quarter of
    as many events and begins with two shorter ones."""
    quarters = {size: _filled(size, vocabulary) for size in SIZES}
    taken = {
        size: min(_seconds(quarter) for _ in range(ROUNDS)) for size, quarter in quarters.items()
    }
    small, large = (taken[size] for size in SIZES)
    _say(
        f"Поиск похожих, {what}: {SIZES[0]} мероприятий {small * 1000:.0f} мс, "
        f"{SIZES[1]} мероприятий {large * 1000:.0f} мс, в {large / small:.1f} раза дольше "
        f"(не больше {MOST_GROWTH})"
    )
    return large <= MOST_GROWTH * small


def _seconds(quarter) -> float:
    """Without the collector of garbage, as ``timeit`` does: it counts what all of Django holds."""
    from reports.document.duplicates_suggested import suggestions

    gc.collect()
    gc.disable()
    started = time.process_time()
    suggestions(quarter)
    took = time.process_time() - started
    gc.enable()
    return took


def _filled(size: int, vocabulary: int | None):
    """A quarter of ``size`` events, and half as many in the two before. Names are of ``vocabulary``
    words, or of ever new ones; every tenth event is told again by somebody else."""
    from municipalities.models import Municipality
    from reports.models import Event, Quarter, Report, Status

    chance = random.Random(size)
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(size)]
    year = 2000 + Quarter.objects.count()
    for number, count in ((2, size // 4), (3, size // 4), (4, size)):
        quarter = Quarter.objects.create(
            year=year, number=number, due_date=dt.date(year + 1, 1, 15)
        )
        moment = dt.datetime(year + 1, 1, 10, tzinfo=dt.UTC)
        moments = dict.fromkeys(("submitted_at", "first_submitted_at", "accepted_at"), moment)
        reports = Report.objects.bulk_create(
            Report(quarter=quarter, municipality=each, number=n, status=Status.ACCEPTED, **moments)
            for n, each in enumerate(Municipality.objects.all(), start=1)
        )
        texts = list(_texts(count, quarter, words[:vocabulary], chance))
        Event.objects.bulk_create(
            Event(report=reports[n % len(reports)], position=n, **text)
            for n, text in enumerate(texts)
        )
    return quarter


def _texts(count: int, quarter, words: list[str], chance: random.Random):
    told: list[dict] = []
    for _ in range(count):
        if told and chance.random() < 0.1:
            again = chance.choice(told)
            told.append(again | {"name": f"Участие в мероприятии: {again['name']}"})
        else:
            first = quarter.calendar.start + dt.timedelta(days=chance.randrange(90))
            last = first + dt.timedelta(days=chance.choice((0, 0, 0, 0, 1, 2, 3, 9, 60)))
            kind, subject = chance.choice(KINDS), chance.choice(SUBJECTS)
            name = " ".join(chance.choices(words, k=2)).capitalize()
            told.append(
                {
                    "name": f"Международный {kind} {subject} «{name}»",
                    "place": f"г. {chance.choice(TOWNS)}, Дом культуры",
                    "format": "in_person",
                    "content": "Обсуждение сотрудничества и обмен опытом. " * 5,
                    "participants": "\n".join(
                        f"- {''.join(chance.choices(SYLLABLES, k=4)).capitalize()} А.И., директор;"
                        for _ in range(8)
                    ),
                    "period_start": first,
                    "period_end": last,
                }
            )
    return told


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
