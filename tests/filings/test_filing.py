"""A filing from its beginning to its end: every act in every state, versions, lateness."""

from datetime import date, datetime, timedelta

import pytest

from portal.filings.commands import filing as acts
from portal.filings.commands.filing import Signature
from portal.filings.lifecycle import FILING
from portal.filings.models import Filing, Obligation, Requirement
from portal.kernel import clock
from portal.kernel.law import Breach
from tests import factories as make

DAY = datetime(2026, 7, 20, 2, tzinfo=clock.UTC)
SIGNED = Signature("韩签字", "行长", true=True, complete=True, accurate=True)


@pytest.fixture
def bank(session):
    make.make_units(session)
    return make.make_institution(session)


@pytest.fixture
def clerk(session, bank):
    return make.make_desk_user(session, bank.id)


@pytest.fixture
def judge(session, bank):
    return make.make_officer(session, "statistician")


@pytest.fixture
def duty(session, bank):
    requirement = Requirement(
        version=1,
        unit_code="330000",
        kind="data_return",
        title="投诉数据半年报",
        article="36",
        frequency="half_yearly",
        days_of_year=["01-30", "07-30"],
        valid_from=date(2026, 1, 1),
        made_at=DAY,
    )
    session.add(requirement)
    session.flush()
    made = Obligation(
        requirement_id=requirement.id,
        institution_id=bank.id,
        period="2026H1",
        opens_on=date(2026, 7, 1),
        due_on=date(2026, 7, 30),
        made_at=DAY,
    )
    session.add(made)
    session.flush()
    return made


def begun(session, duty, by, at=DAY, **contents):
    return acts.begin(
        session,
        duty.institution_id,
        "data_return",
        period="2026H1",
        obligation=duty,
        by=by,
        at=at,
        **contents,
    )


def test_a_filing_signed_on_the_last_day_is_in_time(session, duty, clerk, judge):
    row = begun(session, duty, clerk)
    at = datetime(2026, 7, 30, 15, 59, tzinfo=clock.UTC)
    acts.sign(session, row, SIGNED, by=clerk, at=at)
    assert (row.state, row.late_days, duty.filed_on, duty.late) == (
        "submitted",
        0,
        date(2026, 7, 30),
        False,
    )
    acts.accept(session, row, by=judge, at=at)
    assert row.state == "accepted"


def test_the_late_stamp_stays_whatever_comes_after(session, duty, clerk, judge):
    late = datetime(2026, 8, 1, 2, tzinfo=clock.UTC)
    row = begun(session, duty, clerk)
    acts.sign(session, row, SIGNED, by=clerk, at=late)
    assert (row.late_days, duty.late) == (2, True)
    again_by = date(2026, 8, 20)
    acts.send_back(session, row, remarks="合计不符", again_by=again_by, by=judge, at=late)
    assert (duty.filed_on, duty.again_by) == (None, again_by)
    new = begun(session, duty, clerk, at=late)
    acts.sign(session, new, SIGNED, by=clerk, at=late + timedelta(days=3))
    assert (new.ordinal, new.late_days, duty.late) == (2, 0, True)
    assert row.late_days == 2 and new.previous_id == row.id


def test_in_time_and_sent_back_is_in_time_by_the_day_that_was_set(session, duty, clerk, judge):
    row = begun(session, duty, clerk)
    acts.sign(session, row, SIGNED, by=clerk, at=DAY)
    at, again_by = DAY + timedelta(days=20), date(2026, 8, 20)
    acts.send_back(session, row, remarks="缺表二", again_by=again_by, by=judge, at=at)
    new = begun(session, duty, clerk, at=at)
    acts.sign(session, new, SIGNED, by=clerk, at=at)
    assert (new.due_on, new.late_days, duty.late) == (again_by, 0, False)


def test_a_correction_says_why_and_supersedes_on_acceptance(session, duty, clerk, judge):
    row = begun(session, duty, clerk)
    acts.sign(session, row, SIGNED, by=clerk, at=DAY)
    acts.accept(session, row, by=judge, at=DAY)
    with pytest.raises(Breach, match="reason_to_file_again_missing"):
        begun(session, duty, clerk)
    new = begun(session, duty, clerk, why_again="漏报一家网点")
    acts.sign(session, new, SIGNED, by=clerk, at=DAY)
    assert row.state == "accepted", "the first stands until the second is judged"
    acts.accept(session, new, by=judge, at=DAY)
    assert (row.state, new.state) == ("superseded", "accepted")


def test_one_filing_of_a_subject_and_period_is_made_at_a_time(session, duty, clerk):
    begun(session, duty, clerk)
    with pytest.raises(Breach, match="filing_open"):
        begun(session, duty, clerk)


def test_a_filing_taken_back_leaves_the_duty_unmet(session, duty, clerk):
    row = begun(session, duty, clerk)
    acts.sign(session, row, SIGNED, by=clerk, at=DAY)
    acts.take_back(session, row, reason="附错文件", by=clerk, at=DAY)
    assert (row.state, duty.filed_on) == ("discarded", None)
    assert begun(session, duty, clerk).ordinal == 2


@pytest.mark.parametrize(
    ("signature", "code"),
    [
        (Signature("韩签字", "行长", True, True, False), "attestation_incomplete"),
        (Signature(" ", "行长", True, True, True), "signer_missing"),
        (Signature("韩签字", "", True, True, True), "signer_missing"),
    ],
)
def test_art_36_nothing_is_handed_in_without_a_whole_signature(
    session, duty, clerk, signature, code
):
    row = begun(session, duty, clerk)
    with pytest.raises(Breach, match=code):
        acts.sign(session, row, signature, by=clerk, at=DAY)
    assert row.state == "draft" and duty.filed_on is None


def _do(act, session, row, by):
    calls = {
        "sign": lambda: acts.sign(session, row, SIGNED, by=by, at=DAY),
        "accept": lambda: acts.accept(session, row, by=by, at=DAY),
        "send_back": lambda: acts.send_back(
            session, row, remarks="补正", again_by=date(2026, 9, 1), by=by, at=DAY
        ),
        "take_back": lambda: acts.take_back(session, row, reason="重填", by=by, at=DAY),
        "discard": lambda: acts.discard(session, row, by=by, at=DAY),
        "retire": lambda: acts.retire(
            session, row, last_day=date(2026, 9, 1), reason="制度合并", by=by, at=DAY
        ),
    }
    calls[act]()


@pytest.mark.parametrize("state", FILING.states)
def test_every_act_in_every_state_is_done_or_refused_by_the_table(session, duty, clerk, state):
    for act in ("sign", "accept", "send_back", "take_back", "discard", "retire"):
        with session.begin_nested() as attempt:
            row = begun(session, duty, clerk)
            _as_in(row, state)
            session.flush()
            if act in FILING.legal_acts(state):
                _do(act, session, row, clerk)
                session.flush()
                assert row.state == FILING.moves[act].to
            else:
                with pytest.raises(Breach, match="illegal_act"):
                    _do(act, session, row, clerk)
            attempt.rollback()


def _as_in(row: Filing, state: str) -> None:
    row.state, row.signed_at, row.signer_name, row.late_days = state, DAY, "韩签字", 0
    row.decided_at, row.remarks = DAY, "补正"
