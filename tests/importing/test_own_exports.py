"""What we export ourselves is read back: nothing in it is new, and nothing differs."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from reports.document.build import consolidated_table, report_table
from reports.document.own import own_table
from reports.events import editing
from reports.export.docx.writer import write_docx
from reports.export.xlsx.writer import write_xlsx
from reports.importing.comparison import compare
from reports.importing.drafts import offers_of
from reports.importing.files import read_file
from reports.language.typography import split_online_mark
from reports.models import Event, Status
from tests import factories

pytestmark = pytest.mark.django_db

WORDS = [
    *("Форум", "«Дружба»", "(онлайн)", "Итого", "Всего", "Глава района", "1.", "2)", "-", "№ 5"),
    *("и", "встреча;", "гостей,", "Иванов И.И.", "г. Вязьма", "2020", "=1+1", "_x000B_", "Вязьма"),
    *("содержание", "МО", "«Вяземский", "район»", "12", "участники:", "30 %", "А.", "слово"),
]
TEXTS = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", " ", "\n"])), min_size=1, max_size=9
).map(lambda pairs: "".join(word + end for word, end in pairs).strip())
PERIODS = [
    "5 ноября 2020 года",
    "5-6 ноября 2020 года",
    "ноябрь 2020 года",
    "октябрь-декабрь 2020 года",
]
EVENTS = st.fixed_dictionaries(
    {
        "name": TEXTS.filter(lambda name: split_online_mark(name)[0]),  # a mark alone is no name
        "place": TEXTS,
        "period": st.sampled_from(PERIODS),
        "content": st.one_of(
            TEXTS, st.tuples(TEXTS, st.integers(20, 90)).map(lambda p: (p[0] + " ") * p[1])
        ),
        "participants": TEXTS,
        "format": st.sampled_from(["", "in_person", "online", "mixed", "remote"]),
        "category": st.sampled_from(["", "conference", "sport"]),
        "countries": st.sampled_from([[], ["BY"], ["BY", "KR"]]),
        "agreements": st.one_of(st.just(""), TEXTS),
        "participants_own": st.one_of(st.none(), st.integers(0, 500)),
    }
)


def exports(report):
    span = report.quarter.span
    yield "own.docx", write_docx(own_table(report))
    yield "own.xlsx", write_xlsx(own_table(report))
    yield "one.docx", write_docx(report_table(report))
    yield "all.docx", write_docx(consolidated_table(span))
    yield "all.xlsx", write_xlsx(consolidated_table(span))
    yield "data.xlsx", write_xlsx(consolidated_table(span, has_data=True))


def told(report, name, data):
    offers, leftovers = offers_of(read_file(name, data), report)
    rows = compare(
        [offer.values for offer in offers], list(report.events.live().in_order()), report.quarter
    )
    return [row.event for row in rows], [row.changes for row in rows if row.changes], leftovers


def stored(clerk, vyazma, *events):
    report = vyazma.reports.first() or factories.make_report(vyazma)
    report.status = Status.DRAFT
    report.submitted_at = report.first_submitted_at = report.accepted_at = None
    report.save()
    Event.objects.filter(report=report).delete()
    for values in events:
        editing.save_event(report, user=clerk, **values)
    report.refresh_from_db()
    report.status = Status.ACCEPTED
    report.submitted_at = report.first_submitted_at = report.accepted_at = factories.MOMENT
    report.save()
    return report


@settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(EVENTS, min_size=1, max_size=4, unique_by=lambda event: "".join(event["name"].split()))
)
def test_exported_and_imported_is_nothing_new_and_nothing_different(clerk, vyazma, events):
    report = stored(clerk, vyazma, *events)
    held = {event.pk for event in report.events.live()}
    for name, data in exports(report):
        found, changes, _ = told(report, name, data)
        assert (name, {event and event.pk for event in found}) == (name, held)
        assert (name, changes) == (name, [])


def test_data_sheet_gives_back_what_the_document_does_not_print(clerk, vyazma):
    facts = {
        "format": "mixed",
        "category": "festival",
        "countries": "BA,BY,KR",
        "agreements": "Договор о дружбе",
        "participants_own": 0,
        "participants_total": 42,
    }
    values = {**factories.EVENT_VALUES, **facts, "countries": ["BA", "BY", "KR"]}
    other = {**values, "name": "Другое", "agreements": "", "countries": [], "category": ""}
    report = stored(clerk, vyazma, values, other)
    data = write_xlsx(consolidated_table(report.quarter.span, has_data=True))
    offers, leftovers = offers_of(read_file("свод.xlsx", data), report)
    first, second = ({name: offer.values.get(name, "") for name in facts} for offer in offers)
    assert first == {**facts, "participants_own": "0", "participants_total": "42"}
    assert second == {**first, "agreements": "", "countries": "", "category": ""}
    assert [left.text.partition(" ")[0] for left in leftovers] == ["Отчет"]  # the title
