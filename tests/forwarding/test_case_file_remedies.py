"""A case's complete file also tells of limits that moved, mediations, reviews and joint people."""

from tests import factories as make
from tests import limit_factories as limits
from tests import review_factories as reviews
from tests.forwarding.test_case_file import take
from tests.joint_factories import joint
from tests.kernel.test_letters import reads_pdf, text_of


@reads_pdf
def test_art18_the_institution_s_days_what_moved_them_and_mediations_stand_there(desk, house):
    row = limits.sent(house)
    limits.extend(house, row, limits.on(1))
    held = limits.mediated(house, row, limits.on(1))
    limits.ended(house, row, held, limits.on(1))
    house.commit()
    text = text_of(take(desk(), row.complaint.number).data)
    for words in ("机构办理期限逐日计算", "案情复杂。", "情况复杂", "浙江样例金融纠纷调解中心"):
        assert words in text
    assert "自然日" in text and "工作日" in text


@reads_pdf
def test_art20_a_review_stands_there_with_its_grounds(desk, house):
    _head, _branch, row = reviews.branch_decided(house)
    reviews.applied(house, row)
    house.commit()
    text = text_of(take(desk(), row.complaint.number).data)
    assert "没有核实录音。" in text and "申请核查" in text


@reads_pdf
def test_art12_every_person_of_a_joint_complaint_is_masked_or_shown(desk, house):
    complaint = make.receive_complaint(house, **joint(representatives=2, members=3))
    house.commit()
    masked = text_of(take(desk(), complaint.number).data)
    assert "张员" not in masked and "代表2" not in masked and "13812345678" not in masked
    clear = text_of(take(desk(), complaint.number, "clear").data)
    for name in ("王小明", "代表2", "张员0", "张员1", "张员2"):
        assert name in clear
