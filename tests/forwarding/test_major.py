"""Art. 29: what looks major is suggested, an officer decides, institutions report the incident."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forwarding import jobs  # noqa: F401  (registers the handlers)
from forwarding.commands import forward, major, receive
from forwarding.models import IncidentReport
from forwarding.queries import major as alerts
from portal.kernel import audit, outbox
from portal.kernel.actor import SYSTEM
from portal.kernel.law import Breach
from portal.kernel.notices import MailboxMessage
from tests import factories as make
from tests.joint_factories import joint

LATER = make.DAY + timedelta(hours=1)
SAID = {
    "happened": "网点起火。",
    "people_involved": 30,
    "measures": "疏散。",
    "next_steps": "理赔。",
}


def received(house, **changes):
    receipt = receive.receive(house, make.submission(**changes), by=SYSTEM, at=make.DAY)
    return make.again(house, receipt.number)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        (joint(people_count=20), 2),
        (joint(people_count=19), None),
        (joint(people_count=200, channel="letter"), None),
        ({"channel": "visit"}, None),
        ({"public_event": "public_health"}, 1),
        (joint(people_count=20, public_event="natural_disaster"), 1),
    ],
)
def test_trap_2_art_29_what_the_portal_suggests(house, changes, kind):
    complaint = received(house, **changes)
    assert alerts.suggestion(house, complaint) == kind
    officer = make.make_officer(house, "supervisor")
    listed = alerts.suggestions(house, officer, None).items
    assert [(each.number, each.kind) for each in listed] == (
        [(complaint.number, kind)] if kind else []
    )


def mails(house, database, at=LATER):
    house.commit()
    outbox.drain(database, lambda: at)
    house.expire_all()
    return [m for m in house.scalars(select(MailboxMessage)) if m.kind == "email"]


def test_art_29_the_supervisors_of_the_unit_are_alerted_by_mail_and_nobody_else(house, database):
    make.make_account(house, "supervisor", login="boss@zj.example")
    make.make_account(house, "supervisor", login="boss@js.example", unit_code="320000")
    make.make_account(house, "triage", login="officer@zj.example")
    complaint = received(house, **joint(people_count=20))
    received(house, **joint(people_count=19))
    (mail,) = mails(house, database)
    assert mail.recipient == "boss@zj.example" and complaint.number in mail.subject
    assert "王小明" not in mail.body


def test_art_29_kinds_on_record_carry_their_own_basis(house):
    complaint = received(house, **joint(people_count=20))
    major.designate(house, complaint, kind=2, basis=None, by=SYSTEM, at=LATER)
    house.commit()
    assert (complaint.major_kind, complaint.major_basis) == (2, "来访共同投诉，20人")
    other = received(house, public_event="safety_accident")
    major.designate(house, other, kind=1, basis=" ", by=SYSTEM, at=LATER)
    assert other.major_basis == "安全事故"


@pytest.mark.parametrize(
    ("kind", "basis"), [(3, None), (3, " "), (1, None), (2, ""), (4, "依据"), (0, "依据")]
)
def test_art_29_a_kind_that_nothing_suggests_needs_a_written_basis(house, kind, basis):
    complaint = received(house)
    with pytest.raises(Breach, match="major_basis_missing"):
        major.designate(house, complaint, kind=kind, basis=basis, by=SYSTEM, at=LATER)
    assert complaint.major_kind is None


def test_art_29_kind_3_is_an_officers_with_the_basis_kept_and_the_audit_without_it(house):
    complaint = received(house)
    major.designate(house, complaint, kind=3, basis="王小明等人网上聚集", by=SYSTEM, at=LATER)
    line = audit.history(house, "complaint", complaint.id)[-1]
    assert (line.act, line.article, line.facts["kind"]) == ("complaint.designate_major", "29", 3)
    assert "王小明" not in str(line.facts) + str(line.reason)


def test_art_29_lifting_needs_a_reason_and_ends_the_suggestion(house):
    complaint = received(house, **joint(people_count=20))
    with pytest.raises(Breach, match="major_lift_unexplained"):
        major.lift(house, complaint, reason=" ", by=SYSTEM, at=LATER)
    major.lift(house, complaint, reason="实为同一家三口", by=SYSTEM, at=LATER)
    house.flush()
    assert alerts.suggestion(house, complaint) is None
    assert alerts.suggestions(house, SYSTEM, None).items == []
    assert audit.history(house, "complaint", complaint.id)[-1].reason == "实为同一家三口"


def test_art_29_live_institutions_are_asked_once_and_those_forwarded_to_later_too(house, database):
    banks = [make.make_institution(house, notice_email=f"ts{n}@b.example") for n in (1, 2, 3)]
    complaint = make.forwarded(house, banks[0].id, banks[1].id)
    make.returned(house, make.forwardings_of(house, complaint)[0])
    major.designate(house, complaint, kind=3, basis="网上聚集", by=SYSTEM, at=LATER)
    major.designate(house, complaint, kind=3, basis="补充依据", by=SYSTEM, at=LATER)
    forward.forward(house, complaint, [banks[2].id], by=SYSTEM, at=LATER)
    asked = [m.recipient for m in mails(house, database) if "被认定为重大投诉" in m.subject]
    assert sorted(asked) == ["ts2@b.example", "ts3@b.example"]


def test_art_29_an_incident_report_arrives_and_the_officers_are_told(house, database):
    officer = make.make_account(house, "triage", login="officer@zj.example")
    make.make_account(house, "supervisor", login="boss@zj.example")
    complaint = make.forwarded(house)
    (row,) = make.forwardings_of(house, complaint)
    row.forwarded_by = officer.id
    major.designate(house, complaint, kind=3, basis="网上聚集", by=SYSTEM, at=LATER)
    seen = row.version
    major.report_incident(house, row, **SAID, by=SYSTEM, at=LATER)
    assert row.version > seen
    major.report_incident(house, row, **SAID, by=SYSTEM, at=LATER)
    assert len(house.scalars(select(IncidentReport.id)).all()) == 2
    told = [m.recipient for m in mails(house, database) if "已报告事件情况" in m.subject]
    assert sorted(told) == ["boss@zj.example"] * 2 + ["officer@zj.example"] * 2
    (alert,) = alerts.designated(house, SYSTEM, None).items
    assert [one.reported_at for one in alert.asked] == [LATER]


def test_art_29_only_a_live_forwarding_of_a_major_complaint_is_reported_on(house):
    complaint = make.forwarded(house)
    (row,) = make.forwardings_of(house, complaint)
    with pytest.raises(Breach, match="not_major"):
        major.report_incident(house, row, **SAID, by=SYSTEM, at=LATER)
    major.designate(house, complaint, kind=3, basis="网上聚集", by=SYSTEM, at=LATER)
    make.returned(house, row)
    with pytest.raises(Breach, match="incident_not_here"):
        major.report_incident(house, row, **SAID, by=SYSTEM, at=LATER)


def test_art_29_the_newest_alert_comes_first_and_other_territories_are_unseen(house):
    first = received(house, public_event="public_health")
    second = received(house, public_event="natural_disaster")
    here = make.make_officer(house, "supervisor")
    numbers = [each.number for each in alerts.suggestions(house, here, None).items]
    assert numbers == [second.number, first.number]
    abroad = make.make_officer(house, "supervisor", "320000")
    assert alerts.suggestions(house, abroad, None).items == []
