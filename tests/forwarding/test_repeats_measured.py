"""What the marks find of edited copies, on a small set; `make bench` measures the large one."""

from itertools import islice

from tests.benchmarks.likeness import quality
from tests.benchmarks.tellings import tellings


def test_edited_copies_are_found_and_complaints_of_the_same_kind_are_not():
    own = [claim + facts for claim, facts in islice(tellings(5), 1140)]
    found = quality(own, 60)
    assert found.recall >= 0.95
    assert found.precision >= 0.97
    assert found.candidates < 20
