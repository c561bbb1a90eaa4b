"""An institution's list: paged by key, narrowed, and complete."""

from datetime import timedelta

import pytest

from portal.kernel.keyset import Position
from portal.web import paging
from tests import factories as make


@pytest.fixture
def five(caller, house, bank):
    """The bank's system, and five forwardings a day apart: (caller, ids)."""
    ids = []
    for day in range(5):
        at = make.DAY - timedelta(days=day)
        (row,) = make.forwardings_of(house, make.forwarded(house, bank.id, at=at))
        ids.insert(0, row.id)
    house.commit()
    return caller("institution", institution_id=bank.id), ids


def test_pages_follow_each_other_from_the_oldest_to_the_end(five):
    bank, ids = five
    found, cursor = [], ""
    while cursor is not None:
        page = bank.get(f"/forwardings?limit=2&cursor={cursor}").json
        assert len(page["items"]) <= 2
        found += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert found == ids


def test_a_full_last_page_has_no_next(five):
    bank, ids = five
    page = bank.get("/forwardings?limit=5").json
    assert ([item["id"] for item in page["items"]], page["next_cursor"]) == (ids, None)


def test_what_arrives_meanwhile_is_neither_lost_nor_shown_twice(five, house, bank):
    caller, ids = five
    first = caller.get("/forwardings?limit=3").json
    (new,) = make.forwardings_of(house, make.forwarded(house, bank.id))
    house.commit()
    rest = caller.get(f"/forwardings?cursor={first['next_cursor']}").json
    assert [item["id"] for item in rest["items"]] == [*ids[3:], new.id]


def test_since_takes_what_was_forwarded_from_that_instant_on(five):
    bank, ids = five
    since = (make.DAY - timedelta(days=2)).isoformat().replace("+", "%2B")
    found = bank.get(f"/forwardings?since={since}").json["items"]
    assert [item["id"] for item in found] == ids[2:]
    assert len(bank.get("/forwardings?since=2026-03-03").json["items"]) == 1


def test_state_takes_only_that_state(five):
    bank, ids = five
    bank.post(f"/forwardings/{ids[1]}/receipt")
    found = bank.get("/forwardings?state=acknowledged").json["items"]
    assert [item["id"] for item in found] == [ids[1]]
    assert len(bank.get("/forwardings?state=sent").json["items"]) == 4


WRONG = [
    ("limit=0", "limit", "out_of_range"),
    ("limit=501", "limit", "out_of_range"),
    ("limit=1e3", "limit", "wrong_type"),
    ("limit=", "limit", "wrong_type"),
    ("limit=99999999999999999999999", "limit", "wrong_type"),
    ("limit=1&limit=2", "limit", "repeated"),
    ("state=lost", "state", "not_a_choice"),
    ("since=yesterday", "since", "bad_moment"),
    ("since=2026-03-03T09:00:00", "since", "no_zone"),
    ("since=2026-02-30", "since", "bad_moment"),
    ("since=0001-01-01T00:00:00%2B23:59", "since", "out_of_range"),
    ("cursor=abc", "cursor", "bad_cursor"),
    ("cursor=%00%FF", "cursor", "bad_characters"),
    ("sort=name", "sort", "unknown_field"),
]


def test_a_wrong_parameter_is_named(caller, bank):
    who = caller("institution", institution_id=bank.id)
    for query, field, code in WRONG:
        answer = who.get(f"/forwardings?{query}")
        (line,) = answer.json["errors"]
        assert (answer.status_code, line["field"], line["code"]) == (422, field, code), query


def test_a_cursor_of_another_list_is_refused(caller, bank, app):
    with app.test_request_context():
        foreign = paging.encode(Position((1, 2)), "worklist")
    who = caller("institution", institution_id=bank.id)
    answer = who.get(f"/forwardings?cursor={foreign}")
    assert (answer.status_code, answer.json["errors"][0]["code"]) == (422, "bad_cursor")
