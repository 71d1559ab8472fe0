"""What is asked of a text at every pause costs in proportion to its length, whatever stands in it."""

import datetime as dt
import itertools
import time

import pytest

from reports.language import completions, event_period, typography
from reports.language.proofreading import proofread
from reports.language.quarters import Quarter
from reports.language.similarity import Mention, similarity
from reports.language.suggestions import guess
from reports.language.text_diff import differences

LENGTH = 4_000
# Four times the text may cost four times as much, and something for a busy machine; twice the
# square of it would be thirty-two.
MOST = 10

_numbers = itertools.count(1)


def mention(name):
    day = dt.date(2020, 10, 28)
    return Mention(0, 0, (2020, 4), name, "", day, day)


def read_period(text):
    with pytest.raises(event_period.PeriodError):
        event_period.parse(text, Quarter(2020, 4))


def compare(text):
    """With what somebody made of it by changing every third word, and with its reverse."""
    words = text.split(" ")
    differences(text, " ".join("иное" if at % 3 else word for at, word in enumerate(words)))
    differences(text, " ".join(reversed(words)))
    differences(text, text[::-1])
    differences(text, f"б{text[: len(text) // 2]}в\nг{text[len(text) // 2 :]}")


JOBS = {
    "clean": typography.clean,
    "unwrap": typography.unwrap,
    "for_print": typography.for_print,
    "split_online_mark": typography.split_online_mark,
    "period": read_period,
    "proofread": lambda text: [proofread(text, field=field) for field in ("name", "place")],
    "guess": lambda text: guess({"name": text, "content": f"{text}."}),
    "phrases": lambda text: completions.phrases_of(text, text, text),
    "differences": compare,
    "similarity": lambda text: similarity(mention(text), mention(text[::-1] + " форум")),
}
TEXTS = [
    "Состоялся фестиваль «Радуга дружбы», приехали гости из Республики Беларусь. ",
    "слово а б в г д ",
    "а\n",
    "\n",
    " ",
    "«",
    '"слово ',
    "«а» ",
    "(далее – ",
    "5октября ",
    "слово -слово ",
    "а-",
    "Кoт ",
    "И.",
    "г. ",
    "муниципальное образование «а» г.Смоленск ",
    "Белорусский вокзал ",
    "5 лет Иван Иванов ",
    "+7 ",
    "a.",
    "1",
    "АБВ ",
    "и\u0306",
    "\u0301",
    "😀 №5 ",
]


def cost(job, text, length):
    # Not a text that has been seen: known ones cost nothing.
    whole = f"{next(_numbers)} {text * (length // len(text))}"
    start = time.process_time()
    JOBS[job](whole)
    return time.process_time() - start


@pytest.mark.parametrize("job", JOBS)
def test_cost_grows_with_the_length_and_no_faster(job):
    for text in TEXTS:
        cost(job, text, LENGTH)  # what is read once: the dictionary, its words
        for _ in range(4):
            short, long = cost(job, text, LENGTH), cost(job, text, 4 * LENGTH)
            if long < max(short, 0.002) * MOST:
                break
        else:
            pytest.fail(f"{text!r}: {short:.4f} s, four times as long {long:.4f} s")


def test_known_text_is_not_read_again():
    """A page asks about all its fields when one has changed."""
    text = f"{next(_numbers)} {'Открыт фестиваль «Радуга» в г.Минске. ' * 200}"
    first = [cost_of_all(text) for _ in range(2)]
    assert first[1] < first[0] / 5


def cost_of_all(text):
    start = time.process_time()
    proofread(text, field="content")
    guess({"content": text})
    return time.process_time() - start
