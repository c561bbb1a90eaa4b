"""The pages of proposals: the territory's list, the evidence, dismissing, the rules' numbers."""

import re

import pytest

from inspections.commands import proposing
from tests import factories as make
from tests.inspections.suspects import failed_check, late_cases

LIST = "/staff/proposals"
LATER = make.DAY.replace(day=23)


@pytest.fixture
def proposed(house):
    bank = make.make_institution(house, "PB001", "样例建议银行", territory="330106")
    numbers = late_cases(house, bank.id, 5)
    failed_check(house, bank.id)
    proposing.renew(house, at=LATER)
    house.commit()
    return numbers


def first(officer, query=""):
    return re.search(r"/staff/proposals/\d+", officer.get(LIST + query).text)[0]


def test_the_list_is_narrowed_by_its_address(desk, proposed):
    inspector = desk("inspector")
    html = inspector.get(LIST).text
    assert "多件投诉逾期未办结" in html and "未按规定公布投诉渠道和处理流程" in html
    narrowed = inspector.get(f"{LIST}?rule=late_handling&code=pb001").text
    assert "证据5项" in narrowed and "证据1项" not in narrowed
    asks = "/staff/exports/new/proposals?rule=late_handling"
    assert asks in narrowed.replace("&amp;", "&")
    sent = {"key": "once", "form": "csv", "people": "none", "reason": "季度核对。"}
    taken = inspector.get(inspector.post(asks, sent, page=asks).headers["Location"])
    assert "多件投诉逾期未办结" in taken.text and "未按规定公布" not in taken.text
    assert "没有符合条件的建议" in inspector.get(f"{LIST}?suggests=order").text
    assert "没有符合条件的建议" in inspector.get(f"{LIST}?code=NOBODY").text
    assert inspector.get(f"{LIST}?state=nonsense").status_code == 200


def test_a_proposal_shows_its_evidence_with_links(desk, proposed):
    inspector = desk("inspector")
    html = inspector.get(first(inspector, "?rule=late_handling")).text
    assert all(f"/staff/complaints/{number}" in html for number in proposed)
    assert "第18条" in html and "未按规定处理投诉或者告知" in html
    checks = inspector.get(first(inspector, "?rule=channels_unpublished")).text
    assert "官网未见投诉电话。" in checks


def test_dismissing_asks_for_a_reason_and_the_second_is_told(desk, proposed):
    inspector = desk("inspector")
    page = first(inspector, "?rule=late_handling")
    to = f"{page}/dismissal"
    assert inspector.send(page, to, reason="略").status_code == 422
    assert inspector.send(page, to, reason="已在现场核实。").status_code == 303
    assert "已在现场核实。" in inspector.get(page).text
    assert inspector.send(page, to, version=1, reason="已在现场核实。").status_code == 409
    assert "已在现场核实。" not in inspector.get(LIST).text
    assert "多件投诉逾期未办结" in inspector.get(f"{LIST}?state=dismissed").text


def test_another_territorys_proposal_is_404(desk, proposed):
    page, other = first(desk("inspector")), desk("supervisor", "110000")
    assert other.get(page).status_code == 404
    assert other.get(f"{LIST}/99999999999999999999").status_code == 404
    assert "样例建议银行" not in other.get(LIST).text
    assert "样例建议银行" in desk("inspector", "000000").get(LIST).text


def test_who_has_nothing_to_do_with_it_is_turned_away(desk, proposed):
    for role in ("clerk", "triage", "admin", "auditor"):
        assert desk(role).get(LIST).status_code == 403
    reader = desk("statistician")
    page = first(reader)
    assert "/dismissal" not in reader.get(page).text
    assert reader.client.post(f"{page}/dismissal", data={}).status_code in (400, 403)


def test_a_supervisor_sets_a_rules_numbers_and_inspectors_read_them(desk, proposed):
    chief, rules = desk("supervisor"), f"{LIST}/rules"
    html = chief.get(f"{rules}?rule=late_handling").text
    assert 'value="90"' in html and '<option value="late_handling" selected' in html
    numbers = {"rule": "late_handling", "enabled": "y", "least": "3", "days": "60"}
    sent = {**numbers, "effective_from": "2026-03-04", "reason": "本地实际情况。"}
    assert chief.send(rules, f"{rules}/settings", **{**sent, "least": "0"}).status_code == 422
    assert chief.send(rules, f"{rules}/settings", **sent).status_code == 303
    html = desk("inspector").get(rules).text
    assert "近60日" in html and "本地实际情况。" in html and "#set" not in html
