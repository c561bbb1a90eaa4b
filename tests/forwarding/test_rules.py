"""The clauses that bind a complaint's way, with the numbers of the Measures at their edges."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from forwarding import rules
from forwarding.submission import Against, Person, Submission
from portal.kernel.clock import ZONE

ON = date(2026, 2, 12)
NINE = datetime(2026, 2, 12, 9, tzinfo=ZONE)
WANG = Person("王小明", id_type="resident_id", id_no="11010519491231002X", phone="13812341234")
CASE = Submission(
    channel="web",
    source="web",
    received_at=NINE,
    territory="330106",
    people=(WANG,),
    against=(Against("招商银行"),),
    claim="退还年费",
    facts="办卡时说免年费。",
)


def test_art_2_one_no_makes_it_no_complaint_and_names_other_tracks():
    yes = dict.fromkeys(rules.QUESTIONS, True)
    assert rules.three_questions(yes).eligible and rules.three_questions(yes).tracks == ()
    for question in rules.QUESTIONS:
        verdict = rules.three_questions({**yes, question: False})
        assert not verdict.eligible and verdict.unmet == (question,) and verdict.tracks


def test_art_2_an_unanswered_question_is_a_no():
    assert rules.three_questions({}).unmet == rules.QUESTIONS


def test_art_32_a_report_is_never_shown_to_the_institution():
    assert rules.hidden_from_institution("report")
    assert not rules.hidden_from_institution("enquiry")
    with pytest.raises(ValueError, match="unknown track"):
        rules.hidden_from_institution("complaint")


@pytest.mark.parametrize(("count", "allowed"), [(0, False), (1, True), (5, True), (6, False)])
def test_trap_2_art_12_five_representatives_pass_and_six_are_refused(count, allowed):
    assert rules.representatives_allowed(count, face_to_face=True, on=ON) is allowed


def test_art_12_other_modes_have_no_limit():
    assert rules.representatives_allowed(200, face_to_face=False, on=ON)


@pytest.mark.parametrize(
    ("event", "joint", "face_to_face", "people", "kind"),
    [
        (None, True, True, 20, 2),
        (None, True, True, 19, None),
        (None, True, False, 200, None),
        (None, False, True, 20, None),
        ("natural_disaster", False, False, 1, 1),
        ("public_health", True, True, 20, 1),
        ("traffic", False, False, 1, None),
    ],
)
def test_trap_2_art_29_twenty_face_to_face_are_major(event, joint, face_to_face, people, kind):
    found = rules.major_kind(
        event=event, joint=joint, face_to_face=face_to_face, people=people, on=ON
    )
    assert found == kind


@pytest.mark.parametrize(
    ("person", "missing"),
    [
        (WANG, []),
        (replace(WANG, name=" "), ["name"]),
        (replace(WANG, id_no=None, phone=None), ["id_no", "contact"]),
        (replace(WANG, phone=None, email="wang@example.cn"), []),
        (replace(WANG, kind="organisation"), ["address"]),
        (Person("", kind="organisation"), ["name", "id_no", "address", "contact"]),
    ],
)
def test_art_13_what_a_complainant_must_give_by_kind(person, missing):
    assert rules.missing_of_person(person) == missing


def test_art_13_a_case_names_the_institution_the_claim_and_the_facts():
    assert rules.missing_of_case(CASE) == []
    bare = replace(CASE, claim=" ", facts="", against=())
    assert rules.missing_of_case(bare) == ["claim", "facts", "against"]


@pytest.mark.parametrize(
    ("kind", "filer", "roles", "missing"),
    [
        ("natural", "self", ["complainant"], []),
        ("natural", "guardian", ["complainant"], ["guardian"]),
        ("natural", "heir", ["complainant", "heir"], []),
        ("organisation", "self", ["complainant"], ["legal_representative"]),
        ("organisation", "agent", ["complainant"], ["legal_representative", "agent"]),
    ],
)
def test_art_13_and_14_the_people_that_must_be_named(kind, filer, roles, missing):
    assert rules.missing_roles(kind, filer, roles) == missing


@pytest.mark.parametrize(
    ("filer", "kind", "material"),
    [
        ("self", "natural", ()),
        ("guardian", "natural", ("guardianship",)),
        ("agent", "natural", ("power_of_attorney", "identity")),
        ("agent", "organisation", ("power_of_attorney",)),
        ("heir", "natural", ("succession",)),
    ],
)
def test_art_14_each_filer_brings_their_proof(filer, kind, material):
    assert rules.material_of_filer(filer, kind) == material


def test_art_16_a_declaration_has_its_moment():
    assert rules.is_declared(NINE) and not rules.is_declared(None)


TEXTS = {"verified": "已核实", "basis_reasons": "依据条款", "decision": "退还"}


@pytest.mark.parametrize(
    ("texts", "remedies", "branch", "missing"),
    [
        (TEXTS, ["mediation"], False, []),
        (TEXTS, ["mediation", "review"], True, []),
        (TEXTS, ["mediation"], True, ["review"]),
        (TEXTS, [], False, ["remedies"]),
        (TEXTS, ["revolution"], False, ["remedies"]),
        ({**TEXTS, "decision": " "}, ["litigation"], False, ["decision"]),
        ({}, [], True, ["verified", "basis_reasons", "decision", "remedies"]),
    ],
)
def test_art_19_a_decision_lacks_these_blocks(texts, remedies, branch, missing):
    assert rules.missing_report_blocks(texts, remedies, decided_by_branch=branch) == missing


def test_art_20_a_review_is_offered_only_against_a_branch():
    assert rules.review_offered_rightly(["review"], decided_by_branch=True)
    assert not rules.review_offered_rightly(["review", "mediation"], decided_by_branch=False)
    assert rules.review_offered_rightly(["mediation"], decided_by_branch=False)


def test_art_17_a_report_names_who_verified_it_without_an_interest():
    assert rules.interest_excluded(verified_by="李核", no_interest=True)
    assert not rules.interest_excluded(verified_by=" ", no_interest=True)
    assert not rules.interest_excluded(verified_by="李核", no_interest=False)


@pytest.mark.parametrize(
    ("changes", "means"),
    [
        ({}, "sms"),
        ({"phone": "+86 138-1234-1234"}, "sms"),
        ({"phone": "0571-88888888"}, "phone"),
        ({"phone": None, "email": "wang@example.cn"}, "email"),
        ({"phone": None, "address": "杭州市西湖区"}, "letter"),
        ({"preferred_means": "phone"}, "phone"),
        ({"preferred_means": "letter"}, "sms"),
        ({"phone": None}, "letter"),
    ],
)
def test_art_21_one_is_told_as_one_wishes_where_that_can_be_done(changes, means):
    assert rules.means_for(replace(WANG, **changes)) == means


def test_art_21_attempts_excuse_a_telling_when_they_are_enough_and_not_all_on_one_day():
    same_day = [NINE + timedelta(hours=n) for n in range(5)]
    assert not rules.telling_excused(same_day)
    assert not rules.telling_excused([NINE, NINE + timedelta(days=1)])
    assert rules.telling_excused([NINE, NINE, NINE + timedelta(days=1)])


def test_art_21_days_of_attempts_are_days_in_shanghai():
    late = datetime(2026, 2, 12, 23, 30, tzinfo=ZONE)
    assert rules.telling_excused([late, late, late + timedelta(hours=1)])


DUE = date(2026, 2, 28)


@pytest.mark.parametrize(
    ("forwarded_on", "told_on", "excused", "met"),
    [
        (DUE, DUE, False, True),
        (DUE, None, False, False),
        (DUE, date(2026, 3, 1), False, False),
        (DUE, None, True, True),
        (None, None, True, False),
        (date(2026, 3, 1), DUE, True, False),
    ],
)
def test_trap_5_art_33_unreachable_excuses_the_telling_and_never_the_forwarding(
    forwarded_on, told_on, excused, met
):
    found = rules.forwarding_duty_met(
        forwarded_on=forwarded_on, told_on=told_on, excused=excused, due_on=DUE
    )
    assert found is met
