"""Spans of days → the canonical text, which reads back as itself."""

import itertools

from reports.language import quarters
from reports.language.period_points import Point, Span

_PLURALS = {"квартал": "кварталы", "полугодие": "полугодия"}
_GENITIVES = {"квартал": "квартала", "полугодие": "полугодия"}


def printed(spans: list[Span]) -> str:
    if spans[0].opening:
        return _open(spans[0])
    if _are_pieces_of_a_year(spans):
        last = spans[-1].end
        numerals = _listed([_numerals(span) for span in spans])
        return f"{numerals} {_PLURALS[last.unit]} {last.year} года"
    return _listed(list(itertools.starmap(_span, itertools.zip_longest(spans, spans[1:]))))


def _open(span: Span) -> str:
    is_second = span.start.unit in _PLURALS and span.start.number == 2
    preposition = "со" if span.opening == "с" and is_second else span.opening
    return f"{preposition} {point_text(span.start, genitive=True)}"


def _listed(texts: list[str]) -> str:
    *others, last = texts
    return f"{', '.join(others)} и {last}" if others else last


def _are_pieces_of_a_year(spans: list[Span]) -> bool:
    """Several quarters, or halves, of one year: the word for them is said once."""
    points = {point for span in spans for point in (span.start, span.end)}
    kinds = {(point.unit, point.year) for point in points}
    return len(points) > 1 and len(kinds) == 1 and spans[0].start.unit in _PLURALS


def _numerals(span: Span) -> str:
    numerals = [quarters.ROMAN[point.number - 1] for point in (span.start, span.end)]
    return numerals[0] if span.start == span.end else " – ".join(numerals)


def _span(span: Span, following: Span | None) -> str:
    """What the following span of a list says again is left out here."""
    start, end = span.start, span.end
    if start.unit == end.unit == "год" and start != end:
        return f"{start.year} – {end.year} годы"
    shares_year = shares_month = False
    if following is not None:
        shares_year = start.year == end.year == following.start.year
        are_in_months = span.is_in_one_month and following.is_in_one_month
        shares_month = shares_year and are_in_months and end.number == following.start.number
    last = point_text(end, year=not shares_year, month=not shares_month)
    if start == end:
        return last
    if span.is_in_one_month:
        return f"{start.day}-{last}"
    return f"{point_text(start, year=start.year != end.year)} – {last}"


def point_text(
    point: Point, *, year: bool = True, month: bool = True, genitive: bool = False
) -> str:
    if point.unit == "год":
        return f"{point.year} {'года' if genitive else 'год'}"
    of_year = f" {point.year} года" if year else ""
    if point.unit == "день":
        of_month = f" {quarters.MONTHS_GENITIVE[point.number - 1]}" if month else ""
        return f"{point.day}{of_month}{of_year}"
    if point.unit == "месяц":
        names = quarters.MONTHS_GENITIVE if genitive else quarters.MONTHS
        return f"{names[point.number - 1]}{of_year}"
    name = _GENITIVES[point.unit] if genitive else point.unit
    return f"{quarters.ROMAN[point.number - 1]} {name}{of_year}"
