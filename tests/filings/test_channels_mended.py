"""An institution says that what was not met is mended, and another look is asked for (Art. 8)."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.filings.commands.channels import Finding, look, say_mended
from portal.filings.jobs import tell_of_mending
from portal.filings.queries import channels as query
from portal.kernel import clock
from portal.kernel.law import Breach
from portal.kernel.notices import MailboxMessage
from portal.kernel.outbox import OutboxMessage
from tests import factories as make
from tests.browsing import Visitor

AT = datetime(2026, 7, 20, 2, tzinfo=clock.UTC)
LATER = AT + timedelta(days=3)
MISSING = Finding("published", False, "官网首页没有投诉处理流程。")
NOTE = "官网首页“投诉渠道”栏目，7月23日起。"


@pytest.fixture
def inspector(house):
    return make.make_officer(house, "inspector")


@pytest.fixture
def failed(house, bank, inspector):
    [row] = look(house, bank.id, [MISSING], on=date(2026, 7, 20), by=inspector, at=AT)
    return row


@pytest.fixture
def clerk(house, bank):
    return make.make_desk_user(house, bank.id)


def test_what_is_said_mended_still_fails_until_somebody_looked_again(
    house, bank, failed, clerk, inspector
):
    say_mended(house, failed, note=NOTE, by=clerk, at=LATER)
    [ground] = query.failed_points(house, [bank.id])[bank.id]
    assert ground.said_mended
    assert list(house.scalars(query.in_state(inspector, "to_look_again"))) == [bank.id]
    again = Finding("published", True)
    look(house, bank.id, [again], on=clock.business_date(LATER), by=inspector, at=LATER)
    assert query.failed_points(house, [bank.id]) == {}
    assert list(house.scalars(query.in_state(inspector, "to_look_again"))) == []


def test_it_is_said_once_with_how_and_of_what_holds(house, bank, failed, clerk, inspector):
    with pytest.raises(Breach, match="mended_how_missing"):
        say_mended(house, failed, note=" ", by=clerk, at=LATER)
    say_mended(house, failed, note=NOTE, by=clerk, at=LATER)
    with pytest.raises(Breach, match="mended_already"):
        say_mended(house, failed, note=NOTE, by=clerk, at=LATER)
    day = clock.business_date(LATER)
    [again] = look(house, bank.id, [MISSING], on=day, by=inspector, at=LATER)
    with pytest.raises(Breach, match="nothing_to_mend"):
        say_mended(house, failed, note=NOTE, by=clerk, at=LATER)
    say_mended(house, again, note=NOTE, by=clerk, at=LATER)


def test_who_looks_at_channels_is_asked_to_look_again(house, bank, failed, clerk):
    for role in ("inspector", "statistician"):
        make.make_account(house, role, login=f"{role}@bureau.example")
    say_mended(house, failed, note=NOTE, by=clerk, at=LATER)
    message = house.scalars(
        select(OutboxMessage).where(OutboxMessage.topic == "channel.mended")
    ).one()
    tell_of_mending(house, message, LATER)
    mail = house.scalars(select(MailboxMessage)).one()
    assert mail.recipient == "inspector@bureau.example"
    assert "请复查" in mail.subject and NOTE not in mail.body


def test_a_head_company_says_it_for_its_branch_and_staff_read_it(app, house, bank, frozen):
    frozen("2026-07-23T10:00+08:00")
    branch = make.make_institution(house, parent=bank, territory="330106")
    officer = make.make_officer(house, "inspector")
    [row] = look(house, branch.id, [MISSING], on=date(2026, 7, 20), by=officer, at=AT)
    house.commit()
    desk, page = Visitor(app).enter(house, "institution", institution_id=bank.id), "/desk/filings"
    page = f"{page}/channels"
    wrong = desk.post(f"{page}/{row.id}/mending", page=page)
    assert wrong.status_code == 422 and "请填写“怎样整改的”" in wrong.text
    sent = desk.post(f"{page}/{row.id}/mending", {f"mended-{row.id}-note": NOTE}, page=page)
    assert sent.status_code == 303 and "等待复查" in desk.get(page).text
    staff = Visitor(app).enter(house, "inspector", unit_code="330000")
    listed = staff.get("/staff/filings/channels?state=to_look_again").text
    assert branch.name in listed and "机构称已整改，待复查" in listed
    assert NOTE in staff.get(f"/staff/filings/channels/{branch.code}").text


def test_another_institution_finds_nothing_to_mend(app, house, failed):
    other = make.make_institution(house, territory="330106")
    house.commit()
    stranger, page = Visitor(app).enter(house, "institution", institution_id=other.id), "/desk"
    page = f"{page}/filings/channels"
    assert "没有未做到的检查点" in stranger.get(page).text
    sent = {f"mended-{failed.id}-note": NOTE}
    assert stranger.post(f"{page}/{failed.id}/mending", sent, page=page).status_code == 404
