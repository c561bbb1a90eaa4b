"""Many at once where something was done in between: each case says what, and what to do now."""

from datetime import timedelta

import pytest

from forwarding.commands.tell import attempt, give_up, lapse
from portal.kernel import clock
from portal.kernel.actor import SYSTEM
from tests import factories as make
from tests.forwarding.test_bulk_duties import DONE, REMIND, TELL, confirm, numbers, waiting


@pytest.fixture
def bank(house):
    """An institution that is forwarded to."""
    return make.make_institution(house)


@pytest.fixture
def posted(house, bank):
    """A complainant who must be told by letter."""
    by_mail = make.person(phone=None, address="杭州市文一路1号", preferred_means="letter")
    return make.forwarded(house, bank.id, person=by_mail)


def preview(staff, path, *complaints):
    return staff.get(path, query_string=numbers(complaints)).text


def test_a_preview_shows_what_was_told_already(desk, house, posted):
    make.told(house, posted)
    new = make.receive_complaint(house)
    page = preview(desk(), TELL, posted, new)
    assert "所选投诉没有待人工告知的事项" in page and "已经告知，不需要再登记" in page
    assert posted.number in page and "还没有需要告知的事项" in page
    assert 'name="target"' not in page and "登记勾选各件已告知" not in page


def test_a_telling_that_is_moot_by_now_says_so_and_not_only_that_it_changed(desk, house, posted):
    staff, duties = desk(), waiting(house, [posted])
    [duty] = duties
    seen = duty.version
    lapse(house, make.again(house, posted.number), by=SYSTEM, at=clock.now())
    house.commit()
    answer = confirm(staff, TELL, duties, **DONE, version=seen)
    assert "此事项已不需要告知" in answer.text and "预览以后此件有了变化" not in answer.text
    assert "此事项已不需要告知" in preview(staff, TELL, posted)


def test_art21_who_was_given_up_is_pointed_to_the_case(desk, house, posted):
    [duty] = waiting(house, [posted])
    house.refresh(duty, ["complaint"])
    for day in range(3):
        said = {"means": "phone", "outcome": "no_answer", "note": None}
        attempt(house, duty, **said, by=SYSTEM, at=make.DAY + timedelta(days=day))
    give_up(house, duty, by=SYSTEM, at=clock.now())
    house.commit()
    assert "已登记无法联系" in preview(desk(), TELL, posted)


def test_an_institution_that_reported_since_is_not_called_missing(desk, house, bank, posted):
    new, rows = make.receive_complaint(house), make.forwardings_of(house, posted)
    staff = desk()
    seen = rows[0].version
    make.reported(house, rows[0])
    house.commit()
    answer = confirm(staff, REMIND, rows, text="请报告。", version=seen)
    assert "没有待报告的事项，不需要催办" in answer.text and "没有找到" not in answer.text
    page = preview(staff, REMIND, posted, new)
    assert "机构已经报告，不需要催办" in page and "还没有转送机构，不能催办" in page
    assert 'name="target"' not in page


def test_what_is_not_in_sight_is_still_as_if_it_were_not_there(desk, house, posted):
    far = desk(unit="110000")
    assert f"complaints/{posted.number}" not in preview(far, TELL, posted)
    answer = confirm(far, TELL, waiting(house, [posted]), **DONE)
    assert "有1件没有找到，或不在您的辖区" in answer.text
