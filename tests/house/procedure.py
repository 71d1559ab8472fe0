"""``docs/procedure.md``: the procedure as ``workflow.TRANSITIONS`` has it, for people."""

from reports.models import Action, Status
from reports.procedure.workflow import TRANSITIONS, Transition

INTRO = """\
# Путь отчета

Нарисовано из `TRANSITIONS` (`reports/procedure/workflow.py`) командой `make map`; проверка сравнивает.
Сменить состояние отчета может только `workflow.perform`, и только пока квартал открыт. О каждом
действии в истории отчета остается строка: кто, когда, из какого состояния в какое.
"""

# Every action → what undoes it, and what to know of that; without an undo, why there is none.
UNDO: dict[Action, tuple[tuple[Action, ...], str]] = {
    Action.SUBMIT: (
        (Action.WITHDRAW,),
        "Пока проверка не начата, отчет отзывает тот, кто сдал: отчет его, причина не нужна. Потом его "
        "возвращает регион («Вернуть на доработку») и пишет, что исправить.",
    ),
    Action.SUBMIT_EMPTY: (
        (Action.WITHDRAW,),
        "Как и сдачу отчета с мероприятиями.",
    ),
    Action.WITHDRAW: (
        (Action.SUBMIT, Action.SUBMIT_EMPTY),
        "Отчет сдают снова. Причина не нужна: что в нем изменилось, регион видит сам.",
    ),
    Action.START_REVIEW: (
        (Action.RELEASE,),
        "Причина не нужна: ничего не решено. Кто вел проверку, записано в истории.",
    ),
    Action.RELEASE: (
        (Action.START_REVIEW,),
        "Проверку начинают снова. Записанные замечания остаются.",
    ),
    Action.ACCEPT: (
        (Action.RETURN,),
        "Причина — замечание: без него принятый отчет не вернуть.",
    ),
    Action.RETURN: (
        (),
        "Отменить нельзя: муниципальное образование замечания уже прочитало и, может быть, исправляет. "
        "Возвращенный по ошибке отчет сдают снова как он есть, день первой сдачи остается.",
    ),
    Action.CLOSE: (
        (Action.REOPEN,),
        "Отчет возвращается туда, где был; если все его мероприятия переданы — в начало. Почему "
        "закрывали, сказано в истории и после отмены.",
    ),
    Action.REOPEN: (
        (Action.CLOSE,),
        "Отчет закрывают снова и снова называют причину.",
    ),
    Action.HAND_OVER: (
        (),
        "Отменить нельзя: дальше мероприятия ведет другой, и его правки в чужой отчет не переходят. "
        "Переданное по ошибке — тому, кто не отчитывается, — передают дальше, закрыв и его отчет.",
    ),
    Action.TAKE_OVER: (
        (),
        "Отдельно не бывает: это вторая половина передачи. Лишнее мероприятие получатель удаляет сам, "
        "и его можно восстановить.",
    ),
    Action.ENTER: (
        (Action.LEAVE, Action.CONTINUE),
        "Прекращает сотрудник региона, забирает само муниципальное образование; причина не нужна, "
        "написанное остается в отчете.",
    ),
    Action.LEAVE: (
        (Action.ENTER,),
        "Вносить начинают снова и снова называют основание.",
    ),
    Action.CONTINUE: (
        (Action.ENTER,),
        "Пока отчет не сдан, сотрудник региона может снова внести его, назвав основание.",
    ),
    Action.ARCHIVE: (
        (Action.RETURN,),
        "Причина — замечание. Если квартал уже закрыт, администратор сначала открывает его и пишет почему.",
    ),
}


def describe() -> str:
    """The whole page: a diagram in Mermaid, then a table with a row for every action."""
    return f"{INTRO}\n{_diagram()}\n{_table()}"


def _diagram() -> str:
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{status.label}" as {status.value}' for status in Status]
    lines.append(f"    [*] --> {Status.DRAFT.value}: Открыть квартал")
    for action, transition in TRANSITIONS.items():
        lines += [
            f"    {source.value} --> {target.value}: {action.label}"
            for source in _in_order(transition.sources)
            for target in _targets(transition, source)
        ]
    return "\n".join([*lines, "```\n"])


def _table() -> str:
    lines = [
        "| Действие | Из состояния | В состояние | Кто | Что для этого нужно | Чем отменяется |",
        "|---|---|---|---|---|---|",
    ]
    for action, transition in TRANSITIONS.items():
        undo, sentence = UNDO[action]
        named = ", ".join(f"«{other.label}»" for other in undo)
        cells = (
            action.label,
            ", ".join(source.label for source in _in_order(transition.sources)),
            _target_in_words(transition),
            transition.role.label if transition.role else "только команда",
            "замечание" if transition.needs_remark else "причина" if transition.needs_note else "—",
            f"{named}. {sentence}" if named else sentence,
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def _target_in_words(transition: Transition) -> str:
    if transition.target is not None:
        return transition.target.label
    return "откуда пришел" if transition.undoes else "не меняется"


def _targets(transition: Transition, source: Status) -> list[Status]:
    """Where a report goes from ``source``: what is undone leads back to each place it came from."""
    if transition.target is not None:
        return [transition.target]
    if not transition.undoes:
        return [source]
    came_from = set().union(*(TRANSITIONS[undone].sources for undone in transition.undoes))
    return _in_order(frozenset(came_from))


def reached_by(transition: Transition) -> frozenset[Status]:
    """Where a report may be after ``transition`` alone."""
    return frozenset(
        target for source in transition.sources for target in _targets(transition, source)
    )


def _in_order(statuses: frozenset[Status]) -> list[Status]:
    return [status for status in Status if status in statuses]
