"""A complaint handed in that may be known already: received all the same, and said so."""

from tests import factories as make
from tests.api.conftest import complaint

SAME = {"channel": "phone", "territory": "330106"}


def test_the_receipt_names_what_may_be_the_same_in_the_tokens_territory(caller, house):
    first = make.receive_complaint(house)
    elsewhere = make.receive_complaint(house, territory="110105")
    house.commit()
    answer = caller("clerk").post("/complaints", complaint())
    assert answer.status_code == 201
    found = answer.get_json()["possible_duplicates"]
    assert found == [first.number] and elsewhere.number not in found


def test_a_complaint_like_no_other_names_none(caller):
    answer = caller("clerk").post("/complaints", complaint())
    assert answer.get_json()["possible_duplicates"] == []
