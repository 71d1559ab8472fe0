"""Telephone numbers as people type them, several in one line and with extensions."""

import re

SHORTEST = 3  # digits: an inner number
_BETWEEN = re.compile(r"[,;\n]")
_EXTENSION = re.compile(r"\b(?:доб|вн)[а-я]*\.?", re.IGNORECASE)


def parse(text: str) -> list[tuple[str, str]]:
    """Every number as typed, and as a link dials it; the second is empty when there is nothing to
    dial. «8 (48131) 4-20-11, доб. 12» is one number with an extension, not two."""
    parts: list[str] = []
    for part in (part.strip() for part in _BETWEEN.split(text)):
        if part and parts and _EXTENSION.match(part):
            parts[-1] += f", {part}"
        elif part:
            parts.append(part)
    return [(part, _dialled(part)) for part in parts]


def can_be_dialled(text: str) -> bool:
    """Whether a number stands in it that somebody could dial, be it an inner one."""
    return any(len(_digits(link.partition(";")[0])) >= SHORTEST for _, link in parse(text))


def _dialled(part: str) -> str:
    number, *extension = (_digits(piece) for piece in _EXTENSION.split(part, maxsplit=1))
    if not number:
        return ""
    plus = "+" if part.lstrip(" (").startswith("+") else ""
    tail = f";ext={extension[0]}" if extension and extension[0] else ""
    return f"tel:{plus}{number}{tail}"


def _digits(text: str) -> str:
    return "".join(character for character in text if character in "0123456789")
