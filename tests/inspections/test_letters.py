"""Letters: numbered without gap or repeat, served with proof, read by whom they are to."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from inspections.commands import letters as acts
from inspections.models import Letter
from inspections.queries.letters import letter_by_id
from portal.kernel.actor import SYSTEM
from portal.kernel.db import make_session, transaction
from portal.kernel.law import Breach
from tests import factories as make
from tests.inspections.rectification_factories import ISSUED_AT


@pytest.fixture
def bank(session):
    make.make_units(session)
    return make.make_institution(session, territory="330106")


def issued(session, bank, unit_code="330000", at=ISSUED_AT):
    about = {"about": "rectification", "about_id": 1, "institution_id": bank.id, "facts": {}}
    return acts.issue(session, "demand", unit_code=unit_code, by=SYSTEM, at=at, **about)


def test_200_letters_of_8_workers_have_neither_gap_nor_repeat(database, session, bank):
    session.commit()

    def work(ordinal: int) -> None:
        with make_session(database) as own:
            try:
                with transaction(own):
                    issued(own, bank)
                    if ordinal % 5 == 0:
                        raise RuntimeError("given up")
            except RuntimeError:
                pass

    with ThreadPoolExecutor(8) as workers:
        list(workers.map(work, range(1, 251)))
    assert sorted(session.scalars(select(Letter.number))) == list(range(1, 201))


def test_each_unit_and_each_year_begins_with_one(session, bank):
    letters = [issued(session, bank), issued(session, bank, "000000")]
    letters.append(issued(session, bank, at=ISSUED_AT.replace(year=2027)))
    assert [letter.number for letter in letters] == [1, 1, 1]
    assert acts.number_text(letters[0]).endswith("〔2026〕1号")
    assert issued(session, bank).number == 2


def test_a_letter_read_by_its_institution_is_served_that_day_once(session, bank):
    letter, user = issued(session, bank), make.make_desk_user(session, bank.id)
    for days in (1, 2):
        acts.hand_out(session, letter, by=user, at=ISSUED_AT + timedelta(days=days))
    assert (letter.served_by, letter.served_on.isoformat()) == ("portal", "2026-03-03")


def test_serving_is_noted_once_on_a_day_that_can_be(session, bank):
    letter, by = issued(session, bank), make.make_officer(session, "inspector")
    today = ISSUED_AT.date()
    how = {"served_by": "in_person", "note": "当面签收", "by": by, "at": ISSUED_AT}
    for day in (today - timedelta(days=1), today + timedelta(days=1)):
        with pytest.raises(Breach, match="served_on_wrong_day"):
            acts.serve(session, letter, on=day, **how)
    acts.serve(session, letter, on=today, **how)
    with pytest.raises(Breach, match="letter_served_already"):
        acts.serve(session, letter, on=today, **how)


def test_a_letter_is_there_for_its_unit_and_its_institution_alone(session, bank):
    letter, other = issued(session, bank), make.make_institution(session, territory="330106")
    see = {
        make.make_officer(session, "inspector"): True,
        make.make_officer(session, "inspector", unit_code="440300"): False,
        make.make_desk_user(session, bank.id): True,
        make.make_desk_user(session, other.id): False,
    }
    found = {actor: letter_by_id(session, actor, letter.id) is not None for actor in see}
    assert found == see
