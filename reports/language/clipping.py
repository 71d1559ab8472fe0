"""The beginning of a text where there is no room for all of it."""

BARE_ENDS = " ,;:–-(«"  # what no cut text ends with


def clipped(text: str, most: int) -> str:
    """At most ``most`` characters, cut between words; within one only if it is very long."""
    if len(text) <= most:
        return text
    whole = text[:most].rpartition(" ")[0]
    start = whole if len(whole) > most // 2 else text[: most - 1]
    return f"{start.rstrip(BARE_ENDS)}…"
