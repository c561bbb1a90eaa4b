"""Keyset pages: every row once, forwards and back, with cursors that cannot be forged."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Date, Integer, MetaData, Table, create_engine, insert, select

from portal.kernel.keyset import Order, Position, page
from portal.web import paging
from tests import factories

ROWS = Table("rows", MetaData(), Column("day", Date), Column("id", Integer))


def walk(rows: list[tuple[date, int]], limit: int, descending: bool) -> list[tuple[date, int]]:
    """Return all rows as seen by going to the end, and check the way back."""
    engine = create_engine("sqlite://")
    order = Order((ROWS.c.day, ROWS.c.id), descending)
    with engine.begin() as connection:
        ROWS.metadata.create_all(connection)
        if rows:
            connection.execute(insert(ROWS), [{"day": day, "id": n} for day, n in rows])

        def turn(position: Position | None):
            found = connection.execute(order.apply(select(ROWS), position, limit)).all()
            return page([tuple(row) for row in found], position, limit, lambda row: row)

        here = turn(None)
        assert here.previous is None
        seen, turned = list(here.items), []
        while here.next:
            turned.append(here.items)
            here = turn(here.next)
            seen += here.items
        for expected in reversed(turned):
            here = turn(here.previous)
            assert here.items == expected
    return seen


@given(
    st.lists(st.integers(0, 5), max_size=25),
    st.integers(1, 6),
    st.booleans(),
)
def test_every_row_is_seen_once_in_order_and_again_on_the_way_back(days, limit, descending):
    rows = [(date(2026, 1, 1 + day), number) for number, day in enumerate(days)]
    assert walk(rows, limit, descending) == sorted(rows, reverse=descending)


def test_a_cursor_comes_back_as_it_was(app):
    position = Position((date(2026, 2, 12), 7, "招"), backwards=True)
    with app.test_request_context():
        assert paging.decode(paging.encode(position, "worklist"), "worklist") == position


@pytest.mark.parametrize("cursor", ["x", "W10.abc", "\x00", "a" * 3000, "……"])
def test_a_bad_cursor_is_the_first_page_for_people_and_a_400_for_programs(app, cursor):
    from werkzeug.exceptions import BadRequest

    with app.test_request_context(query_string={"cursor": cursor}):
        assert paging.requested("worklist") is None
    with (
        app.test_request_context("/api/v1/x", query_string={"cursor": cursor}),
        pytest.raises(BadRequest),
    ):
        paging.requested("worklist")


def test_a_cursor_of_another_list_is_refused(app):
    with app.test_request_context():
        cursor = paging.encode(Position((1,)), "worklist")
        with pytest.raises(ValueError, match="another list"):
            paging.decode(cursor, "inbox")


def test_links_to_other_pages_keep_the_filters(app):
    with app.test_request_context("/sample/kept?state=new&state=old"):
        links = paging.page_links(page([1, 2, 3], None, 2, lambda n: (n,)), "list")
    assert set(links) == {"older"}
    assert links["older"].startswith("/sample/kept?state=new&state=old&cursor=")


@pytest.mark.parametrize("name", ["_anchor", "_method", "_scheme", "_external", "endpoint", "self"])
def test_what_url_for_keeps_for_itself_is_nobodys_filter(client, session, name):
    for n in range(60):
        factories.make_institution(session, f"BANK{n:03}")
    session.commit()
    page = client.get(f"/institutions?q=BANK&{name}=x")
    assert page.status_code == 200
    following = [link for link in re.findall(r'href="([^"]+)"', page.text) if "cursor=" in link]
    assert following and not any(f"{name}=x" in link for link in following)
