"""Editions: drafted, checked, approved by another, published, immutable, corrected (Art. 37)."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from disclosures.commands import editions as acts
from disclosures.commands.editions import Terms
from disclosures.lifecycle import EDITION
from disclosures.models import Edition
from disclosures.rules.bulletin import canonical
from disclosures.rules.extract import recompute
from portal.kernel import audit
from portal.kernel.law import Breach
from tests import factories as make
from tests.disclosures.stock import AFTER, banks, forwarded, outlets

QUARTER = Terms("disclosure", "banking", "2026Q2")


@pytest.fixture
def house(session):
    make.make_units(session)
    make.make_calendar(session)
    return session


@pytest.fixture
def drafter(house):
    return make.make_officer(house, "statistician", "330000")


@pytest.fixture
def second(house):
    return make.make_officer(house, "supervisor", "330000")


@pytest.fixture
def two(house):
    """Two banks with three and one complaints, and their denominators."""
    made = banks(house, 3, 1)
    outlets(house, made)
    return made


@pytest.fixture
def published(house, two, drafter, second):
    row = acts.draft(house, QUARTER, by=drafter, at=AFTER)
    acts.submit(house, row, number="浙金罚通〔2026〕1号", by=drafter, at=AFTER)
    acts.approve(house, row, publish_at=AFTER, by=second, at=AFTER)
    acts.publish(house, row, by=second, at=AFTER)
    house.commit()
    return row


def refused(code, act, *args, **kwargs):
    with pytest.raises(Breach) as told:
        act(*args, **kwargs)
    assert told.value.code == code


def test_what_is_published_can_be_computed_again_from_its_extract(published):
    assert canonical(recompute(published.extract)) == canonical(published.document)
    assert published.document["sha256"] == published.sha256
    assert published.document["total"]["count"] == 4


def test_art_37_who_submitted_an_edition_never_approves_it(house, two, drafter, second):
    row = acts.draft(house, QUARTER, by=drafter, at=AFTER)
    acts.submit(house, row, number="", by=drafter, at=AFTER)
    now = {"publish_at": AFTER, "at": AFTER}
    refused("edition_second_officer", acts.approve, house, row, by=drafter, **now)
    acts.approve(house, row, by=second, **now)
    assert row.state == "approved"


def test_a_missing_denominator_needs_a_reason_or_the_figure(house, drafter):
    first, other = banks(house, 3, 1)
    outlets(house, [first])
    row = acts.draft(house, QUARTER, by=drafter, at=AFTER)
    codes = [found["code"] for found in row.findings]
    assert codes == ["denominator:per_1000_outlets", "denominator:per_10m_personal_customers"]
    refused("findings_unconfirmed", acts.submit, house, row, number="", by=drafter, at=AFTER)
    said = {"reason": "该行已停业", "by": drafter, "at": AFTER}
    acts.confirm(house, row, codes[:1], **said)
    refused("no_such_finding", acts.confirm, house, row, ["other"], **said)
    refused("findings_unconfirmed", acts.submit, house, row, number="", by=drafter, at=AFTER)
    outlets(house, [other])
    refused("edition_outdated", acts.submit, house, row, number="", by=drafter, at=AFTER)
    acts.renew(house, row, by=drafter, at=AFTER)
    assert row.findings == [] and row.confirmed == {}
    places = {tuple(each["place"][-2:]) for each in row.changes}
    assert ("rates", "per_1000_outlets") in places
    acts.submit(house, row, number="", by=drafter, at=AFTER)


def test_figures_that_move_after_submission_are_drafted_anew(house, two, drafter, second):
    row = acts.draft(house, QUARTER, by=drafter, at=AFTER)
    acts.submit(house, row, number="", by=drafter, at=AFTER)
    forwarded(house, two[0], 1)
    now = {"publish_at": AFTER, "by": second, "at": AFTER}
    refused("edition_outdated", acts.approve, house, row, **now)
    acts.send_back(house, row, remarks="数据有变化，请重新计算", by=second, at=AFTER)
    acts.renew(house, row, by=drafter, at=AFTER)
    assert {tuple(each["place"]): each["after"] for each in row.changes}[("total", "count")] == 5


def test_a_running_period_and_nothing_forwarded_keep_a_draft_back(house, drafter):
    row = acts.draft(house, Terms("notice", "banking", "2026Q3"), by=drafter, at=AFTER)
    assert [found["code"] for found in row.findings] == ["period_runs", "nothing_forwarded"]
    refused("edition_at_fault", acts.submit, house, row, number="", by=drafter, at=AFTER)


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE bulletin_edition SET document = '{}'",
        "UPDATE bulletin_edition SET number = 'x'",
        "UPDATE bulletin_edition SET state = 'draft'",
        "UPDATE bulletin_edition SET correction = '[{}]'",
        "DELETE FROM bulletin_edition",
    ],
)
def test_what_is_published_never_changes(house, published, spoil):
    with pytest.raises(DBAPIError, match="never"):
        house.execute(text(spoil))


def test_a_correction_supersedes_and_says_what_changed_and_why(
    house, two, published, drafter, second
):
    refused("already_published", acts.draft, house, QUARTER, by=drafter, at=AFTER)
    forwarded(house, two[1], 1)
    row = acts.correct(house, published, reason="漏计一件转送件", by=drafter, at=AFTER)
    refused(
        "edition_open", acts.correct, house, published, reason="又一次更正", by=drafter, at=AFTER
    )
    acts.submit(house, row, number="", by=drafter, at=AFTER)
    acts.approve(house, row, publish_at=AFTER, by=second, at=AFTER)
    acts.publish(house, row, by=second, at=AFTER)
    house.commit()
    assert (published.state, row.state) == ("superseded", "published")
    changed = {tuple(each["place"]): (each["before"], each["after"]) for each in row.correction}
    assert changed[("total", "count")] == (4, 5)
    assert row.correction_reason == "漏计一件转送件"
    trail = [entry.act for entry in audit.history(house, "edition", published.id)]
    assert trail == [f"edition.{act}" for act in ("draft", "submit", "approve", "publish",
                                                  "supersede")]  # fmt: skip


def test_an_approved_edition_waits_for_its_time_and_can_be_recalled(house, two, drafter, second):
    row = acts.draft(house, QUARTER, by=drafter, at=AFTER)
    acts.submit(house, row, number="", by=drafter, at=AFTER)
    later = AFTER + timedelta(days=2)
    past = {"publish_at": AFTER - timedelta(minutes=1), "by": second, "at": AFTER}
    refused("publication_in_the_past", acts.approve, house, row, **past)
    acts.approve(house, row, publish_at=later, by=second, at=AFTER)
    house.commit()
    assert acts.publish_due(house, at=AFTER) == 0
    acts.recall(house, row, reason="等待补充数据", by=second, at=AFTER)
    assert (row.state, row.approved_by) == ("draft", None)
    acts.submit(house, row, number="", by=drafter, at=AFTER)
    acts.approve(house, row, publish_at=later, by=second, at=AFTER)
    assert acts.publish_due(house, at=later) == 1
    assert acts.publish_due(house, at=later) == 0
    assert house.scalars(select(Edition.state)).all() == ["published"]


@pytest.mark.parametrize("state", EDITION.states)
@pytest.mark.parametrize("act", list(EDITION.moves))
def test_each_act_is_legal_in_its_states_alone(state, act):
    row = Edition(state=state)
    if state in EDITION.moves[act].start:
        EDITION.move(row, act)
        assert row.state == EDITION.moves[act].to
    else:
        with pytest.raises(Breach, match="illegal_act"):
            EDITION.move(row, act)
        assert row.state == state
