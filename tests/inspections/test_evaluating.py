"""The yearly sheet: who may do what in which state, and that a settled sheet never moves."""

from copy import deepcopy
from decimal import Decimal as D

import pytest

from inspections import messages  # noqa: F401  (registers the sentences)
from inspections.commands import evaluating, weights
from inspections.lifecycle import EVALUATION
from inspections.models import Evaluation
from inspections.queries import evaluations as query
from inspections.queries.counting import inputs_of, to_evaluate
from inspections.rules import weights_2025 as shipped
from portal.kernel import audit
from portal.kernel.law import Breach
from tests import factories as make
from tests.inspections.sheets import AT, YEAR, drafted, in_state, scored
from tests.inspections.suspects import late_cases


@pytest.fixture
def bank(house):
    return make.make_institution(house, territory="330106")


@pytest.fixture
def officers(house):
    return [make.make_officer(house, "supervisor") for _ in range(3)]


def act_on(session, row, act, officers):
    first, second, third = officers
    acts = {
        "submit": lambda: evaluating.submit(session, row, by=first, at=AT),
        "send_back": lambda: evaluating.send_back(
            session, row, remarks="请补充依据。", by=second, at=AT
        ),
        "review": lambda: evaluating.review(session, row, by=second, at=AT),
        "settle": lambda: evaluating.settle(session, row, by=third, at=AT),
        "supersede": lambda: evaluating.correct(
            session, row, reason="漏计一件投诉。", by=third, at=AT
        ),
    }
    return acts[act]()


@pytest.mark.parametrize("state", EVALUATION.states)
@pytest.mark.parametrize("act", EVALUATION.moves)
def test_art_38_only_legal_acts_are_done_on_a_sheet(house, bank, officers, state, act):
    row = in_state(house, bank, officers, state)
    assert row.state == state
    if act in EVALUATION.legal_acts(state):
        act_on(house, row, act, officers)
    else:
        with pytest.raises(Breach) as refused:
            act_on(house, row, act, officers)
        assert (refused.value.code, refused.value.article) == ("illegal_act", "38")


@pytest.mark.parametrize(
    ("state", "act", "who", "code"),
    [
        ("submitted", "review", 0, "evaluation_second_officer"),
        ("submitted", "send_back", 0, "evaluation_second_officer"),
        ("reviewed", "settle", 0, "evaluation_second_officer"),
        ("reviewed", "settle", 1, "evaluation_third_officer"),
    ],
)
def test_art_38_three_officers_stand_behind_a_sheet(house, bank, officers, state, act, who, code):
    row = in_state(house, bank, officers, state)
    with pytest.raises(Breach) as refused:
        act_on(house, row, act, [officers[who]] * 3)
    assert refused.value.code == code


def test_a_sheet_is_submitted_only_with_every_manual_score(house, bank, officers):
    row = drafted(house, bank, officers[0])
    with pytest.raises(Breach) as refused:
        evaluating.submit(house, row, by=officers[0], at=AT)
    assert (
        refused.value.code == "evaluation_incomplete" and len(refused.value.facts["missing"]) == 6
    )


@pytest.mark.parametrize(
    ("code", "points", "reason", "refusal"),
    [
        ("S1", "7.01", "查阅制度和台账。", "score_outside"),
        ("S1", "-1", "查阅制度和台账。", "score_outside"),
        ("S1", "1.005", "查阅制度和台账。", "score_outside"),
        ("S1", "5", " 略 ", "evaluation_reason_missing"),
        ("D1", "5", "查阅制度和台账。", "not_scored_by_hand"),
        ("X9", "5", "查阅制度和台账。", "not_scored_by_hand"),
    ],
)
def test_a_manual_score_needs_its_reason_and_its_bounds(
    house, bank, officers, code, points, reason, refusal
):
    row = drafted(house, bank, officers[0])
    with pytest.raises(Breach) as refused:
        evaluating.score(house, row, code, D(points), reason=reason, by=officers[0], at=AT)
    assert refused.value.code == refusal


def test_figures_come_from_cases_with_those_of_branches(house, bank, officers):
    branch = make.make_institution(house, parent=bank, territory="330106")
    late_cases(house, bank.id, 2)
    late_cases(house, branch.id, 1)
    chosen = to_evaluate(house, "330000")
    assert {card.id for card in chosen} == {bank.id, branch.id}
    found = inputs_of(house, "330000", YEAR, chosen, AT.date())
    assert (found[bank.id]["forwarded"], found[bank.id]["late"]) == (3, 3)
    assert found[branch.id]["forwarded"] == 1 and found[branch.id]["before"] == 0
    following = inputs_of(house, "330000", YEAR + 1, chosen, AT.date().replace(year=YEAR + 1))
    assert (following[bank.id]["forwarded"], following[bank.id]["before"]) == (0, 3)
    assert inputs_of(house, "110000", YEAR, chosen, AT.date())[bank.id]["forwarded"] == 0


def test_a_settled_sheet_is_computed_again_from_what_it_stores_alone(house, bank, officers):
    late_cases(house, bank.id, 3)
    row = in_state(house, bank, officers, "settled", less="1.25")
    kept = (row.score, row.grade)
    late_cases(house, bank.id, 5)
    new_weights(house, officers)
    house.flush()
    house.expire(row)
    again = evaluating.judged(row)
    assert (str(again.score), again.grade) == (row.score, row.grade) == kept
    assert D(kept[0]) == D("90.75"), "8 of late handling and 1.25 by hand"


def new_weights(session, officers, year=YEAR):
    elements = deepcopy(shipped.ELEMENTS)
    elements[0].update(weight="10")
    elements[0]["indicators"][0].update(weight="2")
    elements[3].update(weight="35")
    elements[3]["indicators"][0].update(weight="13")
    about = {"edition": "2026", "year": year, "grades": shipped.GRADES, "note": ""}
    act = {"by": officers[0], "at": AT}
    row = weights.propose(session, elements=elements, **about, **act)
    with pytest.raises(Breach) as refused:
        weights.approve(session, row, by=officers[0], at=AT)
    assert refused.value.code == "weights_second_officer"
    weights.approve(session, row, by=officers[1], at=AT)
    return row


def test_a_changed_weight_set_does_not_move_sheets_drafted_before(house, bank, officers):
    row = scored(house, bank, officers[0])
    made = new_weights(house, officers, year=YEAR + 1)
    assert weights.in_force(house, YEAR, at=AT).edition == "2025"
    assert weights.in_force(house, YEAR + 1, at=AT).id == made.id
    assert row.weights["edition"] == "2025" and evaluating.judged(row).score == D("100.00")
    with pytest.raises(Breach) as refused:
        weights.in_force(house, 2024, at=AT)
    assert refused.value.code == "no_weights"


def test_a_correction_supersedes_only_when_it_is_settled(house, bank, officers):
    first, second, third = officers
    row = in_state(house, bank, officers, "settled")
    again = evaluating.correct(house, row, reason="漏计一件投诉。", by=third, at=AT)
    assert row.state == "settled" and again.manual == row.manual and again.previous_id == row.id
    with pytest.raises(Breach) as refused:
        evaluating.correct(house, row, reason="漏计一件投诉。", by=third, at=AT)
    assert refused.value.code == "evaluation_being_corrected"
    evaluating.submit(house, again, by=first, at=AT)
    evaluating.review(house, again, by=second, at=AT)
    evaluating.settle(house, again, by=third, at=AT)
    assert (row.state, again.state) == ("superseded", "settled") and row.score is not None
    assert "evaluation.supersede" in [e.act for e in audit.history(house, "evaluation", row.id)]


def test_drafting_again_counts_anew_and_keeps_what_was_given_by_hand(house, bank, officers):
    row = scored(house, bank, officers[0], less="2")
    late_cases(house, bank.id, 1)
    again = drafted(house, bank, officers[0])
    assert again is row and row.inputs["late"] == 1 and row.manual["S1"]["score"] == "5"
    evaluating.submit(house, row, by=officers[0], at=AT)
    with pytest.raises(AssertionError):
        drafted(house, bank, officers[0])


def test_an_institution_sees_its_own_settled_sheet_alone(house, bank, officers):
    others = [make.make_institution(house, territory="330106") for _ in range(2)]
    settled = in_state(house, bank, officers, "settled", less="7")
    for other in others:
        in_state(house, other, officers, "settled", less="3")
    desk, stranger = make.make_desk_user(house, bank.id), make.make_desk_user(house, others[0].id)
    house.flush()
    (view,) = query.page(house, desk, query.Wanted(), None).items
    assert view.row is settled
    place = view.place
    assert (place.rank, place.of, place.median, place.tied) == (3, 3, D("97.00"), False)
    assert query.evaluation(house, stranger, settled.id) is None
    assert (
        query.evaluation(house, make.make_officer(house, "inspector", "110000"), settled.id) is None
    )
    open_one = make.make_institution(house, territory="330106")
    unsettled = in_state(house, open_one, officers, "reviewed")
    assert query.evaluation(house, make.make_desk_user(house, open_one.id), unsettled.id) is None
    assert house.query(Evaluation).count() == 4
