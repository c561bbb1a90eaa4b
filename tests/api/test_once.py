"""A write is done once: keys, the sender's own numbers, and calls at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from forwarding.commands import replies
from forwarding.models import Complaint, DraftFile, IdempotentReply
from portal.kernel import clock
from tests import factories as make
from tests.api.conftest import NOW, Caller, complaint, report, stored


def count(session, model):
    session.rollback()
    return session.scalar(select(func.count()).select_from(model))


def at_once(app, who, times, call):
    """Make the same call from several threads at the same moment; return the answers."""
    start = Barrier(times)

    def one(_number):
        mine = Caller(app, who.plain, who.account_id)
        start.wait()
        return call(mine)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def test_the_same_key_and_content_give_the_first_answer_again(caller, house):
    who = caller("clerk")
    first = who.post("/complaints", complaint(external_ref=...), key="k-1")
    again = who.post("/complaints", complaint(external_ref=...), key="k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json == first.json and again.json["receipt_code"]
    assert again.headers["Location"] == first.headers["Location"]
    assert count(house, Complaint) == 1


def test_the_same_key_with_other_content_is_refused(caller, house):
    who = caller("clerk")
    who.post("/complaints", complaint(), key="k-1")
    before = stored(house)
    other = who.post("/complaints", complaint(external_ref="HL-2"), key="k-1")
    elsewhere = who.upload(key="k-1")
    assert [(a.status_code, a.json["errors"][0]["code"]) for a in (other, elsewhere)] == [
        (422, "key_reused")
    ] * 2
    assert stored(house) == before


def test_a_key_belongs_to_its_account(caller, house):
    for _number in range(2):
        assert caller("clerk").post("/complaints", complaint(), key="k").status_code == 201
    assert count(house, Complaint) == 2


def test_a_refused_call_leaves_its_key_free(caller, house):
    who = caller("clerk")
    assert who.post("/complaints", complaint(claim=" "), key="k-1").status_code == 422
    assert who.post("/complaints", complaint(), key="k-1").status_code == 201


def test_a_key_is_forgotten_after_two_days(caller, house, frozen):
    who = caller("clerk")
    who.post("/complaints", complaint(external_ref=...), key="k-1")
    frozen(datetime.fromisoformat(NOW) + timedelta(days=2))
    assert who.post("/complaints", complaint(external_ref="new"), key="k-1").status_code == 201
    frozen(datetime.fromisoformat(NOW) + timedelta(days=4))
    assert replies.forget(house, at=clock.now()) == 1
    house.commit()
    assert count(house, IdempotentReply) == 0


def test_the_kept_answer_is_not_readable_in_the_database(caller, house):
    receipt = caller("clerk").post("/complaints", complaint(), key="k-1").json
    raw = house.connection().exec_driver_sql("SELECT body FROM idempotent_reply").scalar()
    assert receipt["receipt_code"].encode() not in bytes(raw)


def test_the_senders_own_number_gives_the_first_number_and_no_code(caller, house):
    who = caller("clerk")
    first = who.post("/complaints", complaint()).json
    again = who.post("/complaints", complaint(business=..., cause=...))
    assert again.status_code == 200
    assert again.json == {**first, "receipt_code": None}
    assert count(house, Complaint) == 1


@pytest.mark.parametrize("key", [None, "k-2"])
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"claim": "另一种说法。"}, "claim"),
        ({"complainant_name": "李四"}, "complainant_name"),
        ({"institution_name": "平安产险"}, "institution_name"),
        ({"received_at": "2026-03-03T09:01:00+08:00"}, "received_at"),
        ({"amount": "301.00"}, "amount"),
    ],
)
def test_the_senders_own_number_with_other_content_is_a_conflict(
    caller, house, changes, field, key
):
    who = caller("clerk")
    first = who.post("/complaints", complaint(), key=key and "k-1").json
    before = stored(house)
    other = who.post("/complaints", complaint(**changes), key=key)
    assert (other.status_code, other.mimetype) == (409, "application/problem+json")
    assert other.json["code"] == "idempotency_conflict" and first["number"] in other.json["detail"]
    assert [line["field"] for line in other.json["errors"]] == [field]
    assert stored(house) == before


def test_a_repeat_leaves_its_upload_to_its_sender(caller, house):
    who = caller("clerk")
    who.post("/complaints", complaint())
    file = who.upload().json["id"]
    assert who.post("/complaints", complaint(attachments=[file])).status_code == 200
    assert count(house, DraftFile) == 1
    used = who.post("/complaints", complaint(external_ref="HL-2", attachments=[file]))
    assert (used.status_code, count(house, DraftFile)) == (201, 0)
    twice = who.post("/complaints", complaint(external_ref="HL-3", attachments=[file]))
    assert (twice.status_code, twice.json["errors"][0]["code"]) == (422, "unknown_upload")


def test_two_systems_may_use_the_same_number(caller, house):
    numbers = {caller("clerk").post("/complaints", complaint()).json["number"] for _ in "ab"}
    assert len(numbers) == count(house, Complaint) == 2


@pytest.mark.parametrize("changes", [{"key": "k-1"}, {}])
def test_calls_at_the_same_moment_make_one_complaint(app, caller, house, changes):
    body = complaint(external_ref=...) if changes else complaint()
    who = caller("clerk")
    answers = at_once(app, who, 4, lambda mine: mine.post("/complaints", body, **changes))
    assert len({answer.json["number"] for answer in answers}) == 1
    assert {answer.status_code for answer in answers} <= {200, 201}
    assert len({answer.json["receipt_code"] for answer in answers} - {None}) == 1
    assert count(house, Complaint) == 1


def test_two_officers_at_once_one_forwards_and_one_is_told(app, caller, house, bank):
    number = make.classified(house).number
    house.commit()
    path, body = f"/complaints/{number}/forwardings", {"institution_codes": ["T900"]}
    answers = at_once(app, caller("triage"), 2, lambda mine: mine.post(path, body))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    (refused,) = [answer for answer in answers if answer.status_code == 409]
    assert refused.json["code"] == "already_forwarded"


def test_the_acts_on_a_forwarding_are_done_once_under_a_key(desk, house):
    bank, row = desk
    for noun, body in (("receipt", None), ("report", report())):
        path = f"/forwardings/{row.id}/{noun}"
        first, again = (bank.post(path, body, key=f"k-{noun}") for _ in "ab")
        assert (first.status_code, again.status_code) == (201, 201)
        assert first.json == again.json
        assert bank.post(path, body).status_code == 409


def test_an_upload_sent_twice_under_one_key_is_kept_once(caller, house):
    who = caller("clerk")
    first, again = (who.upload(key="k-1") for _ in "ab")
    assert first.json == again.json
    assert count(house, DraftFile) == 1
