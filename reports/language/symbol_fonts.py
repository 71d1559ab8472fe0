"""What the fonts of signs show: Word keeps their signs as private-use characters, U+F020–U+F0FF,
and in any other typeface those are empty boxes."""

_FIRST = 0xF000


def _coded(*runs: tuple[int, str]) -> dict[int, str]:
    """``(code of the first sign, signs)``; a space stands where the sign has no equal."""
    return {
        _FIRST + first + at: sign
        for first, signs in runs
        for at, sign in enumerate(signs)
        if sign != " "
    }


_SYMBOL = _coded(
    (0x25, "%&"), (0x28, "()∗+,−./0123456789:;<=>?"),
    (0x41, "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"), (0x61, "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"),
    (0xA2, "′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…"), (0xD1, "∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"), (0xE5, "∑"),
)  # fmt: skip
_WINGDINGS = _coded(
    (0x21, "✏✂✁"), (0x28, "☎✆✉"), (0x36, "⌛"), (0x41, "✌"), (0x45, "☜☞☝☟ ☺ ☹"), (0x51, "✈☼ ❄"),
    (0x6C, "●❍■□ ❑❒"), (0x75, "◆❖◆⌧"), (0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"), (0x9E, "·•"),
    (0xA1, "○  ◉◎ ▪◻ ✦★✶✴✹✵"), (0xD8, "➢"), (0xDF, "←→↑↓↖↗↙↘ ➔"), (0xEF, "⇦⇨⇧⇩"), (0xFB, "✗✓☒☑"),
)  # fmt: skip
_WINGDINGS_2 = _coded((0x4F, "✗✓☒☑☒☒"), (0x97, "●"), (0xA3, "☐"))
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}
# Of a text that has lost its fonts: Symbol for arithmetic and its arrows, Wingdings for all else.
SHOWN = _WINGDINGS | {
    code: sign for code, sign in _SYMBOL.items() if sign in "↔←↑→↓°±″≥≤×•÷≠≡≈…−∞√⇔⇐⇒∑"
}


def shown(character: str, font: str) -> str:
    """The sign that ``font`` draws for ``character``, typed by its code with or without U+F000; the
    same character for other fonts and for signs without an equal."""
    code = ord(character)
    signs = _FONTS.get(font.casefold(), {})
    return signs.get(code, signs.get(code + _FIRST, character))


def draws_signs(font: str) -> bool:
    """Whether a font has signs in the place of letters."""
    return font.strip().casefold() in _FONTS
