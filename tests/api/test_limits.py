"""Extension and not proceeding over the API (Art. 18): as the contract names them, once each."""

import pytest

from tests import factories as make

REASON = {"tier": "complex", "reason": "需要调取影像。"}
APPROVED = {
    "tier": "especially_complex",
    "reason": "涉及多家机构。",
    "approver_level": "head_office",
    "approver": "钱总",
    "approved_on": "2026-03-03",
    "told_on": "2026-03-03",
    "told_means": "phone",
}
REFUSAL = {"reason": "没有授权。", "told_on": "2026-03-03", "told_means": "phone"}


@pytest.fixture
def sent(house, bank):
    """The address of a forwarding to the bank."""
    (row,) = make.forwardings_of(house, make.forwarded(house, bank.id))
    house.commit()
    return f"/forwardings/{row.id}"


@pytest.fixture
def desk(caller, bank):
    """The bank's own system."""
    return caller("institution", institution_id=bank.id)


def test_art_18_the_tiers_are_extended_one_after_the_other(desk, sent):
    first = desk.post(f"{sent}/extension", REASON)
    assert first.status_code == 201, first.text
    assert (first.json["due_on"], first.json["tier"]) == ("2026-04-02", "complex")
    assert first.json["paused_on"] is None
    second = desk.post(f"{sent}/extension", APPROVED)
    assert (second.status_code, second.json["due_on"]) == (201, "2026-05-02")
    third = desk.post(f"{sent}/extension", REASON)
    assert (third.status_code, third.json["code"]) == (409, "not_the_next_tier")


def test_art_18_the_same_key_extends_once(desk, sent):
    first = desk.post(f"{sent}/extension", REASON, key="k-1")
    again = desk.post(f"{sent}/extension", REASON, key="k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"tier": "simple"}, 422),
        ({"tier": "forever"}, 422),
        ({"reason": " "}, 422),
        ({"reason": None}, 422),
        ({"told_on": "2026-02-30"}, 422),
        ({"approver_level": "janitor"}, 422),
        ({"surprise": 1}, 422),
        ({"told_on": "2026-03-04", "told_means": "phone"}, 409),
        ({"tier": "especially_complex"}, 409),
    ],
)
def test_art_18_a_wrong_extension_is_refused(desk, sent, change, status):
    refused = desk.post(f"{sent}/extension", {**REASON, **change})
    assert refused.status_code == status, refused.text


def test_art_22_anothers_forwarding_is_404(caller, house, sent):
    other = make.make_institution(house, "T901", "另一银行")
    house.commit()
    stranger = caller("institution", institution_id=other.id)
    assert stranger.post(f"{sent}/extension", REASON).status_code == 404
    assert stranger.post(f"{sent}/non-proceeding", REFUSAL).status_code == 404
    assert caller("clerk").post(f"{sent}/extension", REASON).status_code == 403


def test_art_18_not_proceeding_is_handed_in_once(desk, sent):
    done = desk.post(f"{sent}/non-proceeding", REFUSAL)
    assert (done.status_code, done.json["state"]) == (201, "reported")
    again = desk.post(f"{sent}/non-proceeding", REFUSAL)
    assert (again.status_code, again.json["code"]) == (409, "illegal_act")


def test_art_18_not_proceeding_is_no_result_of_a_report(desk, sent):
    refused = desk.post(f"{sent}/report", {"result": "not_proceeded"})
    assert refused.status_code == 422
    assert "not_a_choice" in refused.text
