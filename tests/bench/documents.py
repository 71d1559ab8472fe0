"""How long people wait for a file, and how lean the writers are, beside the floor and other libraries.

    python -m tests.bench.documents

On SQLite or, with DATABASE_URL, in a scratch database of that server. Times are CPU seconds of this
process, the best of several rounds; in a round every engine has its turn, so that a busy machine is as
hard on one as on another. The floor is the least that anybody can pay: the printed fields read by the
driver alone, and the very XML that our writer gave, whole and ready, deflated into a zip; for a writer
alone, the second. Two kinds of text: those of the demonstration quarter, over and over, and words that
never come twice. Memory is the peak that a writer adds to a process of its own. Exit code 1 says that
a promise is broken.
"""

import argparse
import functools
import gc
import io
import logging
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reports.export.docx.writer import stream_docx, write_docx
from reports.export.xlsx.writer import stream_xlsx, write_xlsx
from reports.office.package import Package
from tests.bench import clicks
from tests.bench.database import scratch_database
from tests.bench.tables import ROOT, demonstration, table_of, unrepeated

CLICK, WRITER, ZIP, READ = (
    "от щелчка до .{}",
    "писатель .{}",
    "пол: тот же XML .{} в zip",
    "пол: чтение",
)
DOCXTPL, PYTHON_DOCX, XLSX_WRITER = "docxtpl", "python-docx", "XlsxWriter, без высот строк"
DEMONSTRATION, UNREPEATED = "тексты демонстрационного квартала", "слова не повторяются"
TEXTS = {DEMONSTRATION: demonstration, UNREPEATED: unrepeated}

REAL, MIDDLE, LARGE, HUGE = 27, 270, 2_700, 27_000
ROUNDS = {REAL: 30, MIDDLE: 12, LARGE: 6, HUGE: 2}
WRITERS = {"docx": write_docx, "xlsx": write_xlsx}
STREAMS = {"docx": stream_docx, "xlsx": stream_xlsx}
MAIN_PARTS = {"docx": "word/document.xml", "xlsx": "xl/worksheets/sheet1.xml"}
# How many floors it may take: at 270 events, and from 2,700 on.
LIMITS = {
    (CLICK, "docx"): (3, 2.5),
    (CLICK, "xlsx"): (4.2, 3.3),
    (WRITER, "docx"): (1.5, 1.5),
    (WRITER, "xlsx"): (3, 2.5),
}
MOST_GROWTH = 12  # from 270 to 2,700
MOST_MEMORY = {"docx": 8, "xlsx": 40}  # MiB

Engine = Callable[[], object]
Times = dict[tuple[str, str, int], float]  # (texts, engine, events) → seconds


@dataclass(frozen=True)
class Promise:
    """``figure`` must not be above ``limit``; both are in ``unit``."""

    words: str
    figure: float
    limit: float
    unit: str

    @property
    def holds(self) -> bool:
        return self.figure <= self.limit

    def __str__(self) -> str:
        verdict = "держится" if self.holds else "не держится"
        return (
            f"{self.words}, не больше {_number(self.limit)} {self.unit}: "
            f"{_number(self.figure)} — {verdict}"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description="Сколько ждут файла; память писателей документов.")
    parser.add_argument("--memory", choices=STREAMS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.memory:
        sys.stdout.write(f"{added_memory(STREAMS[options.memory])}\n")
        return 0
    logging.disable()  # each file is told of
    memory = {kind: _memory_elsewhere(kind) for kind in STREAMS}
    times: Times = {}
    with scratch_database():
        for texts in TEXTS:
            for event_count in ROUNDS:
                sys.stderr.write(f"{texts.capitalize()}, мероприятий: {event_count}…\n")
                times |= _race(texts, event_count)
    promises = [*_promises(times), *_promises_of_memory(memory)]
    sys.stdout.write("\n".join([*_report(times), "", *map(str, promises), ""]))
    return 0 if all(promise.holds for promise in promises) else 1


# Measuring


def _race(texts: str, event_count: int) -> Times:
    clicks.fill_quarter(event_count, TEXTS[texts]())
    engines = _engines()
    has_rivals = texts == DEMONSTRATION and event_count <= LARGE
    slow = _rivals(event_count) if has_rivals else {}
    rounds = [
        {name: _seconds(engine) for name, engine in engines.items()}
        for _ in range(ROUNDS[event_count])
    ]
    times = {name: min(taken[name] for taken in rounds) for name in engines}
    times |= {name: _seconds(engine) for name, engine in slow.items()}  # one round is enough
    return {(texts, name, event_count): seconds for name, seconds in times.items()}


def _engines() -> dict[str, Engine]:
    engines: dict[str, Engine] = {READ: clicks.read}
    table = clicks.table()
    for kind, write in WRITERS.items():
        engines[CLICK.format(kind)] = click = clicks.click(kind)
        engines[WRITER.format(kind)] = functools.partial(write, table)
        engines[ZIP.format(kind)] = _zip_alone(click(), MAIN_PARTS[kind])
    return engines


def _rivals(event_count: int) -> dict[str, Engine]:
    from tests.bench import rivals  # here, so as not to weigh on the processes of memory

    table = table_of(event_count)
    engines = {
        DOCXTPL: rivals.docxtpl,
        PYTHON_DOCX: rivals.python_docx,
        XLSX_WRITER: rivals.xlsx_writer,
    }
    return {name: functools.partial(engine, table) for name, engine in engines.items()}


def _zip_alone(data: bytes, member: str) -> Engine:
    """What it takes to put the main part of ``data`` into a zip, ours in its level."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read(member).decode()

    def zip_alone() -> None:
        with Package(io.BytesIO()) as package:
            package.writestr(member, xml)

    return zip_alone


def _seconds(engine: Engine) -> float:
    gc.collect()
    start = time.process_time()
    engine()
    return time.process_time() - start


def added_memory(stream: Callable) -> float:
    """MiB by which this process grows at most while ``stream`` writes 27,000 events into a file.

    Not ``ru_maxrss``: a process takes over that of its parent, and a peak in the past would
    hide a lower one. Linux alone can begin the peak anew.
    """
    table = table_of(HUGE)
    with tempfile.TemporaryFile() as file:
        Path("/proc/self/clear_refs").write_text("5")
        before = _peak_kib()
        stream(table, file)
        return (_peak_kib() - before) / 1024


def _peak_kib() -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])


def _memory_elsewhere(kind: str) -> float:
    run = subprocess.run(
        [sys.executable, "-m", "tests.bench.documents", "--memory", kind],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(run.stdout)


# Telling


def _floors(times: Times, texts: str, name: str, event_count: int) -> float | None:
    """How many floors an engine takes; None when it is a part of a floor itself."""
    kind = next((kind for kind in WRITERS if name.endswith(f".{kind}")), "")
    if name == READ or not kind:
        return None
    floor = times[texts, ZIP.format(kind), event_count]
    if name == CLICK.format(kind):
        floor += times[texts, READ, event_count]
    return times[texts, name, event_count] / floor


def _promises(times: Times) -> Iterator[Promise]:
    def most(name: str, *event_counts: int) -> float:
        return max(
            _floors(times, texts, name, event_count) or 0
            for texts in TEXTS
            for event_count in event_counts
        )

    for (engine, kind), (middle, large) in LIMITS.items():
        name = engine.format(kind)
        yield Promise(f"{name} из 270 мероприятий", most(name, MIDDLE), middle, "пола")
        yield Promise(f"{name} из 2 700 и 27 000", most(name, LARGE, HUGE), large, "пола")
        growth = max(times[t, name, LARGE] / times[t, name, MIDDLE] for t in TEXTS)
        yield Promise(f"{name}: рост от 270 к 2 700", growth, MOST_GROWTH, "×")


def _promises_of_memory(memory: dict[str, float]) -> Iterator[Promise]:
    for kind, most in MOST_MEMORY.items():
        yield Promise(f"{WRITER.format(kind)}: память на 27 000", memory[kind], most, "МиБ")


def _report(times: Times) -> list[str]:
    line = functools.partial("{:<32}{:>16}{:>16}{:>16}{:>18}".format)
    lines = ["Процессорное время в миллисекундах, в скобках — во сколько раз дольше пола."]
    for texts in TEXTS:
        lines += ["", line(texts.capitalize(), *map(_grouped, ROUNDS))]
        names = dict.fromkeys(name for told, name, _ in times if told == texts)
        lines += [line(name, *(_cell(times, texts, name, n) for n in ROUNDS)) for name in names]
    return lines


def _cell(times: Times, texts: str, name: str, event_count: int) -> str:
    seconds = times.get((texts, name, event_count))
    if seconds is None:
        return "—"
    floors = _floors(times, texts, name, event_count)
    return _number(seconds * 1000) + (f" ({_number(floors)})" if floors else "")


def _number(value: float) -> str:
    """Two digits after the comma for small ones, one for greater, none from a hundred up."""
    if value >= 99.5:
        return _grouped(round(value))
    return f"{value:.{1 if value >= 9.95 else 2}f}".replace(".", ",")


def _grouped(value: int) -> str:
    return f"{value:,}".replace(",", " ")


if __name__ == "__main__":
    sys.exit(main())
