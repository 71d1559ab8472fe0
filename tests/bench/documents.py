"""How fast and how lean the writers are, beside the floor and beside other libraries.

    python -m tests.bench.documents

Times are CPU seconds of this process, the best of several rounds; in a round every engine has
its turn, so that a busy machine is as hard on one as on another. The floor is the least that
anybody can pay: the very XML that our writer gave, whole and ready, deflated into a zip. Memory
is the peak that a writer adds to a process of its own. Exit code 1 says that a promise is broken.
"""

import argparse
import functools
import gc
import io
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reports.export.docx.writer import stream_docx, write_docx
from reports.export.table import ConsolidatedTable
from reports.export.xlsx.writer import stream_xlsx, write_xlsx
from reports.office.package import Package
from tests.bench.tables import ROOT, table_of

OURS_DOCX, FLOOR_DOCX = "«Свод», .docx", "пол: тот же XML одной строкой в zip"
OURS_XLSX, FLOOR_XLSX = "«Свод», .xlsx, с высотами строк", "пол: тот же XML листа в zip"
PYTHON_DOCX, DOCXTPL = "python-docx, как в его описании", "docxtpl, {%tr%}"
XLSX_WRITER = "XlsxWriter, без высот строк"

REAL, MIDDLE, LARGE, HUGE = 27, 270, 2_700, 27_000
ROUNDS = {REAL: 30, MIDDLE: 12, LARGE: 6, HUGE: 2}
STREAMS = {"docx": stream_docx, "xlsx": stream_xlsx}

Engine = Callable[[ConsolidatedTable], object]
Times = dict[tuple[str, int], float]  # (engine, events) → seconds


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
        return f"{self.words}: {_number(self.figure)} {self.unit} — {verdict}"


def main() -> int:
    parser = argparse.ArgumentParser(description="Скорость и память писателей документов.")
    parser.add_argument("--memory", choices=STREAMS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.memory:
        sys.stdout.write(f"{added_memory(STREAMS[options.memory])}\n")
        return 0
    memory = {kind: _memory_elsewhere(kind) for kind in STREAMS}
    times: Times = {}
    for event_count in ROUNDS:
        sys.stderr.write(f"Мероприятий: {event_count}…\n")
        times |= _race(event_count)
    promises = _promises(times, memory)
    sys.stdout.write("\n".join([*_report(times, memory), "", *map(str, promises), ""]))
    return 0 if all(promise.holds for promise in promises) else 1


# Measuring


def _race(event_count: int) -> Times:
    table = table_of(event_count)
    engines: dict[str, Engine] = {
        OURS_DOCX: write_docx,
        FLOOR_DOCX: _floor(write_docx(table), "word/document.xml"),
        OURS_XLSX: write_xlsx,
        FLOOR_XLSX: _floor(write_xlsx(table), "xl/worksheets/sheet1.xml"),
    }
    slow: dict[str, Engine] = {}
    if event_count <= LARGE:
        from tests.bench import rivals  # here, so as not to weigh on the processes of memory

        engines[XLSX_WRITER] = rivals.xlsx_writer
        slow = {PYTHON_DOCX: rivals.python_docx, DOCXTPL: rivals.docxtpl}  # one round is enough
    rounds = [
        {name: _seconds(engine, table) for name, engine in engines.items()}
        for _ in range(ROUNDS[event_count])
    ]
    times = {name: min(taken[name] for taken in rounds) for name in engines}
    times |= {name: _seconds(engine, table) for name, engine in slow.items()}
    return {(name, event_count): seconds for name, seconds in times.items()}


def _floor(data: bytes, member: str) -> Engine:
    """What it takes to put the main part of ``data`` into a zip, ours in its level."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read(member).decode()

    def zip_alone(table: ConsolidatedTable) -> None:
        with Package(io.BytesIO()) as package:
            package.writestr(member, xml)

    return zip_alone


def _seconds(engine: Engine, table: ConsolidatedTable) -> float:
    gc.collect()
    start = time.process_time()
    engine(table)
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


# Mention


def _promises(times: Times, memory: dict[str, float]) -> list[Promise]:
    def ratio(ours: str, floor: str, *counts: int) -> float:
        return max(times[ours, count] / times[floor, count] for count in counts)

    def growth(name: str) -> float:
        return times[name, LARGE] / times[name, MIDDLE]

    from_middle = (MIDDLE, LARGE, HUGE)
    real = times[OURS_DOCX, REAL] * 1000
    return [
        Promise(
            "1. .docx не дольше 1,5 пола, от 270 мероприятий",
            ratio(OURS_DOCX, FLOOR_DOCX, *from_middle),
            1.5,
            "пола",
        ),
        Promise("2. .docx из 27 мероприятий не дольше 30 мс", real, 30, "мс"),
        Promise(
            "3. .xlsx не дольше 5 полов, от 270 мероприятий",
            ratio(OURS_XLSX, FLOOR_XLSX, *from_middle),
            5,
            "пола",
        ),
        Promise(
            "4. .docx растет от 270 к 2 700 не больше чем в 12 раз", growth(OURS_DOCX), 12, "×"
        ),
        Promise(
            "5. .xlsx растет от 270 к 2 700 не больше чем в 12 раз", growth(OURS_XLSX), 12, "×"
        ),
        Promise("6. .docx: память на 27 000 не больше 8 МиБ", memory["docx"], 8, "МиБ"),
        Promise("7. .xlsx: память на 27 000 не больше 40 МиБ", memory["xlsx"], 40, "МиБ"),
    ]


def _report(times: Times, memory: dict[str, float]) -> list[str]:
    line = functools.partial("{:<38}{:>16}{:>16}{:>16}{:>18}{:>9}{:>10}".format)
    lines = [
        "Процессорное время в миллисекундах, в скобках — во сколько раз дольше пола.",
        "",
        line("мероприятий", *(_grouped(count) for count in ROUNDS), "рост", "память"),
    ]
    for floor, names, kind in (
        (FLOOR_DOCX, (OURS_DOCX, FLOOR_DOCX, DOCXTPL, PYTHON_DOCX), "docx"),
        (FLOOR_XLSX, (OURS_XLSX, FLOOR_XLSX, XLSX_WRITER), "xlsx"),
    ):
        for name in names:
            cells = [_cell(times, name, floor, count) for count in ROUNDS]
            large, middle = times.get((name, LARGE)), times.get((name, MIDDLE))
            growth = _number(large / middle) if large and middle else "—"
            peak = f"{_number(memory[kind])} МиБ" if name in (OURS_DOCX, OURS_XLSX) else ""
            lines.append(line(name, *cells, growth, peak))
        lines.append("")
    lines.append(
        "Рост — от 270 к 2 700 мероприятиям; память — сколько прибавил писатель на 27 000."
    )
    return lines


def _cell(times: Times, name: str, floor: str, event_count: int) -> str:
    seconds = times.get((name, event_count))
    if seconds is None:
        return "—"
    milliseconds = _number(seconds * 1000)
    if name == floor:
        return milliseconds
    return f"{milliseconds} ({_number(seconds / times[floor, event_count])})"


def _number(value: float) -> str:
    """Two digits after the comma for small ones, one for greater, none from a hundred up."""
    if value >= 99.5:
        return _grouped(round(value))
    return f"{value:.{1 if value >= 9.95 else 2}f}".replace(".", ",")


def _grouped(value: int) -> str:
    return f"{value:,}".replace(",", " ")


if __name__ == "__main__":
    sys.exit(main())
