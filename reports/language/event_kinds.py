"""Which kind of event a name tells of."""

import functools
import re

# The first to be found decides; a conference within a festival is a part of it, so names of whole
# events stand before names of their parts.
_KINDS = (
    ("competition", r"конкурс|олимпиад|викторин|диктант|чемпионат по чтени|премия\b"),
    ("festival", r"фестивал"),
    ("sport", r"турнир|чемпионат|первенств|соревновани|забег|пробег|матч|спартакиад|эстафет|кубк|кубок"),
    ("exhibition", r"выстав|ярмар|экспозици|вернисаж"),
    ("conference", r"конференци|форум|симпозиум|конгресс|совещани|кругл\w+ стол|саммит|чтения\b|съезд"),
    ("agreement", r"соглашени|меморандум|побратим\w* договор|договор о"),
    ("training", r"семинар|вебинар|обучени|стажировк|мастер-класс|курс[ыа]?\b|тренинг|лекци|урок|школа\b"),
    ("meeting", r"встреч|визит|делегаци|при[её]м\b|переговор|поездк|телемост"),
)  # fmt: skip
# Of no kind of their own, but events.
_OTHER = re.compile(
    r"(?<!\w)(?:мероприяти|концерт|слет|марафон|заседани|акци|диалог|праздник|экскурси|презентаци|"
    r"церемони|спектакл|показ|квест|вечер)",
    re.IGNORECASE,
)


@functools.lru_cache(maxsize=64)
def is_event(text: str) -> bool:
    """Whether a word of the text says that it names an event: «форум дружбы», not «дети»."""
    return bool(kind_of(text) or _OTHER.search(text))


@functools.lru_cache(maxsize=64)
def kind_of(text: str) -> str:
    """A value of the model's ``Category``, or nothing where no word tells."""
    lowered = text.casefold()
    places = [
        (match.start(), category)
        for category, pattern in _KINDS
        if (match := re.search(rf"(?<!\w)(?=\w)(?:{pattern})", lowered))
    ]
    # The head of a Russian name stands first: «конкурс в рамках фестиваля».
    return min(places)[1] if places else ""
