"""People are corrected after the receipt: marks follow, what stood stays, nothing personal is told.

Arts. 13, 14 and 22.
"""

import json

import pytest
from sqlalchemy import select, text

from forwarding.commands import clusters
from forwarding.commands.attach import attach
from forwarding.commands.correct import correct_person
from forwarding.commands.receive import receive
from forwarding.commands.repeats import OtherContent
from forwarding.models import Cluster, ClusterMember, Complaint, EarlierParty, Party
from forwarding.queries.likeness import candidates
from forwarding.queries.narrowing import Wanted, narrow
from forwarding.queries.people import corrections
from portal.kernel import audit, secrets
from portal.kernel.actor import SYSTEM
from portal.kernel.law import Breach
from portal.kernel.outbox import OutboxMessage
from tests import factories as make
from tests.forwarding.officers import officer

NEW = {"name": "王晓明", "phone": "13711112222", "id_no": "440524188001010014"}
OTHER = {"name": "李大海", "phone": "13900001111", "id_no": "11010519491231002X"}


def party_of(house, case, role="complainant"):
    return house.scalars(
        select(Party).where(Party.complaint_id == case.id, Party.role == role)
    ).one()


def correct(house, case, party=None, **stated):
    given = {"reason": "投诉人来电更正。", "by": SYSTEM, "at": make.DAY}
    kept = correct_person(house, case, party or party_of(house, case), stated, **given)
    house.flush()
    return kept


def test_art_13_a_correction_rewrites_values_and_the_marks_by_which_they_are_found(house):
    case = make.receive_complaint(house)
    correct(house, case, **NEW)
    party = party_of(house, case)
    assert (party.name, party.phone, party.id_no) == (NEW["name"], NEW["phone"], NEW["id_no"])
    for value, field in ((party.name, "name"), (party.phone, "phone"), (party.id_no, "id_no")):
        column = {"name": "name_blind", "phone": "phone_blind", "id_no": "id_blind"}[field]
        assert getattr(party, column) == secrets.blind(value, field)


def test_art_22_what_stood_before_is_kept_encrypted_with_the_reason(house):
    case = make.receive_complaint(house, person=make.person(**OTHER))
    kept = correct(house, case, phone=NEW["phone"])
    assert json.loads(kept.fields)["phone"] == OTHER["phone"]
    raw = house.execute(text("SELECT fields, reason FROM earlier_party")).one()
    for value in (OTHER["phone"], OTHER["name"], "来电更正"):
        assert value.encode() not in bytes(raw.fields) + bytes(raw.reason)
    (shown,) = corrections(house, case.id)
    assert shown.before == {"phone": secrets.mask_phone(OTHER["phone"])}
    assert shown.reason == "投诉人来电更正。"


def test_art_22_the_audit_line_names_the_fields_and_no_value(house):
    case = make.receive_complaint(house)
    correct(house, case, **NEW)
    line = audit.history(house, "complaint", case.id)[-1]
    assert (line.act, line.article, line.reason) == ("party.correct", "13", None)
    assert line.facts["fields"] == ["id_no", "name", "phone"]
    assert not any(value in str(line.facts) for value in NEW.values())


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({}, "nothing_corrected"),
        ({"email": ""}, "nothing_corrected"),
        ({"name": " "}, "correction_without_name"),
        ({"name": None}, "correction_without_name"),
    ],
)
def test_art_13_a_correction_that_corrects_nothing_or_leaves_no_name_is_refused(
    house, stated, code
):
    case = make.receive_complaint(house, person=make.person(email=None))
    with pytest.raises(Breach, match=code):
        correct(house, case, **stated)
    assert house.scalars(select(EarlierParty)).all() == []


def test_art_22_anothers_party_is_refused_and_so_is_a_correction_without_reason(house):
    one, other = (make.receive_complaint(house) for _ in range(2))
    with pytest.raises(Breach, match="unknown_party"):
        correct(house, one, party_of(house, other), **NEW)
    with pytest.raises(Breach, match="correction_reason_missing"):
        correct_person(house, one, party_of(house, one), NEW, reason=" ", by=SYSTEM, at=make.DAY)


def test_art_13_gaps_follow_what_is_corrected_and_what_is_taken_away(house):
    bare = make.person(id_no=None, id_type=None, phone=None, email=None, address=None)
    case = make.receive_complaint(house, person=bare, source="clerk", channel="phone")
    assert {"id_no", "contact"} <= set(case.gaps)
    correct(house, case, phone=NEW["phone"], id_no=NEW["id_no"], id_type="resident_id")
    assert not {"id_no", "contact"} & set(make.again(house, case.number).gaps)
    correct(house, case, phone=None)
    assert "contact" in make.again(house, case.number).gaps


def test_art_14_a_missing_proof_of_acting_is_added_after_the_receipt(house):
    agent = make.person(role="agent", name="赵代理")
    people = (make.person(), agent)
    case = make.receive_complaint(
        house, people=people, filer_kind="agent", source="clerk", channel="phone"
    )
    assert {"power_of_attorney", "identity"} <= set(case.gaps)
    files = [make.make_file(house, purpose=p) for p in ("power_of_attorney", "identity")]
    attach(house, case, files, by=SYSTEM, at=make.DAY)
    correct(house, case, party_of(house, case, "agent"), phone=NEW["phone"])
    assert not {"power_of_attorney", "identity", "agent_contact"} & set(case.gaps)


def test_art_18_repeats_follow_the_corrected_marks(house):
    people = [make.person(**OTHER), make.person(**NEW)]
    words = [{"claim": f"诉求{n}。", "facts": f"事实{n}不同。"} for n in range(2)]
    one, two = (
        make.receive_complaint(house, person=p, **w) for p, w in zip(people, words, strict=True)
    )
    by_person = {"same_id", "same_phone", "same_name"}

    def grounds():
        found = candidates(house, SYSTEM, two.id, make.DAY.date())
        return {g.kind for each in found if each.id == one.id for g in each.grounds} & by_person

    assert grounds() == set()
    correct(house, one, **NEW)
    assert grounds() == by_person


def test_art_22_a_search_finds_the_new_name_and_no_longer_the_old_one(house):
    case = make.receive_complaint(house, person=make.person(**OTHER))
    correct(house, case, **NEW)

    def found(q):
        conditions = narrow(house, SYSTEM, Wanted("all", q=q), make.DAY.date()).conditions
        return list(house.scalars(select(Complaint.id).where(*conditions)))

    assert (found(NEW["name"]), found(NEW["phone"])) == ([case.id], [case.id])
    assert (found(OTHER["name"]), found(OTHER["phone"])) == ([], [])


def test_a_cluster_of_a_telephone_is_left_with_the_telephone_and_looked_for_anew(house):
    case = make.receive_complaint(house, person=make.person(**OTHER))
    mark = party_of(house, case).phone_blind
    cluster = clusters._gather(house, "phone", mark, {case.id}, make.DAY)
    correct(house, case, phone=NEW["phone"])
    assert house.scalars(select(ClusterMember)).all() == []
    house.refresh(cluster)
    assert (cluster.size, house.get(Cluster, cluster.id)) == (0, cluster)
    keys = house.scalars(select(OutboxMessage.key)).all()
    assert any(key.startswith(f"compare:{case.id}:") for key in keys)


def test_what_comes_again_under_its_key_is_compared_with_what_was_received(house):
    handed_in = make.submission(submission_key="k-1", people=(make.person(**OTHER),))
    first = receive(house, handed_in, by=SYSTEM, at=make.DAY)
    case = make.again(house, first.number)
    correct(house, case, **NEW)
    assert receive(house, handed_in, by=SYSTEM, at=make.DAY).number == first.number
    changed = make.submission(submission_key="k-1", people=(make.person(**NEW),))
    with pytest.raises(OtherContent):
        receive(house, changed, by=SYSTEM, at=make.DAY)


def test_institutions_that_have_the_case_in_hand_are_told_and_no_others(house):
    banks = [make.make_institution(house).id for _ in range(2)]
    case = make.forwarded(house, *banks)
    rows = make.forwardings_of(house, case)
    make.reported(house, rows[0])
    correct(house, case, phone=NEW["phone"])
    posted = house.scalars(
        select(OutboxMessage).where(OutboxMessage.topic == "party.corrected")
    ).all()
    assert [each.payload["forwarding_id"] for each in posted] == [rows[1].id]


@pytest.mark.parametrize("role", ["clerk", "triage"])
def test_art_22_the_page_corrects_without_showing_what_is_stored(app, house, role):
    case = make.receive_complaint(house, person=make.person(**OTHER))
    party, number = party_of(house, case), case.number
    house.commit()
    desk = officer(app, house, role)
    html = desk.open(number, act="correction")
    assert OTHER["phone"] not in html and "更正谁的信息" in html
    fields = {"party": party.id, "phone": NEW["phone"], "reason": "来电更正。"}
    assert desk.act(number, "corrections", "correction", **fields).status_code == 303
    html = desk.open(number)
    assert secrets.mask_phone(NEW["phone"]) in html
    assert secrets.mask_phone(OTHER["phone"]) in html and "来电更正。" in html
    assert NEW["phone"] not in html
    house.expire_all()
    assert party_of(house, case).phone == NEW["phone"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"reason": ""}, "更正的理由"),
        ({"phone": "123"}, "电话号码不完整"),
        ({"email": "x"}, "电子邮件地址不完整"),
        ({"id_no": "110105194912310021"}, "请同时选择证件类型"),
        ({"id_no": "110105194912310021", "id_type": "resident_id"}, "校验位不对"),
        ({"phone": "13900001111"}, "没有需要更正的内容"),
        ({"party": "99999"}, "不存在"),
    ],
)
def test_art_13_wrong_input_is_refused_with_how_to_mend_it(app, house, change, sentence):
    case = make.receive_complaint(house, person=make.person(**OTHER))
    party, number = party_of(house, case), case.number
    house.commit()
    fields = {"party": party.id, "phone": NEW["phone"], "reason": "来电更正。", **change}
    sent = officer(app, house).act(number, "corrections", "correction", **fields)
    assert sent.status_code == 422 and sentence in sent.text


def test_art_22_another_territorys_case_is_404_and_an_inspector_corrects_nothing(app, house):
    case = make.receive_complaint(house)
    house.commit()
    page = f"/staff/complaints/{case.number}"
    inspector = officer(app, house, "inspector")
    assert "更正投诉人" not in inspector.open(case.number)
    assert inspector.post(f"{page}/corrections", {}, page=page).status_code == 403
    stranger = officer(app, house, "triage", unit_code="330200")
    assert stranger.post(f"{page}/corrections", {}, page="/staff/").status_code == 404
