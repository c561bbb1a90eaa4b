"""Officers fill a form from a wording of their unit; nothing is sent by that."""

import pytest

from tests import factories as make
from tests.forwarding.officers import state_of
from tests.forwarding.test_wording import keep


def fill(staff, complaint, noun, form, row, **fields):
    """Press the button that fills a form in from a wording."""
    staff_page = f"/staff/complaints/{complaint.number}"
    data = {f"{form}-{name}": value for name, value in fields.items()}
    sent = {**data, "wording": row if isinstance(row, str) else row.id, "fill": "yes"}
    return staff.post(f"{staff_page}/{noun}", sent, page=staff_page)


@pytest.mark.parametrize(
    ("noun", "form"), [("forwardings", "forward"), ("quick-forwarding", "quick")]
)
def test_instructions_are_filled_in_and_what_was_ticked_stays(desk, house, noun, form):
    bank, complaint, row = make.make_institution(house), make.classified(house), keep(house)
    answer = fill(desk(), complaint, noun, form, row, institutions=bank.id)
    said = f"请{bank.name}就{complaint.number}（2026年3月3日接收）于2026年3月19日前回复。"
    assert answer.status_code == 200 and said in answer.text
    assert f'value="{bank.id}" checked' in answer.text
    assert state_of(house, complaint.number) == "classified"


def test_before_an_institution_is_ticked_it_is_addressed_as_you(desk, house):
    complaint, row = make.classified(house), keep(house)
    assert "请你单位就" in fill(desk(), complaint, "forwardings", "forward", row).text


@pytest.mark.parametrize("chosen", ["", "0", "x", "9" * 30, "²"])
def test_a_wording_that_is_none_fills_nothing_in(desk, house, chosen):
    complaint = make.classified(house)
    answer = fill(desk(), complaint, "forwardings", "forward", chosen, instructions="手写")
    assert answer.status_code == 200 and "手写" in answer.text


@pytest.mark.parametrize("given", [{"active": False}, {"unit_code": "110000"}])
def test_what_is_out_of_use_or_another_unit_s_is_neither_offered_nor_taken(desk, house, given):
    complaint, row = make.classified(house), keep(house, **given)
    staff = desk()
    assert "常规要求" not in staff.open(complaint.number)
    assert "请你单位就" not in fill(staff, complaint, "forwardings", "forward", row).text


def test_a_wording_of_another_purpose_is_not_taken_for_instructions(desk, house):
    complaint = make.classified(house)
    row = keep(house, purpose="reminder")
    assert "请你单位就" not in fill(desk(), complaint, "forwardings", "forward", row).text


def test_a_wording_is_offered_below_the_button_that_sends(desk, house):
    complaint = make.classified(house)
    keep(house)
    page = desk().open(complaint.number)
    form = page[page.index('quick-forwarding"') :]
    assert form.index("转送</button>") < form.index("常规要求") < form.index("</form>")


def test_who_may_not_forward_fills_nothing_in(desk, house):
    complaint, row = make.classified(house), keep(house)
    assert fill(desk("clerk"), complaint, "forwardings", "forward", row).status_code == 403
