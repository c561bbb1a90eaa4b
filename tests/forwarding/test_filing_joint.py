"""Art. 12 on the public form: several complain together; who files brings what Art. 14 asks."""

import pytest
from sqlalchemy import select

from forwarding.models import Complaint
from tests.forwarding.test_filing import ANSWERS, begin, filer, fill, send  # noqa: F401

TOGETHER = {**ANSWERS, "who": {"kind": "natural", "joint": "y", "people_count": "12"}}


def test_art_12_a_joint_complaint_is_filed_with_its_number(filer, session):  # noqa: F811
    draft = begin(filer)
    fill(filer, draft, TOGETHER)
    page = filer.get(f"{draft}/check").text
    assert "共同投诉的人数" in page and "12" in page
    send(filer, f"{draft}/check", {"declaration": "y"})
    row = session.scalar(select(Complaint))
    assert (row.joint, row.people_count) == (True, 12)


def test_art_12_who_goes_back_and_unticks_it_complains_alone(filer, session):  # noqa: F811
    draft = begin(filer)
    fill(filer, draft, TOGETHER)
    send(filer, f"{draft}/who", {"kind": "natural", "people_count": ""})
    send(filer, f"{draft}/check", {"declaration": "y"})
    row = session.scalar(select(Complaint))
    assert (row.joint, row.people_count) == (False, 1)


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ({"joint": "y"}, "请填写人数"),
        ({"joint": "y", "people_count": "1"}, "请填写人数"),
        ({"people_count": "5"}, "请勾选共同投诉"),
        ({"joint": "y", "people_count": "二十"}, "请填写整数"),
        ({"joint": "y", "people_count": "0"}, "应在1到"),
    ],
)
def test_art_12_a_wrong_number_is_refused_in_words(filer, who, sentence):  # noqa: F811
    answer = send(filer, f"{begin(filer)}/who", {"kind": "natural", **who})
    assert answer.status_code == 422 and sentence in answer.text
