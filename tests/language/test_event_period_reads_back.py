"""Whatever is printed is read as itself again."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.language import quarters
from reports.language.event_period import PeriodError, parse
from reports.language.quarters import Quarter


def days(*numbers):
    return dt.date(*numbers)


# Every form that people use, of any dates; whether they are in order is not the generator's care.
years = st.integers(1990, 2100)

quarter_of_any_year = st.builds(Quarter, years, st.integers(1, 4))

dashes = st.sampled_from(["-", " - ", "–", " – ", "—", "\n–\n", " по ", " до "])

commas = st.sampled_from([", ", ",", " и ", ", и ", "; "])

said_year = st.one_of(
    st.just(""),
    st.builds(
        "{}{}{}".format,
        st.sampled_from([" ", ", "]),
        years,
        st.sampled_from(["", " г.", "г", " года"]),
    ),
)

month_forms = st.integers(0, 11).flatmap(
    lambda month: st.sampled_from(
        [
            quarters.MONTHS[month],
            quarters.MONTHS_GENITIVE[month],
            quarters.MONTHS_LOCATIVE[month].upper(),
        ]
    )
)

numeric_dates = st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31)).flatmap(
    lambda day: st.sampled_from(
        [
            f"{day:%d.%m.%Y}",
            f"{day.day}.{day.month}.{day.year % 100:02}",
            f"{day:%d.%m}",
            f"{day:%m.%Y}",
            day.isoformat(),
            quarters.format_date(day),
        ]
    )
)

points = st.one_of(
    st.integers(1, 31).map(str),
    numeric_dates,
    st.builds(
        "{}{}{}{}".format,
        st.integers(1, 31),
        st.sampled_from(["", " ", "-го "]),
        month_forms,
        said_year,
    ),
    st.builds("{}{}".format, month_forms, said_year),
    st.builds(
        "{} {}{}".format,
        st.sampled_from(["I", "II", "П", "3", "4-й", "IV", "втором", "I и III", "I-II", "3, 4"]),
        st.sampled_from(["квартал", "квартале", "полугодие", "кв.", "кварталы"]),
        said_year,
    ),
    st.builds("{}{}".format, years, st.sampled_from(["", " год", " г.", " годы"])),
    st.sampled_from(["квартал", "в течение полугодия", "года"]),
)

spans = st.one_of(
    points,
    st.builds("{}{}{}".format, points, dashes, points),
    st.builds("с {}{}{}".format, points, dashes, points),
    st.builds("{}, {}".format, years, points),
    st.builds("{} {}".format, st.sampled_from(["с", "со", "до", "по", "в", "во"]), points),
)

typed_periods = st.builds(
    lambda parts, comma, ending: comma.join(parts) + ending,
    st.lists(spans, min_size=1, max_size=4),
    commas,
    st.sampled_from(["", ".", ",", " "]),
)


@settings(max_examples=500)
@given(typed_periods, quarter_of_any_year, st.sampled_from([" ", "\u00a0", "\n", " \u2003"]))
def test_printed_text_reads_back_as_itself(typed, quarter, space):
    try:
        period = parse(typed, quarter)
    except PeriodError:
        return
    again = parse(period.text.replace(" ", space), quarter)
    assert (again.text, again.start, again.end) == (period.text, period.start, period.end)
    assert not again.year_assumed
    assert period.start is None or period.end is None or period.start <= period.end
    assert period.days_phrase
