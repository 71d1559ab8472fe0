"""What kind of event a name tells of, and which kinds are told for one another."""

import re

# Kinds that are never told for one another.
_KIND = re.compile(
    r"\b(?:(?P<contest>конкурс|олимпиад|викторин)|(?P<action>акци|диктант|тест)"
    r"|(?P<festival>[\w-]{0,20}фестивал|праздни)"
    r"|(?P<sport>турнир|чемпионат|первенств|соревнован|матч|спартакиад|эстафет|кубо?к|товарищеск)"
    r"|(?P<drive>авто\w{0,6}пробег|мотопробег)|(?P<ride>велопробег)|(?P<run>(?<!\w)пробег)"
    r"|(?P<exhibition>выстав|вернисаж|экспозиц|[\w-]{0,20}ярмар)"
    r"|(?P<conference>конференц|форум|чтени|кругл\w{2,3} стол|семинар|симпозиум|заседан|совещан|вебинар)"
    r"|(?P<concert>концерт|гастрол|спектакл|театр|филармон)"
    r"|(?P<telebridge>телемост)"
    r"|(?P<visit>визит|приезд|пребыван)|(?P<trip>поездк|выезд)"
    r"|(?P<meeting>встреч|делегац|прием|переговор)"
    r"|(?P<agreement>подписан|соглашен|договор)"
    r"|(?P<camp>слет|лагер|смен)"
    r"|(?P<lesson>урок|лекци|мастер-класс)"
    r"|(?P<memorial>митинг|реквием|возложен|захоронен|перезахорон|открыти\w памятник)"
    r"|(?P<excursion>экскурс))",
    re.IGNORECASE,
)
# Guests come and are shown around; those who meet, meet at a gathering.
_TOLD_FOR_ONE_ANOTHER = (
    {"visit", "excursion"},
    {"meeting", "visit", "excursion"},
    {"meeting", "camp"},
)


def told(name: str) -> frozenset[str]:
    found = {str(each.lastgroup) for each in _KIND.finditer(name)}
    if "visit" in found and "excursion" not in found:
        found.add("meeting")
    return frozenset(found)


def differ(first: frozenset[str], second: frozenset[str]) -> bool:
    if not first or not second or not first.isdisjoint(second):
        return False
    if {"trip"} in (first, second):
        return False  # to a festival, to a meeting
    return first | second not in _TOLD_FOR_ONE_ANOTHER
