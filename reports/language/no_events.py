"""Whether a text says that there were no events."""

import re

LONGEST = 250  # characters: a longer text tells of something else as well
SAID = re.compile(
    r"мероприяти[яй]\b[^.!?;]*?\b(?:не\s+(?:проводил|проводят|провел|провод|состоял|был[оаи]?\b|организ"
    r"|осуществл|планир|имел)|отсутств|нет\b)"
    r"|\b(?:не\s+(?:проводил\w*|провел\w*|было)|нет|отсутств\w+)\b[^.!?;]*?\bмероприяти[яй]\b",
    re.IGNORECASE,
)
# «Мероприятия не проводились в связи с…» says it too; «…кроме форума» does not.
BUT = re.compile(r"\b(?:кроме|за исключением|помимо|однако|но)\b", re.IGNORECASE)


def says_no_events(text: str) -> bool:
    text = " ".join(text.split())
    return len(text) <= LONGEST and bool(SAID.search(text)) and not BUT.search(text)
