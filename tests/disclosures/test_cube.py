"""The public cube: opened by a disclosure of the head office, corrected without giving away."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from disclosures.commands import editions as acts
from disclosures.commands.cube import open_cube
from disclosures.commands.editions import Terms
from disclosures.models import CubeCell, CubeSlice
from disclosures.queries import cube
from disclosures.queries.cube import Asked
from portal.institutions.queries import by_code
from portal.kernel import audit
from portal.kernel.actor import SYSTEM
from portal.worker import load_handlers
from tests import factories as make
from tests.disclosures.public_stock import QUARTER, deliver, disclosed, officers, publish
from tests.disclosures.stock import AFTER, forwarded


@pytest.fixture
def house(session):
    load_handlers()
    make.make_units(session)
    make.make_calendar(session)
    return session


def shown(session):
    """Return the shown cells of the one standing slice that fix an institution alone."""
    [standing] = cube.slices(session)
    asked = Asked((standing.id,))
    return {row.value: row.count for row in cube.grouped(session, asked, "entity")}, standing


def test_art_37_a_disclosed_quarter_comes_into_the_cube_without_its_small_cells(house, database):
    disclosed(house, 9, 7, 6, 2)
    deliver(database)
    found, standing = shown(house)
    # The bank with two is hidden, and the smallest other one with it: else 24 - 9 - 7 - 6 = 2.
    assert found == {"BANK0": 9, "BANK1": 7}
    assert (standing.total, standing.period, standing.least) == (24, "2026Q2", 5)
    stored = house.scalars(select(CubeCell).where(CubeCell.slice_id == standing.id)).all()
    assert all(cell.count >= standing.least for cell in stored)
    assert {cell.entity for cell in stored if not cell.shown} >= {"BANK2"}
    assert standing.shown == sum(cell.shown for cell in stored)
    [entry] = audit.history(house, "cube_slice", standing.id)
    assert entry.act == "cube.open" and entry.facts["sha256"] == standing.sha256


def test_art_37_only_what_the_head_office_told_the_public_comes_into_the_cube(house, database):
    disclosed(house, 6, unit="330000")
    deliver(database)
    assert not cube.slices(house)
    drafter, second = officers(house)
    notice = Terms("notice", "banking", "2026Q2")
    publish(house, acts.draft(house, notice, by=drafter, at=AFTER), drafter, second)
    deliver(database)
    assert not cube.slices(house)


def test_a_half_year_brings_the_quarters_that_are_not_there_yet(house, database):
    disclosed(house, 6)
    deliver(database)
    [quarter] = cube.slices(house)
    drafter, second = officers(house)
    row = acts.draft(house, Terms("disclosure", "banking", "2026H1"), by=drafter, at=AFTER)
    codes = [found["code"] for found in row.findings]
    acts.confirm(house, row, codes=codes, reason="指标尚未报送", by=drafter, at=AFTER)
    publish(house, row, drafter, second)
    deliver(database)
    assert [each.period for each in cube.slices(house)] == ["2026Q1", "2026Q2"]
    assert cube.slices(house)[1].id == quarter.id
    assert not open_cube(house, row.id, by=SYSTEM, at=AFTER)


def test_art_37_a_correction_shows_no_difference_that_is_a_small_cell(house, database):
    row = disclosed(house, 9, 7, 6, 2)
    deliver(database)
    _before, first = shown(house)
    drafter, second = officers(house)
    forwarded(house, by_code(house, "BANK0"), 1)
    house.commit()
    fixed = acts.correct(house, row, reason="补录一件迟报的转送", by=drafter, at=AFTER)
    publish(house, fixed, drafter, second)
    deliver(database)
    found, standing = shown(house)
    assert standing.id != first.id and standing.total == 25
    assert found == {"BANK0": 10, "BANK1": 7}
    deep = Asked((standing.id,), {"entity": ("BANK0",)})
    assert [each.count for each in cube.grouped(house, deep, "channel")] == [9]
    old = house.get_one(CubeSlice, first.id, populate_existing=True)
    assert old.superseded_at is not None


def test_published_cells_never_change(house, database):
    disclosed(house, 6)
    deliver(database)
    for change in ("UPDATE cube_cell SET count = count + 1", "DELETE FROM cube_cell"):
        with pytest.raises(DBAPIError, match="a published cell never changes"):
            house.execute(text(change))
        house.rollback()


def test_a_quarter_with_hardly_a_complaint_is_published_empty(house, database):
    disclosed(house, 2, terms=QUARTER)
    deliver(database)
    [standing] = cube.slices(house)
    assert (standing.total, standing.shown) == (0, 0)
