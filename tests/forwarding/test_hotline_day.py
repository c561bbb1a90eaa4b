"""A hotline's invented day goes through the real import, and its institutions are suggested."""

import csv
import io

import pytest

from forwarding.commands.complaints_file import import_complaints
from forwarding.queries.routes import register
from forwarding.routing import suggest
from portal import demo_day
from portal.institutions.commands import import_register
from portal.institutions.seed import demo_institutions
from portal.kernel.actor import SYSTEM
from tests import factories as make


@pytest.fixture
def registered(house):
    """The house with the demonstration's register imported."""
    rows = demo_institutions()
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    report = import_register(house, out.getvalue().encode(), by=SYSTEM, at=make.DAY)
    assert report.ok and report.created == len(rows), report.findings[:3]
    return house


def file_of(number, seed=1):
    """Return a day of complaints before the tests' day, as a file."""
    out = io.StringIO()
    demo_day.write(demo_day.generate(number, seed, make.DAY.date()), out)
    return out.getvalue().encode()


def test_the_import_takes_a_hotline_day_whole_and_a_second_time_changes_nothing(registered):
    after = make.DAY.replace(hour=23, minute=59)
    first = import_complaints(registered, file_of(300), by=SYSTEM, at=after)
    assert (first.ok, first.created) == (True, 300), first.findings[:3]
    second = import_complaints(registered, file_of(300), by=SYSTEM, at=after)
    assert (second.ok, second.created, second.unchanged) == (True, 0, 300)


def test_the_register_in_the_database_suggests_as_the_packaged_one_does(registered):
    index = register(registered)
    assert suggest("工行杭州分行扣年费", "", "330100", index)[0].code == "ICBC-330100"
    assert suggest("拨打95519报案，车险不赔", "", "330100", index)[0].code == "GPIC-330000"
