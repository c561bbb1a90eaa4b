"""Not proceeding with what somebody filed who is not entitled (Art. 18), over HTTP and below."""

import pytest
from sqlalchemy import select

from forwarding.commands import handle
from forwarding.commands.not_proceed import Refusal, not_proceed
from forwarding.models import Forwarding, Report
from portal.kernel.actor import SYSTEM
from portal.kernel.law import Breach
from tests import factories as make
from tests import limit_factories as limits
from tests.browsing import Visitor
from tests.limit_factories import day, on

SENT = {
    "refusal-reason": "提出人不是合同当事人，也没有授权。",
    "refusal-told_on": "2026-03-04",
    "refusal-told_means": "phone",
}


def refusal(**changes):
    given = {"reason": "没有授权。", "told_on": day(2), "told_means": "phone"}
    return Refusal(**{**given, **changes})


def refused(code, *args, **kwargs):
    with pytest.raises(Breach) as caught:
        not_proceed(*args, by=SYSTEM, **kwargs)
    assert caught.value.code == code


@pytest.fixture
def row(house):
    """A forwarding that arrived on day 0."""
    return limits.sent(house)


def test_art_18_not_proceeding_is_a_report_without_the_blocks_of_art_19(house, row):
    report = not_proceed(house, row, refusal(), by=SYSTEM, at=on(2))
    assert (row.state, report.result, report.remedies) == ("reported", "not_proceeded", [])
    assert row.complaint.state == "answered"
    handle.accept(house, row, by=SYSTEM, at=on(3))
    assert (row.state, row.complaint.state) == ("settled", "closed")


def test_art_18_an_officer_sends_it_back_and_the_institution_goes_on(house, row):
    not_proceed(house, row, refusal(), by=SYSTEM, at=on(2))
    handle.send_back(house, row, remarks="授权书在附件里。", by=SYSTEM, at=on(3))
    assert (row.state, row.due_on) == ("acknowledged", day(15))
    make.reported(house, row, at=on(4))


def test_art_14_heirs_are_entitled(house, row):
    row.complaint.filer_kind = "heir"
    refused("heir_is_entitled", house, row, refusal(), at=on(2))
    assert row.state == "sent"


@pytest.mark.parametrize(
    ("change", "at", "code"),
    [
        ({"reason": " "}, on(2), "not_proceed_reason_missing"),
        ({"told_on": day(3)}, on(2), "told_on_outside"),
        ({"told_on": day(-1)}, on(2), "told_on_outside"),
        ({}, on(16), "lateness_reason_missing"),
    ],
)
def test_art_18_not_proceeding_without_reason_or_telling_is_refused(house, row, change, at, code):
    refused(code, house, row, refusal(**change), at=at)


def test_art_18_not_proceeding_is_no_result_of_an_ordinary_report(house, row):
    with pytest.raises(Breach) as caught:
        handle.report(house, row, make.answer(result="not_proceeded"), by=SYSTEM, at=on(2))
    assert caught.value.code == "not_proceeded_apart"


@pytest.fixture
def desk(app, house, frozen):
    """An institution's user in front of one forwarded case: (visitor, forwarding, address)."""
    bank = make.make_institution(house)
    (row,) = make.forwardings_of(house, make.forwarded(house, bank.id))
    house.commit()
    frozen("2026-03-04T10:00+08:00")
    visitor = Visitor(app).enter(house, "institution", institution_id=bank.id)
    return visitor, row, f"/desk/forwardings/{row.id}"


def send(desk, version=None, **changes):
    visitor, row, address = desk
    data = {**SENT, "refusal-version": version or row.version, **changes}
    return visitor.post(f"{address}/non-proceeding", data, page=address)


def test_art_18_the_desk_declines_once_and_a_second_click_is_409(desk, house):
    visitor, row, address = desk
    version = row.version
    assert send(desk).status_code == 303
    assert send(desk, version=version).status_code == 409
    house.expire_all()
    assert house.get(Forwarding, row.id).state == "reported"
    assert len(house.scalars(select(Report)).all()) == 1
    assert "不是合同当事人" in visitor.get(address).text


def test_art_18_the_desk_is_told_what_is_missing(desk):
    page = send(desk, **{"refusal-reason": "", "refusal-told_on": "昨天"})
    assert page.status_code == 422
    assert "请填写" in page.text and "存在的日期" in page.text


def test_art_14_the_desk_is_not_offered_to_decline_an_heirs_complaint(desk, house):
    visitor, row, address = desk
    assert "提出人无权提出投诉" in visitor.get(address).text
    row.complaint.filer_kind = "heir"
    house.commit()
    assert "提出人无权提出投诉" not in visitor.get(address).text
    refused_page = send(desk)
    assert refused_page.status_code == 422 and "继承人有权" in refused_page.text


def test_art_18_the_report_form_offers_no_such_result(desk):
    visitor, row, address = desk
    assert 'value="not_proceeded"' not in visitor.get(f"{address}/report").text
