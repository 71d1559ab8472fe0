"""What the help with the text finds, what it misses, what it says in vain, and how long it takes.

    python -m tests.bench.proofreading [report.docx]

Without a file: the sentences below, in which every fault is marked. With a file: every finding of
its events, as typed and as stored; for the known report the faults were listed by hand, too.
Exit code 1 says that more than one remark in ten is needless, or that faults are missed:
one in ten of the sentences, any of the known report.
"""

import argparse
import re
import resource
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from reports.importing.read_table import EventCells
from reports.importing.word.reader import read_word
from reports.language import typography
from reports.language.proofreading import Finding, proofread, proofread_event, proofread_table

FIELDS = ("name", "place", "period", "content", "participants")
MOST_NEEDLESS = 0.1
Row = dict[str, str]

# [[A fault]]; the field is that of the content unless the sentence begins with another.
SENTENCES = """\
name: [[П]] Международный фестиваль [["Радуга над Днепром"]]
name: III [[международный]] конкурс юных чтецов «Живое слово»[[,]]
name: [[ФЕСТИВАЛЬ НАРОДНОГО ТВОРЧЕСТВА СЛАВЯНСКИХ СТРАН]]
name: [[Интернет - викторина]] «История двух городов»
name: II Международный форум «Приграничье: люди и дороги» [[(онлайн-формат)]]
name: Встреча с делегацией города-побратима
place: г. [[Витебск]]
place: [[г.]]Рудня, [[Санкт - Петербургская]] улица
place: Республика Беларусь, г. Орша
place: МБУК «Центральная библиотека», г. Вязьма
period: с 3 по [[15октября]] 2021 года
participants: [[20участников]], среди них [[А. Н. Ветров]], директор школы [[№7]]
participants: Хор «Ладья» (руководитель О.П. Снегирева), 12 вокалистов
participants: [[Мария Лугова, 9 лет]], лауреат II степени
participants: Справки: [[8 (481) 212-34-56]], [[hor@example.ru]]
participants: Представители муниципального образования «Велижский район» и г. Полоцка
participants: Учащиеся 5-11 классов, педагоги, родители
[[Росийские]] и белорусские школьники обменялись опытом.
В [[програме]] фестиваля – ярмарка, выставка и гала-концерт.
Подписано соглашение о сотрудничестве между библиотеками.
Стороны [[договорилис]] о проведении совместных мастер-классов.
Обсуждались вопросы экономики, [[обрaзования]] и культуры.
Концерт [[«Дорога к миру]] собрал полный зал.
Гостям показали спектакль [[««Снегурочка»»]] студии «Рампа».
Театр [[- ]]участник проекта с 2015 года.
Фестиваль посвящен 80-летию освобождения Смоленщины от немецко-фашистских захватчиков.
Проведены [[научно- практические]] чтения и [[культурно – массовые]] мероприятия.
Лучшим вручены дипломы I, II и III степени, во II квартале выйдет сборник.
В рамках проекта прошли вебинар, хакатон, квест-игра и онлайн-трансляция.
Состоялся телемост «Смоленск – Минск» с участием волонтеров и юнармейцев.
Все еще открыта выставка: батик, макраме, бисероплетение, лозоплетение, скетчинг.
Принята [[резалюция]] о развитии приграничного туризма и агротуризма.
Соорганизаторы – общественные объединения «Мост» и «Диалог».
Участники почтили память воинов, возложили цветы к мемориалу, состоялся митинг-реквием.
Обсуждены вопросы импортозамещения, цифровизации, краудфандинга и урбанистики.
Руднянский район представили ансамбли «Березняночка» и «Любо-дорого».
В [[ХХ]] веке города связала дружба, которой уже 50 лет.
Работу площадок [[оргонизовали]] библиотекари и краеведы.
Спортсмены соревновались в армрестлинге, пауэрлифтинге и мини-футболе.
Перед гостями выступили баянисты, хормейстеры и концертмейстеры.
"""

# Row, what is wrong, and the rule that tells it. Double spaces are mended by cleaning.
REAL_FAULTS = {
    "svod-2020-IV.docx": [
        *((row, "spaced_hyphen", "Санкт") for row in (2, 5, 23)),
        (17, "spaced_hyphen", "Ростов"),
        *((22, "spaced_hyphen", word) for word in ("Интернет", "информационно")),
        (5, "glued_number", "31октября"),
        (7, "unknown_word", "осуществлась"),
        (18, "unknown_word", "росийско"),
        *((row, "ordinal_capital", "") for row in (6, 18, 19, 23, 24)),
        (18, "comma_at_end", ","),
        *((row, "remote_and_online", "аочный") for row in (6, 20)),
        (6, "place_without_country", "Париж"),
        (6, "abbreviation_not_expanded", "ЦК и МП"),
        (5, "two_spellings", "Атом"),
        (26, "two_spellings", "Руси"),
        *((row, "typed_online_mark", "(онлайн") for row in range(1, 28) if row not in (21, 25)),
    ],
}  # fmt: skip
DOUBLE_SPACES = {"svod-2020-IV.docx": (6, 16, 17, 18, 19, 23)}


@dataclass
class Tally:
    found: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    needless: list[str] = field(default_factory=list)

    def holds(self, most_missed: float) -> bool:
        remarks, faults = (len(self.found) + len(each) for each in (self.needless, self.missed))
        return (
            len(self.needless) <= MOST_NEEDLESS * remarks
            and len(self.missed) <= most_missed * faults
        )

    def lines(self) -> list[str]:
        counts = ((len(self.found), "найдено"), (len(self.missed), "пропущено"))
        lines = [f"{name}: {count}" for count, name in counts]
        lines += [f"    {each}" for each in self.missed]
        return [*lines, f"лишних: {len(self.needless)}", *(f"    {each}" for each in self.needless)]


def main() -> int:
    parser = argparse.ArgumentParser(description="Что находит помощь с текстом.")
    parser.add_argument("file", nargs="?", type=Path, help="отчет .docx")
    path = parser.parse_args().file
    started = time.perf_counter()
    proofread("словарь")
    _say(f"Загрузка словаря: {_milliseconds(started)}")
    _say(_table_of_places())
    return _report_of(path) if path else _sentences()


def _table_of_places() -> str:
    """Read at the first place of a process, and kept."""
    before, started = _memory(), time.perf_counter()
    proofread("Минск", field="place")
    took = _milliseconds(started)
    return f"Таблица мест: {took}, памяти {_memory() - before} КБ"


def _memory() -> int:
    """The most that the process has held so far, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


# Own sentences


def _sentences() -> int:
    tally = Tally()
    started = time.perf_counter()
    for line in SENTENCES.splitlines():
        prefix, text = re.fullmatch(r"(?:(name|place|period|participants): )?(.+)", line).groups()
        _judge(text, prefix or "content", tally)
    _say(f"Предложений: {len(SENTENCES.splitlines())}, время: {_milliseconds(started)}")
    _say(*tally.lines())
    return 0 if tally.holds(most_missed=0.1) else 1


def _judge(marked: str, field_name: str, tally: Tally) -> None:
    text, faults = "", []
    for at, piece in enumerate(re.split(r"\[\[|\]\]", marked)):
        if at % 2:
            faults.append((len(text), len(text) + len(piece)))
        text += piece
    findings = proofread(text, field=field_name)
    for start, end in faults:
        shown = f"«{text[start:end]}» в «{text}»"
        is_found = any(each.start < end and start < each.end for each in findings)
        (tally.found if is_found else tally.missed).append(shown)
    for each in findings:
        if not any(each.start < end and start < each.end for start, end in faults):
            tally.needless.append(f"{each.rule}: «{text[each.start : each.end]}» в «{text}»")


# A report


def _report_of(path: Path) -> int:
    events = [row for row in read_word(path.read_bytes()).rows if isinstance(row, EventCells)]
    holds = True
    for title, prepare in (("как набрано", str), ("как хранится", _stored)):
        rows = [{name: prepare(getattr(event, name)) for name in FIELDS} for event in events]
        started = time.perf_counter()
        findings = _findings(rows)
        _say("", f"Мероприятий: {len(rows)}, {title}. Время: {_milliseconds(started)}")
        faults = REAL_FAULTS.get(path.name)
        if faults is None:
            _say(*(f"  {_shown(rows, row, name, each)}" for row, name, each in findings))
            continue
        tally = _tally(rows, findings, faults)
        _say(*tally.lines())
        holds = holds and tally.holds(most_missed=0)
    raw = [{name: getattr(event, name) for name in FIELDS} for event in events]
    return 0 if holds and _cleaned(raw, path.name) and _expanded(raw) else 1


def _stored(text: str) -> str:
    return typography.unwrap(typography.clean(text))


def _findings(rows: list[Row]) -> list[tuple[int, str, Finding]]:
    single = [
        (number, name, each)
        for number, row in enumerate(rows, start=1)
        for name, found in proofread_event(row).items()
        for each in found
    ]
    return single + [(each.row + 1, each.field, each) for each in proofread_table(rows)]


def _tally(rows: list[Row], findings: list, faults: list[tuple[int, str, str]]) -> Tally:
    tally = Tally()
    for row, rule, piece in faults:
        is_found = any(
            (number, each.rule) == (row, rule) and piece in _around(rows, number, name, each)
            for number, name, each in findings
        )
        (tally.found if is_found else tally.missed).append(f"строка {row}, {rule}: {piece}")
    for number, name, each in findings:
        around = _around(rows, number, name, each)
        if not any(
            (number, each.rule, piece in around) == (*told, True) for *told, piece in faults
        ):
            tally.needless.append(_shown(rows, number, name, each))
    return tally


def _cleaned(rows: list[Row], name: str) -> bool:
    """Double spaces are not told: cleaning mends them on the way in."""
    runs = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
    typed = [row for row, texts in enumerate(rows, 1) if any(map(runs.search, texts.values()))]
    left = [
        row
        for row, texts in enumerate(rows, 1)
        if any(runs.search(typography.clean(text)) for text in texts.values())
    ]
    _say("", f"Двойные пробелы в строках {typed}; после очистки: {left or 'нет'}")
    return set(DOUBLE_SPACES.get(name, ())) <= set(typed) and not left


def _expanded(rows: list[Row]) -> bool:
    """What is expanded in one row and used in others is told as soon as that row is away."""
    holding = [n for n, texts in enumerate(rows) if any("(далее" in t for t in texts.values())]
    here = _abbreviations(rows)
    away = _abbreviations([texts for n, texts in enumerate(rows) if n not in holding]) - here
    late = _abbreviations(rows[::-1]) - here
    shown = [n + 1 for n in holding]
    _say(f"Сокращения раскрыты в строках {shown}; без них замечаний больше на {len(away)},")
    _say(f"а если эти строки последние — на {len(late)}")
    return bool(away) == bool(late) == bool(holding)


def _abbreviations(rows: list[Row]) -> set[tuple[str, str]]:
    return {
        (each.rule, rows[each.row][each.field][each.start : each.end])
        for each in proofread_table(rows)
        if each.rule.startswith("abbreviation")
    }


# Mention


def _around(rows: list[Row], row: int, name: str, each: Finding) -> str:
    text = rows[row - 1][name]
    return text[max(0, each.start - 16) : each.end + 16]


def _shown(rows: list[Row], row: int, name: str, each: Finding) -> str:
    around = " ".join(_around(rows, row, name, each).split())
    return f"строка {row}, {name}, {each.rule}: …{around}… {each.message}"


def _milliseconds(started: float) -> str:
    return f"{(time.perf_counter() - started) * 1000:.0f} мс"


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


if __name__ == "__main__":
    sys.exit(main())
