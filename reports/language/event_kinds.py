"""Which kind of event a name tells of."""

import functools
import re

# The first to be found decides; a conference within a festival is a part of it, so names of whole
# events stand before names of their parts.
# «фотоконкурс», «автопробег», «веб-квест» are what their last part is.
_KINDS = (
    ("competition", r"\w*конкурс|\w*олимпиад|викторин|диктант|чемпионат по чтени|премия\b|\w*квест"),
    ("festival", r"\w*фестивал|славянск\w+ базар"),
    ("sport", r"\w*турнир|чемпионат|первенств|соревновани|забег|\w*пробег|матч|спартакиад|"
              r"\w*эстафет|кубк|кубок|\w*кросс\b|\w*гонк[аи]\b|регат|заплыв"),
    ("exhibition", r"\w*выстав|ярмар|базар|экспозици|вернисаж"),
    ("conference", r"\w*конференци|\w*форум|симпозиум|конгресс|совещани|кругл\w+ стол|саммит|"
                   r"чтения\b|съезд|сесси|заседани\w+ (?!клуб|круж)"),
    ("agreement", r"соглашени|меморандум|протокол|договор[ау]? (?:о|с)\b|подписани|дорожн\w+ карт|"
                  r"план\w{0,3}\s(?:[^\s,.]{1,30}\s){0,4}сотрудничеств"),
    ("training", r"семинар|\w*вебинар|обучени|стажировк|мастер-класс|курс[ыа]?\b|тренинг|лекци|"
                 r"урок|школа\b"),
    ("meeting", r"встреч|визит|делегаци|при[её]м(?:а|у|е|ом)?\b(?!\s(?:заяв|документ|работ|норм))|"
                r"переговор|поездк|телемост|обмен|"
                r"посещени\w+ (?:\w+ )?(?:посл|посол|консул|мэр|делегац|глав)"),
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
