"""Art. 20 on the pages: the superior's desk, the branch that looks on, the officer, the public."""

from datetime import date

import pytest

from forwarding.commands.receive import issue_code
from forwarding.commands.reviews import decide_review, superior_of
from forwarding.models import Review
from portal.kernel.actor import SYSTEM
from tests import factories as make
from tests.browsing import Visitor
from tests.forwarding.officers import officer
from tests.review_factories import applied, branch_decided, conclusion

NOW = "2026-03-25T10:00+08:00"
ASKED = {
    "review-decision_received_on": "2026-03-03",
    "review-applied_on": "2026-03-24",
    "review-grounds": "没有核实录音。",
}
DECIDED = {
    "conclusion-outcome": "changed",
    "conclusion-of_process": "漏听录音。",
    "conclusion-of_time_limits": "按期。",
    "conclusion-of_result": "应当退还。",
    "conclusion-decided_on": "2026-03-24",
    "conclusion-told_on": "2026-03-25",
    "conclusion-told_means": "letter",
}


@pytest.fixture
def world(app, house, frozen):
    """A branch's decision with users of its head and of itself: (forwarding, head, branch)."""
    head, branch, row = branch_decided(house)
    house.commit()
    frozen(NOW)
    users = [Visitor(app).enter(house, "institution", institution_id=i.id) for i in (head, branch)]
    return row, *users


def reviews(house):
    house.expire_all()
    return house.query(Review).all()


def apply(visitor, row, **changes):
    address = f"/desk/forwardings/{row.id}"
    data = {"review-version": row.version, **ASKED, **changes}
    return visitor.post(f"{address}/reviews", data, page=address)


def decide(visitor, review, row, noun="conclusion", **changes):
    data = {"conclusion-version": review.version, "late-version": review.version, **DECIDED}
    page = f"/desk/forwardings/{row.id}"
    return visitor.post(f"/desk/reviews/{review.id}/{noun}", data | changes, page=page)


def test_art_20_the_superior_enters_decides_and_everybody_reads_it(world, app, house):
    row, head, branch = world
    assert "登记核查申请" in head.get(f"/desk/forwardings/{row.id}").text
    assert apply(head, row).status_code == 303
    (review,) = reviews(house)
    assert review.due_on == date(2026, 4, 23)
    clock = head.get(f"/desk/reviews/{review.id}/clock").text
    assert "2026年4月23日" in clock and "第20条" in clock
    answer = decide(head, review, row)
    assert answer.status_code == 303, answer.text
    assert reviews(house)[0].outcome == "changed"
    page = branch.get(f"/desk/forwardings/{row.id}").text
    assert "变更原处理决定" in page and "漏听录音" in page
    staff = officer(app, house).open(row.complaint.number)
    assert "变更原处理决定" in staff and "已作出核查决定" in staff


def test_art_20_a_branch_sees_the_review_and_cannot_act_on_it(world, house):
    row, _head, branch = world
    page = branch.get(f"/desk/forwardings/{row.id}").text
    assert "书面申请核查，由该机构登记和决定" in page and "review-grounds" not in page
    refused = apply(branch, row)
    assert refused.status_code == 422 and reviews(house) == []
    review = applied(house, row)
    house.commit()
    refused = decide(branch, review, row)
    assert refused.status_code == 422 and "上级机构" in refused.text
    assert reviews(house)[0].state == "applied"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"review-grounds": ""}, "请填写“申请核查的理由”"),
        ({"review-applied_on": "2026-03-26"}, "日期应依次为"),
        ({"review-applied_on": "2026-02-30"}, "存在的日期"),
        ({"review-decision_received_on": ""}, "请填写“投诉人收到处理决定的日期”"),
    ],
)
def test_art_20_a_wrong_application_is_refused_in_words(world, house, changes, sentence):
    row, head, _branch = world
    refused = apply(head, row, **changes)
    assert refused.status_code == 422 and sentence in refused.text
    assert reviews(house) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"conclusion-of_process": ""}, "请填写“对处理过程的核查”"),
        ({"conclusion-outcome": "nope"}, "不存在"),
        ({"conclusion-told_on": "2026-03-23"}, "应在2026-03-24至2026-03-25之间"),
        ({"conclusion-decided_on": "2026-03-03"}, "不能早于申请日期"),
    ],
)
def test_art_20_a_wrong_conclusion_is_refused_in_words(world, house, changes, sentence):
    row, head, _branch = world
    review = applied(house, row)
    house.commit()
    refused = decide(head, review, row, **changes)
    assert refused.status_code == 422 and sentence in refused.text
    assert reviews(house)[0].state == "applied"


def test_a_double_click_applies_once_and_decides_once(world, house):
    row, head, _branch = world
    version = row.version
    assert apply(head, row).status_code == 303
    assert apply(head, row, **{"review-version": version}).status_code == 409
    (review,) = reviews(house)
    seen = review.version
    assert decide(head, review, row).status_code == 303
    assert decide(head, review, row, **{"conclusion-version": seen}).status_code == 409


def test_art_20_a_late_application_is_refused_on_the_desk(world, app, house, frozen):
    frozen("2026-05-06T10:00+08:00")
    row = world[0]
    head = Visitor(app).enter(house, "institution", institution_id=superior_of(house, row))
    review = applied(house, row, applied_on=date(2026, 5, 5), at=make.DAY.replace(month=5, day=6))
    house.commit()
    assert "申请超过30日" in head.get(f"/desk/forwardings/{row.id}").text
    told = {"late-told_on": "2026-05-06", "late-told_means": "sms"}
    assert decide(head, review, row, "refusal", **told).status_code == 303
    assert reviews(house)[0].state == "refused"


def test_another_institutions_review_is_404_in_every_way(world, app, house):
    row, _head, _branch = world
    review = applied(house, row)
    other = make.make_institution(house)
    house.commit()
    stranger = Visitor(app).enter(house, "institution", institution_id=other.id)
    assert stranger.get(f"/desk/reviews/{review.id}/clock").status_code == 404
    for noun in ("conclusion", "refusal"):
        to = f"/desk/reviews/{review.id}/{noun}"
        assert stranger.post(to, {}, page="/desk/").status_code == 404
    assert (
        stranger.post(f"/desk/forwardings/{row.id}/reviews", {}, page="/desk/").status_code == 404
    )
    abroad = officer(app, house, unit_code="320000")
    assert abroad.get(f"/staff/reviews/{review.id}/clock").status_code == 404
    assert officer(app, house).get(f"/staff/reviews/{review.id}/clock").status_code == 200


def test_art_20_the_complainant_reads_of_the_review_on_the_status_page(world, app, house):
    row, _head, _branch = world
    review = applied(house, row)
    decide_review(house, review, conclusion(), by=SYSTEM, at=make.DAY.replace(day=25))
    sent = {
        "number": row.complaint.number,
        "code": issue_code(house, row.complaint_id, at=make.DAY),
    }
    house.commit()
    page = Visitor(app).post("/status", sent, page="/status").text
    assert "已收到核查申请" in page and "已作出核查决定并告知您" in page
