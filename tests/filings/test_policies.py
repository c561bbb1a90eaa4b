"""The ten policies: versions with their days, what they must hold, withdrawal, what is missing."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.filings.commands import filing as acts
from portal.filings.commands import policies
from portal.filings.commands.policies import Description
from portal.filings.commands.requirements import Terms, require
from portal.filings.models import FilingText, Obligation
from portal.filings.queries.policies import missing, policies_of
from portal.filings.rules.policies import CODES, policies_at
from portal.kernel.document_text import Extracted
from portal.kernel.law import Breach
from portal.kernel.outbox import OutboxMessage
from tests import factories as make
from tests.filings.people import SIGNED, moment
from tests.filings.policy_files import stored

MARCH, JUNE, TODAY = date(2026, 3, 1), date(2026, 6, 1), date(2026, 7, 1)


@pytest.fixture
def clerk(house, bank):
    return make.make_desk_user(house, bank.id)


@pytest.fixture
def judge(house):
    return make.make_officer(house, "supervisor")


def version(house, bank, clerk, begins, *, code="handling", judge=None, places=None, **told):
    """Return a version of a policy: described, signed, and accepted where there is a judge."""
    at = moment(begins if told.get("on") is None else told["on"])
    act = {"by": clerk, "at": at}
    row = policies.begin_policy(house, bank.id, code, why_again="修订", **act)
    stored(house, row, at)
    points = policies_at(begins)[code].points
    said = {point.code: "第三条" for point in points} if places is None else places
    policies.describe(house, row, Description("处理办法", "〔2026〕1号", begins, said), **act)
    acts.sign(house, row, SIGNED, **act)
    if judge is not None:
        acts.accept(house, row, by=judge, at=at)
    return row


def standing(house, judge, bank, day, code="handling"):
    found = policies_of(house, judge, bank.id, day)
    return next(one for one in found if one.policy.code == code)


def test_there_are_ten_and_each_cites_its_article():
    assert len(CODES) == 10
    assert {p.article for p in policies_at(TODAY).values()} == {"17", "25", "26", "27", "28", "29"}
    assert all(policy.points for policy in policies_at(TODAY).values())


def test_a_new_version_ends_the_one_before_on_the_day_before(house, bank, clerk, judge):
    first = version(house, bank, clerk, MARCH, judge=judge)
    second = version(house, bank, clerk, JUNE, judge=judge, on=date(2026, 5, 6))
    assert (first.state, first.effective_until) == ("superseded", date(2026, 5, 31))
    assert standing(house, judge, bank, date(2026, 5, 31)).now is first
    before = standing(house, judge, bank, date(2026, 5, 10))
    assert (before.now, before.next) == (first, second)
    assert standing(house, judge, bank, JUNE).now is second


def test_a_policy_accepted_for_a_later_day_is_not_in_force_yet(house, bank, clerk, judge):
    version(house, bank, clerk, JUNE, judge=judge, on=MARCH)
    assert standing(house, judge, bank, MARCH).state == "to_come"
    assert "handling" in missing(house, [bank.id], MARCH)[bank.id]
    assert "handling" not in missing(house, [bank.id], JUNE)[bank.id]


def test_art_41_what_is_missing_is_named_until_all_ten_are_in_force(house, bank, clerk, judge):
    for code in CODES[:-1]:
        version(house, bank, clerk, MARCH, code=code, judge=judge)
    assert missing(house, [bank.id], MARCH) == {bank.id: [CODES[-1]]}
    version(house, bank, clerk, MARCH, code=CODES[-1], judge=judge)
    assert missing(house, [bank.id], MARCH) == {}


def test_points_without_a_place_are_named_when_it_is_to_be_signed(house, bank, clerk):
    with pytest.raises(Breach) as refused:
        version(house, bank, clerk, MARCH, places={"offices": "第二条", "limits": " "})
    assert refused.value.code == "policy_points_missing"
    assert len(refused.value.facts["points"]) == 3


def test_a_new_version_begins_after_the_one_in_force(house, bank, clerk, judge):
    version(house, bank, clerk, MARCH, judge=judge)
    with pytest.raises(Breach) as refused:
        version(house, bank, clerk, MARCH, judge=judge)
    assert refused.value.code == "policy_not_later"


def test_another_type_of_file_is_no_policy(house, bank, clerk):
    row = policies.begin_policy(house, bank.id, "handling", by=clerk, at=moment(MARCH))
    stored(house, row, moment(MARCH), content_type="application/vnd.ms-excel")
    with pytest.raises(Breach) as refused:
        policies.ask_for_text(house, row, at=moment(MARCH))
    assert (refused.value.code, refused.value.article) == ("policy_needs_text", "25")


def test_a_withdrawn_policy_is_missing_from_the_day_after_its_last(house, bank, clerk, judge):
    row = version(house, bank, clerk, MARCH, judge=judge)
    act = {"by": clerk, "at": moment(TODAY)}
    policies.withdraw(house, row, last_day=date(2026, 7, 31), reason="并入总行制度", **act)
    assert standing(house, judge, bank, date(2026, 7, 31)).now is row
    assert standing(house, judge, bank, date(2026, 8, 1)).state == "missing"
    told = select(OutboxMessage).where(OutboxMessage.topic == "filing.withdrawn")
    assert house.scalar(told).payload == {"filing_id": row.id}


def test_a_policy_meets_the_duty_that_asks_for_it(house, bank, clerk, judge, head):
    terms = Terms(
        kind="policy",
        subject="handling",
        title="工作制度",
        article="25",
        frequency="once",
        valid_from=date(2026, 1, 1),
        due_on=date(2026, 3, 31),
        level="",
    )
    require(house, terms, by=head, at=moment(date(2026, 1, 5)))
    row = version(house, bank, clerk, MARCH)
    duty = house.scalars(select(Obligation)).one()
    assert (row.obligation_id, duty.filed_on, duty.late) == (duty.id, MARCH, False)


def test_a_text_read_out_of_a_document_that_was_replaced_is_not_kept(house, bank, clerk):
    row = policies.begin_policy(house, bank.id, "handling", by=clerk, at=moment(MARCH))
    stored(house, row, moment(MARCH))
    policies.keep_text(house, row, "0" * 64, Extracted("旧", ""))
    assert house.get(FilingText, row.id) is None
    policies.keep_text(house, row, row.sha256, Extracted("", "scanned"))
    assert house.get(FilingText, row.id).fault == "scanned"
