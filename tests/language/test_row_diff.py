"""Two states of a list of rows."""

from hypothesis import given
from hypothesis import strategies as st

from reports.language.row_diff import Kind, Row, compare


def rows(*pairs):
    return [Row(key, {"Наименование": text}) for key, text in pairs]


def kinds(changes):
    return [(change.key, change.kind) for change in changes]


def test_equal_lists_do_not_differ():
    assert compare(rows((1, "а"), (2, "б")), rows((1, "а"), (2, "б"))) == []


def test_rows_that_came_and_went_stand_in_their_places():
    before = rows((1, "а"), (2, "б"), (3, "в"))
    after = rows((4, "г"), (1, "а"), (3, "в"))
    assert kinds(compare(before, after)) == [(4, Kind.ADDED), (2, Kind.REMOVED)]


def test_removed_first_row_stands_first():
    assert kinds(compare(rows((1, "а"), (2, "б")), rows((2, "в")))) == [
        (1, Kind.REMOVED),
        (2, Kind.CHANGED),
    ]


def test_changed_words_are_marked_and_the_others_not():
    (change,) = compare(rows((1, "Конкурс чтецов в школе")), rows((1, "Конкурс певцов в школе")))
    (cell,) = change.cells
    assert cell.name == "Наименование"
    assert cell.before == [("Конкурс ", False), ("чтецов", True), (" в школе", False)]
    assert cell.after == [("Конкурс ", False), ("певцов", True), (" в школе", False)]


def test_one_row_taken_to_the_end_is_one_move():
    before = rows((1, "а"), (2, "б"), (3, "в"), (4, "г"))
    after = rows((2, "б"), (3, "в"), (4, "г"), (1, "а"))
    assert kinds(compare(before, after)) == [(1, Kind.MOVED)]


def test_row_both_moved_and_changed_is_one_change():
    (change, *others) = compare(
        rows((1, "а"), (2, "б"), (3, "в")), rows((3, "х"), (1, "а"), (2, "б"))
    )
    assert (change.kind, change.is_moved, others) == (Kind.CHANGED, True, [])


def test_cell_that_appeared_is_a_change():
    (change,) = compare([Row(1, {})], [Row(1, {"Место": "г. Вязьма"})])
    assert change.cells[0].after == [("г. Вязьма", True)]


@given(st.permutations(range(7)), st.sets(st.integers(0, 6)))
def test_every_difference_is_told_once(order, gone):
    before = rows(*((key, str(key)) for key in range(7)))
    after = rows(*((key, str(key)) for key in order if key not in gone))
    changes = compare(before, after)
    assert len({change.key for change in changes}) == len(changes)
    assert {change.key for change in changes if change.kind is Kind.REMOVED} == gone
    stayed = [key for key in order if key not in gone]
    moved = {change.key for change in changes if change.kind is Kind.MOVED}
    unmoved = [key for key in stayed if key not in moved]
    assert unmoved == sorted(unmoved)
    assert moved == set() if stayed == sorted(stayed) else moved != set()
