"""Anybody recomputes a published bulletin: `zhuanban recompute EXTRACT` gives the same bytes."""

import hashlib
import json

import pytest

from disclosures.rules.bulletin import Material, Member, Tally, bulletin, canonical
from disclosures.rules.extract import extract_of
from disclosures.rules.series import series_at
from portal.cli import root
from portal.cli.console import report
from portal.filings.rules.periods import period


@pytest.fixture
def command(capfdbinary):
    """Runs the command where nothing is installed; gives exit code, stdout and stderr."""

    def run(file):
        capfdbinary.readouterr()
        code = report(root, ["recompute", str(file)])
        return (code, *capfdbinary.readouterr())

    return run


def made():
    members = {1: Member(1, "A", "甲银行", "国有大型商业银行")}
    settings = series_at("banking", period("2022Q4"), compare="none")
    material = Material(
        unit="000000",
        members=members,
        categories=["国有大型商业银行"],
        now=[Tally((1,), "B0402", "C07", 3)],
        before=None,
        metrics={},
        offered={(1, "信用卡")},
        printed_names={},
    )
    return settings, material


def test_the_same_bytes_come_out_and_carry_their_own_hash(command, tmp_path):
    file = tmp_path / "extract.json"
    file.write_bytes(canonical(extract_of(*made())))
    code, out, err = command(file)
    assert (code, err) == (0, b"") and out == canonical(bulletin(*made()))
    document = json.loads(out)
    bare = {key: value for key, value in document.items() if key != "sha256"}
    assert hashlib.sha256(canonical(bare)).hexdigest() == document["sha256"]


@pytest.mark.parametrize(
    "body", [b"", b"[1]", b"{}", b'"x"', b"\xff\xfe", b"[" * 100_000, b"1e999"]
)
def test_anything_else_is_refused_in_one_line(command, tmp_path, body):
    file = tmp_path / "extract.json"
    file.write_bytes(body)
    code, out, err = command(file)
    assert (code, out) == (1, b"") and err.count(b"\n") == 1 and b"no extract" in err
