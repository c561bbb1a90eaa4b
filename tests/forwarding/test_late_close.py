"""A late close needs its reason; one in time is asked for none."""

from datetime import timedelta

import pytest

from forwarding.commands import forward, handle
from portal.kernel.actor import SYSTEM
from portal.kernel.law import Breach
from tests import factories as make
from tests.factories import DAY
from tests.forwarding.officers import kept, state_of

LATE = DAY + timedelta(days=30)
PAGE = "逾期原因"


def reported_late(house, *, told: bool = True):
    """Return a case and its forwarding, reported after the institution's due date."""
    case = make.forwarded(house)
    if told:
        make.told(house, case)
    (row,) = make.forwardings_of(house, case)
    return case, make.reported(house, row, at=LATE, lateness_reason="核实用时较长")


def test_a_close_after_a_late_report_needs_a_reason_and_keeps_it(house):
    case, row = reported_late(house)
    for missing in (None, "  "):
        with pytest.raises(Breach) as refused:
            handle.accept(house, row, by=SYSTEM, at=LATE, lateness_reason=missing)
        assert refused.value.code == "late_close_reason_missing"
        house.rollback()
        case, row = reported_late(house)
    handle.accept(house, row, by=SYSTEM, at=LATE, lateness_reason="机构核实用时较长")
    after = make.again(house, case.number)
    assert (after.state, after.lateness_reason) == ("closed", "机构核实用时较长")


def test_art_33_a_close_after_the_regulator_s_own_lateness_needs_a_reason(house):
    case = make.forwarded(house)
    make.told(house, case, at=DAY + timedelta(days=20))
    (row,) = make.forwardings_of(house, case)
    make.reported(house, row)
    with pytest.raises(Breach) as refused:
        handle.accept(house, row, by=SYSTEM, at=LATE)
    assert refused.value.code == "late_close_reason_missing"


def test_a_close_in_time_keeps_no_reason(house):
    case = make.forwarded(house)
    make.told(house, case)
    (row,) = make.forwardings_of(house, case)
    make.reported(house, row)
    handle.accept(house, row, by=SYSTEM, at=LATE, lateness_reason="无")
    assert make.again(house, case.number).lateness_reason is None


def test_only_the_last_of_several_reports_asks_for_the_reason(house):
    case = make.forwarded(house, make.make_institution(house).id, make.make_institution(house).id)
    make.told(house, case)
    first, second = make.forwardings_of(house, case)
    make.reported(house, first, at=LATE, lateness_reason="晚")
    handle.accept(house, first, by=SYSTEM, at=LATE)
    make.reported(house, second, at=LATE, lateness_reason="晚")
    with pytest.raises(Breach):
        handle.accept(house, second, by=SYSTEM, at=LATE)


def test_going_on_with_institutions_that_are_done_closes_with_the_reason_given(house):
    case = make.forwarded(house, make.make_institution(house).id, make.make_institution(house).id)
    first, second = make.forwardings_of(house, case)
    make.reported(house, first, at=LATE, lateness_reason="晚")
    handle.accept(house, first, by=SYSTEM, at=LATE)
    make.returned(house, second)
    forward.resume(house, make.again(house, case.number), reason="另一家已办结", by=SYSTEM, at=LATE)
    assert make.again(house, case.number).lateness_reason == "另一家已办结"


def test_the_field_appears_only_where_it_is_needed_and_keeps_what_was_typed(desk, house, frozen):
    case, row = reported_late(house)
    house.commit()
    frozen(LATE)
    staff, page = desk("triage"), f"/staff/complaints/{case.number}"
    assert PAGE in staff.open(case.number)
    to, version = f"/staff/forwardings/{row.id}/acceptance", row.version
    refused = staff.send(page, to, version=version)
    assert refused.status_code == 422 and "办结须写明逾期原因" in refused.text
    assert state_of(house, case.number) == "answered"
    sent = {"version": version, "lateness_reason": "节后来件集中"}
    assert staff.send(page, to, **sent).status_code == 303
    assert kept(house, case).lateness_reason == "节后来件集中"
    assert "节后来件集中" in staff.open(case.number)
    assert staff.send(page, to, **sent).status_code == 409


def test_a_second_late_close_keeps_the_reason_of_the_first(house):
    case, row = reported_late(house)
    case.lateness_reason = "首次：核实用时较长"
    handle.accept(house, row, by=SYSTEM, at=LATE, lateness_reason="核查后重新处理")
    kept_words = make.again(house, case.number).lateness_reason
    assert kept_words == "首次：核实用时较长\n2026-04-02：核查后重新处理"
