"""Two act on one case at the same moment: one succeeds, the other gets a clear 409."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from forwarding.models import Forwarding, Report, Telling
from portal.kernel import audit
from portal.kernel.outbox import OutboxMessage
from tests import factories as make
from tests.faults.gates import meet
from tests.stories.acts import REPORT, YES
from tests.stories.pages import text_of
from tests.stories.people import Person

LOCK = "SELECT 1 FROM {table} WHERE id = :id FOR UPDATE"
CLASSES = {"classification-business": "B0402", "classification-cause": "C07"}
DIVERSION = {
    "diversion-track": "enquiry",
    "diversion-reason": "no_dispute",
    "diversion-text": "只是询问利率。",
}


@pytest.fixture
def bank(house):
    """The institution that everything goes to."""
    bank = make.make_institution(house)
    house.commit()
    return bank


@pytest.fixture
def two(app, house, frozen) -> Callable[..., tuple[Person, Person]]:
    """Makes two people of a role, at work on the day after the complaint."""
    frozen("2026-03-04T10:00+08:00")
    names = ("陈初审", "林初审")

    def people(role: str, **where: Any) -> tuple[Person, Person]:
        one, other = (Person(app, house, role, name=name, **where) for name in names)
        return one, other

    return people


def sending(person: Person, page: str, action: str, **data: Any) -> Callable[[], Any]:
    """Return the sending of a form as the person sees it now."""
    filled = person.form(page, action).filled(data)
    return partial(person.client.post, action, data=filled)


def check_one_of(answers: list[Any]) -> None:
    """One was accepted; the other is told who acted, and that nothing was saved."""
    accepted, refused = sorted(answers, key=lambda answer: answer.status_code)
    assert (accepted.status_code, refused.status_code) == (303, 409), text_of(refused.text)
    said = text_of(refused.text)
    assert "此件刚刚有了变化" in said and "您的操作没有保存" in said
    assert "陈初审刚刚办理了" in said or "林初审刚刚办理了" in said


def count(house, of: type) -> int:
    return house.scalar(select(func.count()).select_from(of))


def race(house, database, table: str, id: int, *acts: Callable[[], Any]) -> None:
    """Let acts meet at the locked row of the case."""
    house.rollback()
    check_one_of(meet(database, list(acts), LOCK.format(table=table), id=id))
    house.expire_all()


@pytest.fixture
def classified(house, bank):
    """A case whose institution is known, ready to be forwarded."""
    case = make.classified(house, institution_id=bank.id)
    house.commit()
    return case, f"/staff/complaints/{case.number}"


@pytest.fixture
def sent(house, bank):
    """A case forwarded to the bank: the forwarding and its two addresses."""
    case = make.forwarded(house, bank.id)
    (row,) = make.forwardings_of(house, case)
    house.commit()
    return row, f"/staff/complaints/{case.number}", f"/desk/forwardings/{row.id}"


def test_two_forward_and_it_is_forwarded_and_told_once(house, database, bank, two, classified):
    case, page = classified
    chosen = {"forward-institutions": str(bank.id)}
    acts = [sending(who, page, f"{page}/forwardings", **chosen) for who in two("triage")]
    race(house, database, "complaint", case.id, *acts)
    assert (count(house, Forwarding), count(house, Telling)) == (1, 1)
    topics = select(OutboxMessage.topic).where(OutboxMessage.topic != "complaint.received")
    assert sorted(house.scalars(topics)) == ["forwarding.sent", "telling.send"]
    done = [line.act for line in audit.history(house, "complaint", case.id)]
    assert done.count("complaint.forward") == 1


def test_one_forwards_while_another_proposes_another_track(house, database, bank, two, classified):
    case, page = classified
    one, other = two("triage")
    forwards = sending(one, page, f"{page}/forwardings", **{"forward-institutions": str(bank.id)})
    proposes = sending(other, page, f"{page}/diversion", **DIVERSION)
    race(house, database, "complaint", case.id, forwards, proposes)
    state = make.again(house, case.number).state
    assert (state, count(house, Forwarding)) in {("forwarded", 1), ("diversion_proposed", 0)}


def test_two_do_the_triage(house, database, two):
    case = make.receive_complaint(house)
    house.commit()
    page = f"/staff/complaints/{case.number}"
    acts = [sending(who, page, f"{page}/triage", **YES) for who in two("triage")]
    race(house, database, "complaint", case.id, *acts)
    assert make.again(house, case.number).state == "triaged"


def test_a_second_officer_agrees_while_another_refuses(house, database, two):
    case = make.diversion_proposed(house, by=make.make_officer(house))
    house.commit()
    page = f"/staff/complaints/{case.number}"
    one, other = two("supervisor")
    agrees = sending(one, page, f"{page}/diversion/approval")
    refuses = sending(other, page, f"{page}/diversion/refusal", **{"refusal-reason": "是纠纷。"})
    race(house, database, "complaint", case.id, agrees, refuses)
    assert make.again(house, case.number).state in {"diverted", "received"}


def test_one_accepts_a_report_while_another_sends_it_back(house, database, two, sent):
    row, page, _desk = sent
    make.reported(house, row)
    house.commit()
    one, other = two("supervisor")
    back = f"/staff/forwardings/{row.id}"
    accepts = sending(one, page, f"{back}/acceptance")
    returns = sending(other, page, f"{back}/remarks", **{f"remarks-{row.id}-remarks": "请补充。"})
    race(house, database, "forwarding", row.id, accepts, returns)
    verdict = house.scalar(select(Report.verdict))
    assert (house.get(Forwarding, row.id).state, verdict) in {
        ("settled", "accepted"),
        ("acknowledged", "sent_back"),
    }


def test_one_tells_the_complainant_while_another_logs_an_attempt(house, database, two, sent):
    row, page, _desk = sent
    (telling,) = make.tellings_of(house, row.complaint)
    told = {"means": "phone", "done_at": "2026-03-04T09:30", "proof": "本人接听"}
    tried = {"means": "phone", "outcome": "no_answer"}
    to, one, other = f"/staff/tellings/{telling.id}", *two("triage")
    tells = sending(one, page, to, **{f"tell-{telling.id}-{k}": v for k, v in told.items()})
    tries = {f"attempt-{telling.id}-{k}": v for k, v in tried.items()}
    answers = meet(
        database,
        [tells, sending(other, page, f"{to}/attempts", **tries)],
        LOCK.format(table="telling"),
        id=telling.id,
    )
    assert 303 in {answer.status_code for answer in answers}
    assert {answer.status_code for answer in answers} <= {303, 409}


@pytest.mark.parametrize("noun", ["receipt", "return", "report"])
def test_two_of_an_institution_act_on_one_case(house, database, bank, two, sent, noun):
    row, _page, desk = sent
    back = {"back-reason": "not_ours", "back-text": "非本行所发。"}
    own = {"receipt": {}, "return": back, "report": {**REPORT, "told_on": "2026-03-04"}}[noun]
    one, other = two("institution", institution_id=bank.id)
    signs = sending(one, desk, f"{desk}/receipt")
    page = f"{desk}/report" if noun == "report" else desk
    acts = sending(other, page, f"{desk}/{noun}", **own)
    race(house, database, "forwarding", row.id, signs, acts)
    assert count(house, Report) <= 1
    state = house.get(Forwarding, row.id).state
    assert state in {"acknowledged", {"report": "reported", "return": "returned"}.get(noun, state)}
