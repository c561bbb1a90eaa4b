"""The invented hotline day: proportions of the bulletins, believable text, nobody real."""

import csv
import re
import subprocess
import sys
import time
import tracemalloc
from collections import Counter
from datetime import date, datetime
from functools import cache
from itertools import islice

import pytest

from forwarding import vocabulary
from portal.demo_day import COLUMNS, cases, generate, write
from portal.demo_day.case import Case
from portal.demo_day.data import raw_stories, words
from portal.demo_day.grammar import slots
from portal.institutions.rules import category_key
from portal.institutions.seed import demo_institutions, real_institutions
from portal.kernel import divisions, identifiers

DAY = date(2026, 3, 12)
BANK = ("card", "loan", "wealth", "rest")
PROPERTY = ("property", "online")
LIFE = ("life", "health")


@cache
def large_day():
    """Return twelve thousand cases: enough for shares to settle."""
    return list(cases(12_000, 1, DAY))


@cache
def complaints():
    """Return what is known of each first-time complaint."""
    return [truth for _, truth in large_day() if not truth.why and not truth.repeat_of]


def share(part, whole):
    """Return a share in per cent."""
    return 100 * part / whole


def themes():
    """Return how many complaints there are of each theme."""
    return Counter(truth.theme for truth in complaints())


def of(*names):
    """Return the complaints of some themes."""
    return [truth for truth in complaints() if truth.theme in names]


def test_the_columns_are_those_of_the_contract():
    text = (
        "external_ref, received_at, channel, territory, institution_code, business, cause,"
        " complainant_kind, complainant_name, complainant_id_no, complainant_phone, claim,"
        " facts, amount, forwarded_at, told_at, duplicate_of"
    )
    assert tuple(text.split(", ")) == COLUMNS
    assert all(tuple(row) == COLUMNS for row, _ in large_day()[:50])


def test_sectors_and_banking_themes_are_in_the_proportions_of_2020q3():
    counts = themes()
    banking = sum(counts[name] for name in BANK)
    assert share(banking, len(complaints())) == pytest.approx(69.8, abs=2)
    for theme, published in (("card", 56.9), ("loan", 23.8), ("wealth", 5.1)):
        assert share(counts[theme], banking) == pytest.approx(published, abs=2.5)


def test_the_leading_institutions_of_the_bulletins_lead_here():
    heads = Counter(truth.head for truth in complaints())
    banks = sum(heads[row["code"]] for row in real_institutions() if "股份制" in row["category"])
    assert share(banks, len(of(*BANK))) == pytest.approx(44.0, abs=2.5)
    assert heads["BOC"] == max(heads[code] for code in ("BOC", "ICBC", "CCB", "BCM", "ABC"))
    assert heads["PAB"] > heads["CMB"] > heads["EGB"]
    assert heads["PICC"] > heads["PAIC"] > heads["CPIC"]
    assert heads["PALIFE"] > heads["CPICLIFE"] > heads["NCI"]


def test_insurance_lines_and_causes_follow_2020q2_and_2022q4():
    cars_and_loans = Counter(truth.business for truth in of(*PROPERTY))
    assert share(cars_and_loans["P01"], len(of(*PROPERTY))) == pytest.approx(39.5, abs=4)
    assert share(cars_and_loans["P02"], len(of(*PROPERTY))) == pytest.approx(39.7, abs=4)
    causes = Counter(truth.cause for truth in of(*PROPERTY))
    assert share(causes["I03"], len(of(*PROPERTY))) == pytest.approx(49.9, abs=4)
    assert share(causes["I01"], len(of(*PROPERTY))) == pytest.approx(30.7, abs=4)
    causes = Counter(truth.cause for truth in of(*LIFE))
    for cause, published in (("I01", 43.7), ("I03", 13.3), ("I06", 27.5)):
        assert share(causes[cause], len(of(*LIFE))) == pytest.approx(published, abs=4)


def test_nearly_all_calls_come_by_phone():
    channels = Counter(row["channel"] for row, _ in large_day())
    assert 95 <= share(channels["phone"], len(large_day())) <= 98
    assert channels.keys() <= vocabulary.CHANNELS.keys()


def test_every_code_is_one_of_the_vocabulary_and_every_place_exists():
    for row, _ in large_day():
        assert row["business"] in (*vocabulary.BUSINESSES, "")
        assert row["cause"] in (*vocabulary.CAUSES, "")
        assert row["complainant_kind"] in vocabulary.COMPLAINANT_KINDS
        assert divisions.known(row["territory"])


def test_rows_are_of_the_day_and_enter_todays_worklist():
    seen = set()
    for row, _ in large_day():
        received = datetime.fromisoformat(row["received_at"])
        assert received.date() == DAY and received.utcoffset().total_seconds() == 8 * 3600
        assert row["forwarded_at"] == row["told_at"] == ""
        assert row["external_ref"] not in seen
        assert row["duplicate_of"] == "" or row["duplicate_of"] in seen
        seen.add(row["external_ref"])


def test_nobody_real_can_be_in_it():
    for row, _ in large_day():
        assert row["complainant_phone"].startswith("154")
        assert identifiers.phone_ok(row["complainant_phone"])
        number = row["complainant_id_no"]
        if row["complainant_kind"] == "natural" and number:
            assert number.startswith("999999") and identifiers.resident_id_ok(number)
        elif number:
            assert number[2:8] == "990000" and identifiers.uscc_ok(number)
    assert not divisions.known("999999") and not divisions.known("990000")


def test_the_day_holds_repeats_mixed_submissions_other_calls_and_firms():
    truths = [truth for _, truth in large_day()]
    rows = {row["external_ref"]: row for row, _ in large_day()}
    repeats = [(row, truth) for row, truth in large_day() if truth.repeat_of]
    assert 2 < share(len(repeats), len(truths)) < 7
    for row, truth in repeats:
        assert row["complainant_phone"] == rows[truth.repeat_of]["complainant_phone"]
        assert row["facts"] != rows[truth.repeat_of]["facts"]
    mixed = [truth for truth in truths if truth.tracks and not truth.why]
    assert {track for truth in mixed for track in truth.tracks} == vocabulary.TRACKS.keys()
    assert {"social_insurance", "enquiry", "labour"} <= {truth.why for truth in truths}
    firms = [row for row, _ in large_day() if row["complainant_kind"] == "organisation"]
    assert 0.5 < share(len(firms), len(truths)) < 4


def test_the_hotlines_clerks_seldom_know_the_code_but_never_a_wrong_one():
    heads = {row["code"] for row in real_institutions()}
    known = [(row, truth) for row, truth in large_day() if row["institution_code"]]
    assert 3 < share(len(known), len(large_day())) < 12
    assert all(row["institution_code"] == truth.head in heads for row, truth in known)


def test_institutions_are_named_as_people_name_them():
    styles = Counter(truth.style for truth in complaints())
    assert styles.keys() >= {"alias", "brand", "slip", "branch", "hotline", "unnamed", "centre"}
    text = "".join(row["facts"] for row, _ in large_day())
    for said in ("工行", "工商很行", "太平样", "平安", "人寿", "太平洋", "95588"):
        assert said in text


def test_no_slot_is_left_open_and_texts_are_varied():
    facts = [row["facts"] for row, truth in large_day() if not truth.repeat_of]
    claims = [row["claim"] for row, _ in large_day()]
    assert not any(re.search(r"[{}]|None", text) for text in (*facts, *claims))
    assert all(12 <= len(text) <= 600 for text in facts)
    assert all(claims) and len(set(facts)) / len(facts) > 0.995


def test_every_story_names_the_institution_and_fills_every_slot():
    known = Case.__annotations__.keys() | words().keys() | {"I"}
    from portal.demo_day.case import _ANEW, _KEPT

    for story in raw_stories():
        assert all("{I}" in text for text in story["background"]), story["background"]
        for move in ("background", "trouble", "said", "claims"):
            for text in story[move]:
                assert slots(text) <= known | _KEPT.keys() | _ANEW.keys(), text
        used = slots("".join(story["background"] + story["trouble"]))
        assert ("product" in used) == ("product" in story), story["background"]


def test_the_same_seed_gives_the_same_day_and_another_seed_another():
    assert list(generate(200, 5, DAY)) == list(generate(200, 5, DAY))
    assert list(generate(200, 5, DAY)) != list(generate(200, 6, DAY))


def test_a_register_of_ones_own_is_used():
    rows = [row for row in demo_institutions() if row["type"] == "insurer"]
    assert {truth.head for _, truth in cases(200, 1, DAY, rows)} <= {r["code"] for r in rows} | {""}
    with pytest.raises(ValueError, match="bulletins"):
        next(cases(1, 1, DAY, []))


def test_a_hotline_day_is_made_in_under_two_seconds():
    started = time.process_time()
    assert sum(1 for _ in generate(1500, 1, DAY)) == 1500
    assert time.process_time() - started < 2


def test_memory_stays_flat_however_many_rows_are_asked_for():
    stream = generate(1_000_000, 1, DAY)
    for _ in islice(stream, 2000):
        pass
    tracemalloc.start()
    for _ in islice(stream, 5000):
        pass
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert grown < 2_000_000


def test_the_file_reads_back_as_written(tmp_path):
    path = tmp_path / "day.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        assert write(generate(100, 1, DAY), out) == 100
    with path.open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == list(generate(100, 1, DAY))


def run(*arguments):
    """Run the command as a user does."""
    command = [sys.executable, "-m", "portal.cli", "demo-day", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_the_command_writes_the_file_and_says_so(tmp_path):
    out = tmp_path / "day.csv"
    done = run("--complaints", "30", "--seed", "2", "--date", "2026-03-12", "--out", str(out))
    assert done.returncode == 0 and "30" in done.stderr and done.stdout == ""
    assert list(csv.DictReader(out.open(encoding="utf-8"))) == list(generate(30, 2, DAY))
    assert [entry.name for entry in tmp_path.iterdir()] == ["day.csv"]


def test_the_command_refuses_in_one_line(tmp_path):
    nowhere = run("--out", str(tmp_path / "missing" / "day.csv"))
    assert nowhere.returncode == 1 and len(nowhere.stderr.strip().splitlines()) == 1
    assert run("--complaints", "0", "--out", str(tmp_path / "x")).returncode == 2
    assert run("--date", "2026-02-30", "--out", str(tmp_path / "x")).returncode == 2
    assert run().returncode == 2


def test_the_packaged_register_is_sound():
    rows = demo_institutions()
    codes = [row["code"] for row in rows]
    assert len(codes) == len(set(codes)) and len(real_institutions()) == 64
    for position, row in enumerate(rows):
        assert divisions.known(row["territory"])
        assert category_key(row["type"], row["category"]) is not None
        assert (row["level"] == "head") == (row["parent_code"] == "")
        assert row["parent_code"] in (*codes[:position], "")
