"""What an institution proposes of its own entry and branches, and what is decided (Arts. 4, 8)."""

from datetime import date

import pytest
from sqlalchemy import func, select

from portal.institutions import commands, jobs, queries
from portal.institutions.commands.proposals import Opening
from portal.institutions.entry import Channels
from portal.institutions.faults import Unfit
from portal.institutions.models import Institution, InstitutionProposal
from portal.kernel import audit, outbox
from portal.kernel.law import Breach
from portal.kernel.notices import MailboxMessage
from tests import factories as make
from tests.factories import DAY

NEW = Opening(
    name="示例银行西湖支行",
    territory="330106",
    opened_on=date(2026, 3, 1),
    channels=Channels(phone="0571-87654321", address="杭州市西湖区"),
)


@pytest.fixture
def house(session):
    make.make_units(session)
    return session


@pytest.fixture
def bank(house):
    return make.make_institution(house, territory="330106")


@pytest.fixture
def own(house, bank):
    return make.make_desk_user(house, bank.id, "institution_admin")


@pytest.fixture
def officer(house):
    return make.make_officer(house, "supervisor")


def change(session, bank, own, **wanted):
    given = {"reason": "电话更换", "by": own, "at": DAY}
    return commands.propose_change(session, bank.id, wanted or {"phone": "95588"}, **given)


def open_branch(session, bank, own, officer, code="NEW-XH"):
    row = commands.propose_opening(session, bank.id, NEW, reason="批复〔2026〕1号", by=own, at=DAY)
    commands.approve(session, row.id, version=row.version, code=code, by=officer, at=DAY)
    return queries.by_code(session, code)


def entry(session, card):
    session.expire_all()
    return session.get(Institution, card.id)


def breach_of(act):
    with pytest.raises(Breach) as caught:
        act()
    return caught.value.code


def test_art_8_a_proposed_phone_stands_in_the_register_only_once_it_is_approved(
    house, bank, own, officer
):
    before = entry(house, bank).phone
    row = change(house, bank, own)
    assert entry(house, bank).phone == before
    commands.approve(house, row.id, version=row.version, by=officer, at=DAY)
    assert entry(house, bank).phone == "95588"
    assert row.state == "approved"
    acts = [line.act for line in audit.history(house, "institution", bank.id)]
    assert acts[-3:] == [
        "institution_propose_change",
        "institution_approve_change",
        "institution_channels",
    ]


def test_an_approval_sets_what_was_proposed_and_keeps_what_others_changed(
    house, bank, own, officer
):
    row = change(house, bank, own, phone="95588", name="改名银行股份有限公司")
    given = {"version": entry(house, bank).version, "by": officer, "at": DAY}
    commands.set_channels(house, bank.id, Channels(phone="95599", address="新址一号"), **given)
    commands.approve(house, row.id, version=row.version, by=officer, at=DAY)
    stored = entry(house, bank)
    assert (stored.phone, stored.address, stored.name) == (
        "95588", "新址一号", "改名银行股份有限公司"
    )  # fmt: skip


def test_a_refusal_needs_remarks_and_changes_nothing(house, bank, own, officer):
    before = entry(house, bank).phone
    row = change(house, bank, own)
    given = {"version": row.version, "remarks": "请附证明", "by": officer, "at": DAY}
    commands.refuse_proposal(house, row.id, **given)
    assert entry(house, bank).phone == before
    assert (row.state, row.remarks) == ("refused", "请附证明")


def test_art_4_a_branch_is_opened_with_its_channels_and_the_code_the_officer_gives(
    house, bank, own, officer
):
    made = open_branch(house, bank, own, officer)
    stored = entry(house, made)
    assert (stored.parent_id, stored.level, stored.type) == (bank.id, "branch", bank.type)
    assert (stored.phone, stored.opened_on) == ("0571-87654321", date(2026, 3, 1))
    proposal = house.scalar(select(InstitutionProposal))
    assert proposal.opened_id == made.id


def test_a_code_that_is_taken_leaves_the_opening_undecided(house, bank, own, officer):
    row = commands.propose_opening(house, bank.id, NEW, reason="批复", by=own, at=DAY)
    house.commit()
    given = {"version": row.version, "code": bank.code, "by": officer, "at": DAY}
    with pytest.raises(Unfit):
        commands.approve(house, row.id, **given)
    house.rollback()
    assert row.state == "proposed"
    assert house.scalar(select(func.count()).select_from(Institution)) == 1


def test_art_4_a_branch_is_closed_on_the_proposed_day(house, bank, own, officer):
    made = open_branch(house, bank, own, officer)
    by = make.make_desk_user(house, bank.id, "institution_admin")
    given = {"closed_on": date(2026, 3, 2), "reason": "合并至总行营业部", "by": by, "at": DAY}
    row = commands.propose_closing(house, made.id, **given)
    commands.approve(house, row.id, version=row.version, by=officer, at=DAY)
    stored = entry(house, made)
    assert (stored.state, stored.closed_on) == ("closed", date(2026, 3, 2))


def test_a_legal_entity_is_not_closed_by_its_own_proposal(house, bank, own):
    given = {"closed_on": date(2026, 3, 2), "reason": "清算", "by": own, "at": DAY}
    code = breach_of(lambda: commands.propose_closing(house, bank.id, **given))
    assert code == "proposal_closes_the_head"


def test_a_branch_that_opens_or_closes_tomorrow_cannot_be_proposed_today(house, bank, own, officer):
    late = Opening(name="明日支行", territory="330106", opened_on=date(2026, 3, 4))
    with pytest.raises(Unfit):
        commands.propose_opening(house, bank.id, late, reason="批复", by=own, at=DAY)


def test_nothing_is_proposed_of_another_institution(house, bank):
    other = make.make_institution(house)
    stranger = make.make_desk_user(house, other.id, "institution_admin")
    assert breach_of(lambda: change(house, bank, stranger)) == "proposal_of_another"
    row = change(house, other, stranger)
    own = make.make_desk_user(house, bank.id, "institution_admin")
    code = breach_of(lambda: commands.withdraw(house, row.id, version=1, by=own, at=DAY))
    assert code == "proposal_of_another"


def test_an_officer_of_another_territory_decides_nothing(house, bank, own):
    row = change(house, bank, own)
    stranger = make.make_officer(house, "supervisor", "110000")
    for act, given in ((commands.approve, {}), (commands.refuse_proposal, {"remarks": "否"})):
        done = {"version": row.version, "by": stranger, "at": DAY, **given}
        code = breach_of(lambda act=act, done=done: act(house, row.id, **done))
        assert code == "institution_outside_reach"


def test_of_one_entry_one_change_waits_at_a_time(house, bank, own):
    change(house, bank, own)
    code = breach_of(lambda: change(house, bank, own, phone="95599"))
    assert code == "proposal_waits_already"


def test_a_proposal_that_changes_nothing_is_refused(house, bank, own):
    same = {"phone": entry(house, bank).phone}
    assert breach_of(lambda: change(house, bank, own, **same)) == "proposal_changes_nothing"


def test_a_wrong_phone_is_refused_when_it_is_proposed(house, bank, own):
    with pytest.raises(Unfit):
        change(house, bank, own, phone="12")


@pytest.mark.parametrize("act", ["approve", "refuse_proposal", "withdraw"])
def test_a_proposal_is_decided_once(house, bank, own, officer, act):
    row = change(house, bank, own)
    commands.withdraw(house, row.id, version=row.version, by=own, at=DAY)
    by = own if act == "withdraw" else officer
    given = {"remarks": "否"} if act == "refuse_proposal" else {}
    done = {"version": row.version, "by": by, "at": DAY, **given}
    assert breach_of(lambda: getattr(commands, act)(house, row.id, **done)) == "illegal_act"


def test_the_mailbox_of_notices_stays_out_of_the_trail(house, bank, own):
    change(house, bank, own, notice_email="zhang.san@example.cn")
    line = audit.history(house, "institution", bank.id)[-1]
    assert "zhang.san" not in str(line.facts)


def mails(session, database):
    assert jobs.KEEPERS  # its handlers are there
    session.commit()
    outbox.drain(database, lambda: DAY)
    session.expire_all()
    return {m.recipient: m for m in session.scalars(select(MailboxMessage))}


def test_keepers_of_the_unit_hear_of_it_and_the_institution_of_the_decision(house, database):
    bank = make.make_institution(house, territory="330106", notice_email="desk@bank.example")
    own = make.make_desk_user(house, bank.id, "institution_admin")
    make.make_account(house, "supervisor", login="boss@zj.example")
    make.make_account(house, "supervisor", login="boss@js.example", unit_code="320000")
    row = change(house, bank, own)
    (to,) = mails(house, database)
    assert to == "boss@zj.example"
    by = make.make_officer(house, "supervisor")
    given = {"version": row.version, "remarks": "请附证明", "by": by, "at": DAY}
    commands.refuse_proposal(house, row.id, **given)
    told = mails(house, database)["desk@bank.example"]
    assert "未获同意" in told.subject and f"/desk/institution/proposals/{row.id}" in told.body
