"""Art. 32: a part of a mixed submission takes its own track; the complaint's clock goes on."""

import pytest

from forwarding.commands.handle import return_forwarding
from forwarding.models import Matter
from portal.kernel import audit
from portal.kernel.actor import SYSTEM
from portal.kernel.law import Breach
from tests import elsewhere_factories as going
from tests import factories as make


def test_art_32_a_part_is_linked_and_the_complaint_keeps_its_clock(house):
    case = make.receive_complaint(house)
    before = (case.received_on, case.due_on, case.sort_due, case.state, case.clock_stopped_at)
    made = going.split_off(house, case)
    assert (made.number, made.complaint_id) == (f"{case.number}-A", case.id)
    assert (made.received_on, made.unit_code) == (case.received_on, case.unit_code)
    assert (made.state, made.whole, made.content) == ("open", False, going.SECRET)
    after = make.again(house, case.number)
    assert before == (
        *(after.received_on, after.due_on, after.sort_due, after.state),
        after.clock_stopped_at,
    )


def test_art_32_several_parts_take_several_tracks(house):
    case = make.receive_complaint(house)
    made = [
        going.split_off(house, case, track=track) for track in ("report", "petition", "integrity")
    ]
    assert [row.number[-2:] for row in made] == ["-A", "-B", "-C"]
    assert house.query(Matter).filter_by(complaint_id=case.id).count() == 3


def test_art_32_institutions_read_the_rest_and_the_regulator_the_whole(house):
    case = make.receive_complaint(house, facts=f"{going.SECRET}；还多收年费。")
    going.split_off(house, case)
    after = make.again(house, case.number)
    assert after.claim_for_institution == going.REST["shown_claim"]
    assert after.facts_for_institution == going.REST["shown_facts"]
    assert going.SECRET in after.facts


@pytest.mark.parametrize("returned", [False, True])
def test_art_32_no_report_is_split_off_once_an_institution_had_the_case(house, returned):
    case = make.forwarded(house)
    (row,) = make.forwardings_of(house, case)
    if returned:
        return_forwarding(house, row, reason="not_ours", text="非本行", by=SYSTEM, at=make.DAY)
    with pytest.raises(Breach) as refused:
        going.split_off(house, case)
    assert (refused.value.code, refused.value.article) == ("report_sent_already", "32")


def test_art_32_another_part_is_split_off_while_an_institution_handles_the_rest(house):
    case = make.forwarded(house)
    assert going.split_off(house, case, track="petition").number.endswith("-A")
    assert make.again(house, case.number).state == "forwarded"


def test_art_32_nothing_is_split_off_what_has_ended(house):
    case = make.closed(house)
    with pytest.raises(Breach) as refused:
        going.split_off(house, case, track="petition")
    assert refused.value.code == "illegal_act"


def test_art_32_a_report_left_in_what_institutions_read_is_refused(house):
    case = make.receive_complaint(house, facts=going.SECRET)
    whole = {"shown_claim": case.claim, "shown_facts": case.facts}
    with pytest.raises(Breach) as refused:
        going.split_off(house, case, **whole)
    assert refused.value.code == "report_still_shown"
    assert going.split_off(house, case, track="petition", **whole).track == "petition"


def test_art_32_a_file_of_another_case_is_refused_and_its_own_is_hidden(house, app):
    case, other = make.receive_complaint(house), make.receive_complaint(house)
    own, foreign = (
        make.attached(house, each, make.make_file(house, purpose="evidence"))
        for each in (case, other)
    )
    with pytest.raises(Breach) as refused:
        going.split_off(house, case, hide_files=[own.public_id, foreign.public_id])
    assert refused.value.code == "unknown_file"
    going.split_off(house, case, hide_files=[own.public_id])
    assert not own.shown_to_institution and foreign.shown_to_institution


def test_art_32_the_record_says_which_track_and_nothing_of_the_content(house):
    case = make.receive_complaint(house)
    made = going.split_off(house, case)
    line = audit.history(house, "complaint", case.id)[-1]
    assert (line.act, line.article) == ("complaint.split", "32")
    assert line.facts == {"track": "report", "matter": made.number, "hidden_files": 0}


def test_art_32_a_diversion_of_the_whole_stands_in_the_register_too(house):
    first, second = make.make_officer(house), make.make_officer(house, "supervisor")
    case = make.diversion_proposed(house, by=first, track="suggestion")
    make.diverted(house, case, by=second)
    (row,) = house.query(Matter).filter_by(complaint_id=case.id)
    assert (row.whole, row.track, row.number) == (True, "suggestion", f"{case.number}-A")
    assert case.claim in row.content and case.facts in row.content
