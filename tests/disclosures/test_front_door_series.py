"""The national series, imported and computed: every figure that was published comes out.

The banks' later quarters are 330,000 complaints more: `python -m tests.benchmarks.published` feeds
all that was ever published.
"""

import json

import pytest

from portal.kernel import arrangement
from tests import factories as make
from tests.disclosures import front_door_series as series

pytestmark = pytest.mark.slow


@pytest.fixture
def fed(run, session, files):
    """Import quarters and return what makes the bulletin of one."""
    make.make_units(session)
    arrangement.seed(session)
    session.commit()

    def feed(sector, quarters):
        for kind, text in series.files(sector, quarters).items():
            file = files / f"{kind}.csv"
            file.write_text(text, encoding="utf-8")
            told = run("import", kind, file, "--json")
            assert told.code == 0, told.err + told.out[:500]
        return lambda period: json.loads(
            run("bulletin", "--sector", sector, "--period", period, "--json").out
        )

    return feed


def different(figures):
    """Return the figures that did not come out, and see that there were any."""
    found = list(figures)
    assert len(found) > 20
    return {what: (told, mine) for what, told, mine in found if told != mine}


def test_the_banks_first_quarter_comes_out_with_both_of_its_tables(fed):
    made = fed("banking", series.banks(["2020Q2"]))
    assert different(series.figures_of_banks("2020Q2", made("2020Q2"))) == {}


def test_the_insurers_quarters_come_out_with_their_ranks_and_changes(fed):
    made = fed("insurance", series.insurers())
    for period in ("2020Q2", "2020Q3"):
        assert different(series.figures_of_insurers(period, made(period))) == {}
