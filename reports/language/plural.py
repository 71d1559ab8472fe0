"""Russian counts things in three forms."""


def ru_plural(n: int, one: str, few: str, many: str) -> str:
    """The form of the word after ``n``: 1 отчет, 2 отчета, 5 отчетов; 11–14 take ``many``."""
    n = abs(n)
    if n % 100 in (11, 12, 13, 14):
        return many
    last = n % 10
    if last == 1:
        return one
    return few if last in (2, 3, 4) else many


def ru_count(n: int, one: str, few: str, many: str) -> str:
    """«3 мероприятия»."""
    return f"{n} {ru_plural(n, one, few, many)}"


def ru_number(n: int) -> str:
    """«3 000»: digits by threes, with spaces that do not break."""
    return f"{n:,}".replace(",", "\u00a0")
