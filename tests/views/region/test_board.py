"""The region's desk: how the quarter stands, whom to call, who is given more time."""

import datetime as dt
import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from municipalities.models import Role
from reports.document import duplicates_suggested, issuing
from reports.events import editing
from reports.language.quarters import Quarter as Calendar
from reports.models import Action, Correction, DisplayStatus, Remark, Report, ReportLog, Status
from reports.procedure import opening, workflow
from tests import factories
from tests.document.mentions import tell
from tests.factories import make_event, make_report

pytestmark = pytest.mark.django_db

DUE = dt.date(2021, 1, 15)  # of the quarter that the factories make


def days_ago(number):
    return timezone.now() - dt.timedelta(days=number)


@pytest.fixture
def desk(sign_in, reviewer):
    return sign_in(reviewer)


@pytest.fixture
def coming():
    """A quarter whose due date is still ahead."""
    return factories.make_quarter(due_date=timezone.localdate() + dt.timedelta(days=10))


def board(desk, **query):
    return desk.get(reverse("quarter_board", args=["2020-4"]), query)


def page_of(response):
    return " ".join(response.content.decode().split())


def row_of(page, report):
    """The words of one row."""
    return page.split(f'id="report-{report.pk}"')[1].split("</tr>")[0]


def calls(desk):
    return desk.get(reverse("quarter_calls", args=["2020-4"]))


def called(response):
    return [debtor.standing.report for debtor, _ in response.context["debtors"]]


def test_board_tells_a_zero_report_from_silence(desk, vyazma, rudnya):
    accepted = make_report(vyazma, status=Status.ACCEPTED, no_events=True)
    silent = make_report(rudnya)
    submitted = make_report(
        factories.make_municipality("zero"), status=Status.SUBMITTED, no_events=True
    )
    page = page_of(board(desk))
    assert ">Принят, нулевой<" in row_of(page, accepted)
    assert ">Сдан, нулевой<" in row_of(page, submitted)
    assert ">Просрочен<" in row_of(page, silent)


def test_zero_reports_are_counted_wherever_they_stand(desk):
    stands = (Status.SUBMITTED, Status.IN_REVIEW, Status.RETURNED, Status.ACCEPTED)
    zero = [
        make_report(factories.make_municipality(status), status=status, no_events=True)
        for status in stands
    ]
    told = make_report(factories.make_municipality("told"), status=Status.SUBMITTED, events=1)
    make_report(factories.make_municipality("silent"))
    response = board(desk, state="zero")
    assert [report for report, _ in response.context["page"].rows] == zero
    assert "Нулевые <b>4</b>" in page_of(response)
    response = board(desk, state="submitted")
    assert [report for report, _ in response.context["page"].rows] == [zero[0], zero[1], told]
    counts = {group.state: group.count for group, _ in response.context["groups"]}
    assert sum(counts.values()) - counts[DisplayStatus.ZERO] == 6


@pytest.mark.parametrize(
    ("first", "extended_until", "words"),
    [
        (DUE, None, ""),
        (DUE + dt.timedelta(days=1), None, "на 1 день позже"),
        (DUE + dt.timedelta(days=3), None, "на 3 дня позже"),
        (DUE + dt.timedelta(days=3), DUE + dt.timedelta(days=3), ""),
    ],
)
def test_board_says_how_late_the_first_submission_was(desk, vyazma, first, extended_until, words):
    moment = timezone.make_aware(dt.datetime.combine(first, dt.time(23, 50)))
    make_report(
        vyazma,
        status=Status.ACCEPTED,
        first_submitted_at=moment,
        extended_until=extended_until,
        extension_reason="Выборы." if extended_until else "",
    )
    page = row_of(page_of(board(desk)), Report.objects.get())
    assert f"{first:%d.%m.%Y} в 23:50" in page
    assert ("позже" in page) == bool(words)
    assert not words or f'title="{words}"' in page


def test_board_counts_returns_and_open_remarks(desk, vyazma, reviewer):
    report = make_report(vyazma, status=Status.RETURNED, events=1)
    for number in range(3):
        Remark.objects.create(
            report=report,
            text="Где?",
            author=reviewer,
            sent_at=factories.MOMENT,
            closed_at=factories.MOMENT if number == 0 else None,
        )
    for number in range(4):
        ReportLog.objects.create(
            report=report,
            action=Action.RETURN,
            from_status=Status.IN_REVIEW,
            to_status=Status.RETURNED,
            user=reviewer,
            note="Замечания: 1.",
            version=number,
        )
    row = row_of(page_of(board(desk)), report)
    assert '<td class="number wide-only" data-label="Возвратов">4</td>' in row
    assert '<td class="number late" data-label="Замечаний">2</td>' in row
    assert '<td class="number" data-label="Мероприятий">1<svg class="microbar"' in row


def test_three_quarters_before_stand_beside(desk, vyazma, rudnya):
    report = make_report(vyazma)
    for year, number in [(2020, 3), (2020, 2), (2019, 4), (2019, 3), (2021, 1)]:
        quarter = factories.make_quarter(Calendar(year, number))
        make_report(vyazma, quarter=quarter, status=Status.ACCEPTED, no_events=number == 2)
    new = make_report(rudnya, quarter=report.quarter)
    response = board(desk)
    assert [quarter.slug for quarter in response.context["board"].earlier] == [
        "2019-4",
        "2020-2",
        "2020-3",
    ]
    page = page_of(response)
    told = re.findall(r'<span class="only-read">(\w+ квартал [^<]+)<', row_of(page, report))
    assert [words.split(", на ")[0] for words in told] == [
        "III квартал 2020 года: принят",
        "II квартал 2020 года: принят, нулевой",
        "IV квартал 2019 года: принят",
    ]
    assert row_of(page, new).count(">–<") == 3
    assert "принят" not in row_of(page, new)


def test_past_report_handed_in_late_is_told_from_one_that_never_came(desk, vyazma, rudnya):
    earlier = factories.make_quarter(Calendar(2020, 3))
    rows = []
    for municipality, status in ((vyazma, Status.ACCEPTED), (rudnya, Status.DRAFT)):
        late = {"first_submitted_at": factories.MOMENT} if status == Status.ACCEPTED else {}
        make_report(municipality, quarter=earlier, status=status, **late)
        rows.append(make_report(municipality))
    page = page_of(board(desk))
    accepted, missing = (row_of(page, report) for report in rows)
    assert ('class="pip pip-other"' in accepted, "#i-calendar" in accepted) == (True, True)
    assert "принят, на 89 дней позже<" in accepted
    assert ('class="pip pip-late"' in missing, "просрочен, срок прошел" in missing) == (True, True)


@pytest.mark.parametrize(
    ("asked", "slugs"),
    [
        ("", ["b", "a", "c"]),
        ("name", ["a", "b", "c"]),
        ("-name", ["c", "b", "a"]),
        ("events", ["a", "b", "c"]),
        ("-events", ["b", "a", "c"]),
        ("state", ["a", "c", "b"]),
        ("-submitted", ["b", "a", "c"]),
        ("nonsense", ["b", "a", "c"]),
    ],
)
def test_board_is_put_in_order_by_its_headings(desk, asked, slugs):
    """What has no number comes last either way."""
    made = {slug: factories.make_municipality(slug) for slug in ("b", "a", "c")}
    make_report(made["b"], status=Status.ACCEPTED, events=3)
    make_report(made["a"], status=Status.SUBMITTED, events=1)
    make_report(made["c"])
    response = board(desk, sort=asked)
    assert [report.municipality.slug for report, _ in response.context["page"].rows] == slugs


def test_heading_in_force_says_so_and_turns_round(desk, vyazma):
    make_report(vyazma)
    page = page_of(board(desk, sort="-events", state="overdue"))
    assert 'aria-sort="descending"><a href="?state=overdue&amp;sort=events">Мероприятий' in page
    assert page.count("aria-sort") == 1
    assert '<a href="?sort=-events">' not in page.split("<thead>")[1]
    assert 'href="?state=overdue&amp;sort=-events" aria-current="true"' in page


def test_groups_without_reports_are_not_offered(desk, vyazma):
    make_report(vyazma, status=Status.SUBMITTED, events=1)
    page = page_of(board(desk))
    assert "Ждут проверки <b>1</b>" in page
    for label in ("Приняты <b>", "Нулевые <b>", "Просрочены <b>", "Требует внимания"):
        assert label not in page


def test_arch_has_a_stone_for_every_report_that_is_owed(desk):
    for slug in ("a", "b", "c"):
        make_report(factories.make_municipality(slug), status=Status.ACCEPTED, events=1)
    make_report(factories.make_municipality("gone"), status=Status.CLOSED)
    page = page_of(board(desk))
    assert page.count('<path class="stone stone-') == 3 + 1  # one is in the name of its group
    assert "3 из 3" in page


def test_issue_of_the_quarter_is_told_with_its_worth(desk, reviewer, vyazma):
    report = make_report(vyazma, status=Status.ACCEPTED, events=1)
    assert "Выпуск №" not in page_of(board(desk))
    span = report.quarter.span
    issuing.issue(span, user=reviewer, seen=issuing.current(span).fingerprint)
    page = page_of(board(desk))
    assert "Выпуск № 1" in page
    assert "действует" in page
    report.events.update(place="г. Рославль")
    assert "устарел" in page_of(board(desk))


def test_review_that_goes_on_names_who_began_it(desk, vyazma, reviewer):
    report = make_report(vyazma, status=Status.SUBMITTED, events=1)
    workflow.perform(Action.START_REVIEW, report, user=reviewer)
    row = row_of(page_of(board(desk)), report)
    assert ">Проверяется<" in row
    assert str(reviewer) in row


@pytest.mark.parametrize(("days", "mark"), [(2, None), (3, "soon"), (6, "soon"), (7, "late")])
def test_returned_report_is_reminded_of_and_then_red(desk, vyazma, coming, settings, days, mark):
    settings.RETURNED_REMIND_DAYS, settings.RETURNED_RED_DAYS = 3, 7
    report = make_report(vyazma, status=Status.RETURNED, returned_at=days_ago(days))
    row = row_of(page_of(board(desk)), report)
    assert ("ждет ответа" in row) == bool(mark)
    assert {"soon", "late"} & set(row.replace('"', " ").split()) == {mark} - {None}


def test_attention_is_for_the_late_and_the_objected(desk, vyazma, rudnya, clerk, reviewer):
    make_report(vyazma)
    fine = make_report(rudnya, status=Status.ACCEPTED, events=1)
    other = make_report(factories.make_municipality("other"), status=Status.ACCEPTED, events=1)
    for report, asked_at in ((fine, None), (other, timezone.now())):
        Correction.objects.create(
            event=report.events.get(),
            cell="place",
            author=reviewer,
            asked_at=asked_at,
            asked_by=clerk if asked_at else None,
        )
    response = board(desk, state="attention")
    found = [report.municipality.slug for report, _ in response.context["page"].rows]
    assert (found, response.context["attention"]) == (["vyazma", "other"], 2)
    page = page_of(response)
    assert "Просят отменить правку" in page
    assert f"{other.get_review_url()}?all=1#event-{other.events.get().pk}" in page
    assert f"{fine.get_review_url()}?all=1" not in page


def test_pairs_that_look_alike_are_counted_where_they_wait(desk):
    tell("first")
    tell("second", place="Районный дом культуры")
    assert 'Похожие мероприятия</a><b class="number">1</b>' in page_of(board(desk))
    address = reverse("consolidated", args=["2020-4"])
    assert 'Похожие мероприятия</a><b class="number">1</b>' in page_of(desk.get(address))


def test_pairs_of_a_large_quarter_are_left_to_their_own_page(desk):
    event = tell("first")
    for number in range(duplicates_suggested.COUNTED_AT_ONCE):
        make_event(event.report, name=f"Конференция № {number}")
    response = board(desk)
    assert response.context["alike"] is None
    assert reverse("duplicates", args=["2020-4"]) in page_of(response)


def test_settled_objection_wants_no_attention(desk, vyazma, reviewer):
    report = make_report(vyazma, status=Status.ACCEPTED, events=1)
    now = timezone.now()
    Correction.objects.create(
        event=report.events.get(),
        cell="place",
        author=reviewer,
        asked_at=now,
        asked_by=reviewer,
        settled_at=now,
        settled_by=reviewer,
    )
    response = board(desk)
    assert response.context["attention"] == 0
    assert "Просят отменить" not in page_of(response)


def test_administrator_reads_the_board_and_may_extend(sign_in, administrator, vyazma, rudnya):
    quarter = make_report(vyazma, status=Status.SUBMITTED).quarter
    owing = make_report(rudnya, quarter=quarter)
    page = page_of(board(sign_in(administrator)))
    assert "Проверить следующий" not in page
    assert reverse("report_extension", args=[owing.pk]) in page


def test_board_of_a_closed_quarter_offers_nothing_to_do(desk, vyazma, administrator):
    report = make_report(vyazma)
    opening.close_quarter(report.quarter, user=administrator)
    page = page_of(board(desk))
    assert reverse("report_extension", args=[report.pk]) not in page
    assert "Кому позвонить" not in page


def test_calls_are_for_those_who_owe_the_longest_first(desk, coming):
    made = {
        slug: make_report(factories.make_municipality(slug), **fields)
        for slug, fields in {
            "soon": {},
            "accepted": {"status": Status.ACCEPTED},
            "waiting": {"status": Status.SUBMITTED},
            "returned": {"status": Status.RETURNED, "returned_at": days_ago(5)},
            "longer": {"status": Status.RETURNED, "returned_at": days_ago(9)},
        }.items()
    }
    response = calls(desk)
    assert called(response) == [made["longer"], made["returned"], made["soon"]]
    page = page_of(response)
    assert "возвращен 9 дней назад" in row_of(page, made["longer"])
    assert "осталось 10 дней" in row_of(page, made["soon"])


def test_overdue_counts_from_the_extended_date(desk, vyazma, rudnya):
    today = timezone.localdate()
    quarter = factories.make_quarter(due_date=today - dt.timedelta(days=20))
    extended = make_report(
        vyazma,
        quarter=quarter,
        extended_until=today - dt.timedelta(days=2),
        extension_reason="Пожар.",
    )
    plain = make_report(rudnya, quarter=quarter)
    response = calls(desk)
    assert called(response) == [plain, extended]
    page = page_of(response)
    assert "срок прошел 20 дней назад" in row_of(page, plain)
    assert "срок прошел 2 дня назад" in row_of(page, extended)
    assert "Пожар." in row_of(page, extended)


def test_calls_name_the_people_who_work_there(desk, vyazma, rudnya):
    report = make_report(vyazma)
    factories.make_user(
        municipality=vyazma,
        full_name="Анна Ивановна",
        post="Главный специалист",
        phone="8 (48131) 4-20-11, доб. 12",
        email="anna@example.ru",
        last_login=factories.MOMENT,
    )
    factories.make_user(municipality=vyazma, full_name="Уволен", is_active=False, phone="111")
    factories.make_user(municipality=rudnya, full_name="Чужой", phone="222")
    row = row_of(page_of(calls(desk)), report)
    assert "Анна Ивановна" in row
    assert "Главный специалист" in row
    assert 'href="tel:84813142011;ext=12">8 (48131) 4-20-11, доб. 12</a>' in row
    assert "mailto:anna@example.ru" in row
    assert "12.01.2021 в 16:20" in row
    assert "Уволен" not in row
    assert "Чужой" not in row


def test_calls_say_that_nobody_came_and_nothing_was_saved(desk, clerk):
    report = make_report(clerk.municipality)
    row = row_of(page_of(calls(desk)), report)
    assert "никто не входил" in row
    assert "ничего не сохраняли" in row
    assert "телефон не указан" in row


def test_last_save_is_the_clerk_s_not_the_region_s(desk, clerk, reviewer, coming):
    report = make_report(clerk.municipality)
    editing.save_event(report, user=clerk, name="Форум", period="28 октября 2020 года")
    saved = Report.history.filter(id=report.pk, history_user=clerk)
    saved.update(history_date=factories.MOMENT)
    later = coming.due_date + dt.timedelta(days=5)
    opening.extend_due_date(report, until=later, reason="Пожар.", user=reviewer)
    assert "12.01.2021 в 16:20" in row_of(page_of(calls(desk)), report)


def test_calls_say_when_there_is_nobody_to_call(desk, vyazma, administrator):
    report = make_report(vyazma, status=Status.ACCEPTED)
    assert "напоминать некому" in page_of(calls(desk))
    Report.objects.update(status=Status.DRAFT, accepted_at=None)
    assert called(calls(desk)) == [report]
    opening.close_quarter(report.quarter, user=administrator)
    assert "уже нельзя" in page_of(calls(desk))


@pytest.fixture
def count(desk):
    """``count(name)``: the queries of a page."""

    def queries(name):
        address = reverse(name, args=["2020-4"])
        desk.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(address).status_code == 200
        return len(captured)

    return queries


@pytest.mark.parametrize(
    "name", ["quarter_board", "quarter_calls", "board_download", "calls_download"]
)
def test_queries_grow_neither_with_municipalities_nor_with_years(count, name, vyazma, reviewer):
    counts = []
    for municipalities, years in ((1, 1), (27, 1), (27, 20)):
        for year in range(2021 - years, 2021):
            for number in range(1, 5):
                _fill(factories.make_quarter(Calendar(year, number)), municipalities, reviewer)
        counts.append(count(name))
    assert counts[0] == counts[1] == counts[2]


def _fill(quarter, municipalities, reviewer):
    """Each owes a report, has somebody to be called and a correction to be undone."""
    for number in range(quarter.reports.count(), municipalities):
        municipality = factories.make_municipality(f"district-{number}")
        if not municipality.acting.exists():
            factories.make_user(municipality=municipality, phone="4-20-11")
        report = make_report(municipality, quarter=quarter)
        if quarter.year == 2020:
            Correction.objects.create(
                event=make_event(report),
                cell="name",
                author=reviewer,
                asked_at=timezone.now(),
                asked_by=reviewer,
            )


def sheet_of(desk, name="board_download"):
    response = desk.get(reverse(name, args=["2020-4"]))
    assert response["Content-Disposition"].endswith(".xlsx")
    (sheet,) = openpyxl.load_workbook(io.BytesIO(response.content))
    return sheet


def records(sheet):
    titles, *rows = sheet.iter_rows(min_row=3, values_only=True)
    return [dict(zip(titles, row, strict=True)) for row in rows]


def test_file_holds_dates_as_dates_and_numbers_as_numbers(desk, vyazma, rudnya):
    make_report(
        vyazma,
        status=Status.ACCEPTED,
        events=2,
        extended_until=dt.date(2021, 1, 20),
        extension_reason="=1+1",
    )
    make_report(rudnya)
    sheet = sheet_of(desk)
    first, second = records(sheet)
    assert first["Муниципальное образование"] == "Вяземский район"
    assert first["Мероприятий"] == 2
    assert first["Сдан"] == dt.datetime(2021, 1, 12, 16, 20)
    assert first["Срок продлен до"] == dt.datetime(2021, 1, 20)
    assert first["Почему продлен"] == "=1+1"
    assert (second["IV квартал 2020"], second["Сдан"]) == ("Просрочен", None)
    assert not any(cell.data_type == "f" for row in sheet for cell in row)


def test_file_leaves_out_columns_in_which_nothing_is_said(desk, vyazma):
    make_report(vyazma, events=1)
    earlier = factories.make_quarter(Calendar(2020, 3))
    make_report(vyazma, quarter=earlier, status=Status.ACCEPTED, events=1)
    (row,) = records(sheet_of(desk))
    assert not {"Срок продлен до", "Почему продлен", "Почему закрыт без отчета"} & set(row)
    assert row["III квартал 2020"] == "Принят, на 89 дней позже"


def test_file_names_whom_to_call(desk, clerk, vyazma, rudnya):
    type(clerk).objects.update(phone="4-20-11", email="anna@example.ru", post="Специалист")
    make_report(vyazma)
    make_report(rudnya, status=Status.ACCEPTED)
    (row,) = records(sheet_of(desk, "calls_download"))
    assert row["Кому звонить"] == "Сотрудник Вязьмы, Специалист"
    assert (row["Телефон"], row["Электронная почта"]) == ("4-20-11", "anna@example.ru")
    assert row["Срок сдачи"] == dt.datetime(2021, 1, 15)


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("board_download", "Сводка отчетов, IV квартал 2020 года"),
        ("calls_download", "Кому позвонить: не сдали отчет, IV квартал 2020 года"),
    ],
)
def test_file_says_what_it_is_and_is_ready_to_be_printed(desk, vyazma, name, heading):
    make_report(vyazma)
    sheet = sheet_of(desk, name)
    assert sheet["A1"].value == heading
    assert re.fullmatch(r"Составлено \d\d\.\d\d\.\d{4} в \d\d:\d\d", sheet["A2"].value)
    assert sheet.freeze_panes == "B4"
    assert sheet.auto_filter.ref == sheet.dimensions.replace("A1:", "A3:")
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.oddFooter.left.text == heading
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
    assert sheet.page_setup.fitToHeight == 0
    assert all(column.width > 8 for column in sheet.column_dimensions.values())


def extend(client, report, **values):
    url = reverse("report_extension", args=[report.pk])
    return client.post(url, {"_end": "1", **values}, follow=True)


@pytest.mark.parametrize("role", [Role.REGION, Role.ADMIN])
def test_due_date_is_extended_for_one(sign_in, vyazma, rudnya, role):
    report = make_report(vyazma)
    other = make_report(rudnya)
    person = factories.make_user(role)
    response = extend(sign_in(person), report, until="20.01.2021", reason="Пожар в архиве.")
    assert response.redirect_chain[-1][0].startswith(reverse("quarter_board", args=["2020-4"]))
    report.refresh_from_db()
    assert (report.extended_until, report.extension_reason) == (
        dt.date(2021, 1, 20),
        "Пожар в архиве.",
    )
    assert report.history.latest().history_user == person
    assert (
        """title="Срок продлен до 20 января 2021 года: Пожар в архиве.">срок до 20.01<"""
        in row_of(page_of(response), report)
    )
    assert Report.objects.get(pk=other.pk).extended_until is None


def test_extension_is_taken_back_with_an_empty_date(desk, reviewer, vyazma):
    report = make_report(vyazma)
    opening.extend_due_date(report, until=dt.date(2021, 1, 20), reason="Пожар.", user=reviewer)
    assert 'value="20.01.2021"' in page_of(desk.get(reverse("report_extension", args=[report.pk])))
    page = page_of(extend(desk, report, until="", reason="Пожар."))
    assert "Срок сдачи снова общий" in page
    report.refresh_from_db()
    assert (report.extended_until, report.extension_reason) == (None, "")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"until": "15.01.2021", "reason": "Пожар."}, "должен быть позже общего срока"),
        ({"until": "20.01.2021", "reason": " "}, "почему срок сдачи продлен"),
        ({"until": "31 февраля", "reason": "Пожар."}, "Напишите дату так"),
        ({"until": "20.01.2021", "reason": "Долго писал", "_end": "0"}, "не полностью"),
    ],
)
def test_wrong_extension_is_refused_and_stays_on_the_page(desk, vyazma, values, words):
    report = make_report(vyazma)
    page = page_of(extend(desk, report, **values))
    assert words in page
    assert values["until"] in page
    assert values["reason"].strip() in page
    assert Report.objects.get().extended_until is None


def test_extension_in_a_closed_quarter_is_refused_in_words(desk, vyazma, administrator):
    report = make_report(vyazma)
    opening.close_quarter(report.quarter, user=administrator)
    url = reverse("report_extension", args=[report.pk])
    page = page_of(desk.get(url))
    assert "закрыт" in page
    assert 'name="until"' not in page
    page = page_of(extend(desk, report, until="20.01.2021", reason="Долго писал"))
    assert "Открыть его снова может администратор" in page
    assert "Долго писал" in page
    assert Report.objects.get().extended_until is None
