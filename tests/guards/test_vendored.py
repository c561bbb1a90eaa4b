"""What is vendored is what its makers released, unchanged, under a licence that is there."""

import hashlib
import json
from pathlib import Path

import pytest

from tests.guards.sources import ROOT

FOLDERS = [ROOT / "portal/static/vendor", ROOT / "tests/browser/assets"]
LISTED = [
    (folder, part)
    for folder in FOLDERS
    for part in json.loads((folder / "MANIFEST.json").read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("folder", "part"), LISTED, ids=lambda each: str(each)[:40])
def test_every_file_has_the_hash_of_its_release(folder: Path, part: dict):
    for file, digest in part["files"].items():
        assert hashlib.sha256((folder / file).read_bytes()).hexdigest() == digest, file
    assert part["version"]
    assert part["licence"]
    assert any("LICENSE" in file for file in part["files"])


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda each: each.name)
def test_nothing_is_vendored_that_is_not_listed(folder: Path):
    listed = {file for at, part in LISTED if at == folder for file in part["files"]}
    found = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}
    assert found - {"MANIFEST.json"} == listed


def test_neither_the_crown_nor_the_font_of_gov_uk_is_shipped():
    names = [path.name.lower() for path in (ROOT / "portal/static").rglob("*")]
    assert not [n for n in names if "crown" in n or "crest" in n or n.endswith((".woff", ".woff2"))]
