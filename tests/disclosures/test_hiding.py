"""Small cells of the cube cannot be worked out: by subtraction, by equations, by corrections."""

from collections import defaultdict
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from disclosures.rules.cube import ALL, DEEPEST, PARTS, Key, Lot, cells, lines_of, tables
from disclosures.rules.hiding import hidden, shown
from disclosures.rules.solving import determined

LEAST = 3
MONTHS, PLACES, CODES, CAUSES, WAYS = "12", "ab", "xyz", "uvw", "pq"
HOLDERS = (("big", "A"), ("big", "B"), ("small", "C"))


@st.composite
def lots(draw, several=False):
    """Return lots of a small market; with `several`, some complaints name two institutions."""
    held = [(one,) for one in HOLDERS] + ([HOLDERS[:2], HOLDERS[1:]] if several else [])
    width = draw(st.integers(1, 3))
    places = product(MONTHS[:width], PLACES, held, CODES[:width], CAUSES[:2], WAYS[:width])
    numbers = st.integers(0, draw(st.integers(1, 9)))
    return [lot for place in places if (lot := Lot(*place, draw(numbers))).number]


def naive(whole):
    """Count every cell by asking every lot, the straightforward way."""
    found = defaultdict(int)
    for lot in whole:
        seen = set()
        for category, entity in lot.holders:
            full = dict(zip(PARTS, (*lot[:2], category, entity, *lot[3:6]), strict=True))
            for table in tables():
                wanted = {*table, "category"} if "entity" in table else set(table)
                seen.add(Key(**{part: full[part] for part in wanted}))
        for key in seen:
            found[key] += lot.number
    return dict(found)


def subtraction(counts, gone):
    """Play the attack: whole less its other parts, again and again; return what it learns."""
    known = {key for key in counts if key not in gone}
    lines = defaultdict(list)
    for key in counts:
        for line in lines_of(key):
            lines[line].append(key)
    learnt = set()
    while True:
        size = len(learnt)
        for line, parts in lines.items():
            unknown = [key for key in (*parts, line.whole) if key not in known]
            if len(unknown) == 1:
                learnt.add(unknown[0])
                known.add(unknown[0])
        if len(learnt) == size:
            return learnt


@settings(max_examples=60, deadline=None)
@given(lots(several=True))
def test_every_cell_is_counted_once_whatever_a_complaint_names(whole):
    assert cells(whole) == naive(whole)
    assert all(key.fixed <= DEEPEST for key in cells(whole))


@settings(max_examples=60, deadline=None)
@given(lots())
def test_art_37_no_small_cell_is_shown_and_none_is_learnt_by_subtraction(whole):
    counts = cells(whole)
    gone = hidden(counts, LEAST)
    if gone is None:
        assert counts.get(ALL, 0) < 3 * LEAST * LEAST
        return
    assert all(count >= LEAST for count in shown(counts, gone, LEAST).values())
    assert not subtraction(counts, gone)


@settings(max_examples=40, deadline=None)
@given(lots())
def test_art_37_no_hidden_cell_is_the_sum_and_difference_of_any_shown_ones(whole):
    """All tables at once: no combination of what is shown gives a small cell."""
    counts = cells(whole)
    gone = hidden(counts, LEAST)
    if gone is None:
        return
    of = defaultdict(dict)
    for lot in product(MONTHS, PLACES, HOLDERS, CODES, CAUSES, WAYS):
        for key in cells([Lot(*lot[:2], (lot[2],), *lot[3:], 1)]):
            of[key][lot] = 1
    shown_ones = [of[key] for key in counts if key not in gone]
    for small in [key for key in gone if counts[key] < LEAST][:5]:
        asked = {**of[small], "wanted": -1}
        assert "wanted" not in determined([*shown_ones, asked])


@settings(max_examples=40, deadline=None)
@given(lots(), st.data())
def test_art_37_two_editions_together_give_no_small_cell(whole, data):
    counts = cells(whole)
    gone = hidden(counts, LEAST)
    if gone is None or not whole:
        return
    first = shown(counts, gone, LEAST)
    late = data.draw(st.sampled_from(whole))._replace(number=data.draw(st.integers(1, 4)))
    later = cells([*whole, late])
    withheld = hidden(later, LEAST, [key for key in gone if counts[key] >= LEAST])
    assert withheld is not None and not subtraction(later, withheld)
    second = shown(later, withheld, LEAST, first)
    for key in first.keys() & second.keys():
        if key.fixed > 1:
            assert abs(second[key] - first[key]) not in range(1, LEAST)
    assert not {key for key in gone if counts[key] >= LEAST} & second.keys()


def test_a_lone_small_part_takes_the_smallest_other_part_with_it():
    lot = Lot("1", "a", (("big", "A"),), "x", "u", "p", 2)
    others = [lot._replace(territory=place, number=n) for place, n in (("b", 7), ("c", 9))]
    counts = cells([lot, *others])
    gone = hidden(counts, LEAST)
    assert Key(territory="a") in gone and Key(territory="b") in gone
    assert Key(territory="c") not in gone and ALL not in gone


def test_where_hardly_anything_was_forwarded_nothing_is_shown():
    few = [Lot("1", "a", (("big", "A"),), "x", "u", "p", 2)]
    assert hidden(cells(few), LEAST) is None
    assert hidden({}, LEAST) == frozenset()
