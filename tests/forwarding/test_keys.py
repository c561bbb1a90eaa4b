"""The list of keys names every key that the script answers to, and is for officers only."""

import re
from pathlib import Path

import pytest

from forwarding.views.staff.keys import KEYS

SCRIPT = Path(__file__).parents[2] / "portal/static/staff.js"
BY_THE_BROWSER = {"Enter", "Tab", "Esc"}


def test_the_list_is_what_the_script_answers_to():
    body = re.search(r"const keys = \{(.*?)\n\}", SCRIPT.read_text(encoding="utf-8"), re.S)[1]
    found = set(re.findall(r"^\s*'?([^\s':]+)'?:", body, re.M))
    assert found == KEYS.keys() - BY_THE_BROWSER


@pytest.mark.parametrize("role", ["clerk", "triage", "inspector"])
def test_every_officer_s_page_leads_to_the_list(desk, role):
    staff = desk(role)
    assert "data-keys" in staff.get("/staff/").text
    assert "下一件待转送" in staff.get("/staff/keys").text


def test_who_works_on_no_case_is_not_led_there(desk):
    assert desk("admin").get("/staff/keys").status_code == 403


def test_the_clerk_s_form_begins_where_calls_differ(desk):
    staff = desk("clerk")
    assert re.search(r'id="territory"[^>]*autofocus', staff.get("/staff/complaints/new").text)
    again = staff.send("/staff/complaints/new", "/staff/complaints/new", claim="")
    assert again.status_code == 422 and "autofocus" not in again.text
