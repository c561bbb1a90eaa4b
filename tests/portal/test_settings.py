"""Settings: everything missing or wrong is named at once, and how to mend it."""

import base64
from pathlib import Path

import pytest

from portal.settings import WrongSettings, load, names
from tests.ground import environment

COMPLETE = environment(Path("/srv/data"), "postgresql://u@h/d", "redis://h/0")


def problems_of(**changes: str) -> list[str]:
    with pytest.raises(WrongSettings) as raised:
        load({**COMPLETE, **changes})
    return raised.value.problems


def test_an_empty_environment_names_every_variable_that_is_missing():
    with pytest.raises(WrongSettings) as raised:
        load({})
    named = [problem.split()[0] for problem in raised.value.problems]
    assert named == [
        "DATABASE_URL",
        "REDIS_URL",
        "ZHUANBAN_SECRET_KEY",
        "ZHUANBAN_FIELD_KEYS",
        "ZHUANBAN_BLIND_KEY",
    ]


def test_missing_and_wrong_variables_are_named_together_in_one_line():
    with pytest.raises(WrongSettings) as raised:
        load({**COMPLETE, "DATABASE_URL": "", "ZHUANBAN_UPLOAD_MEGABYTES": "-3"})
    line = str(raised.value)
    assert "DATABASE_URL is missing" in line
    assert "ZHUANBAN_UPLOAD_MEGABYTES must be a whole number from 1 to 500" in line
    assert "\n" not in line


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://host/db"),
        ("REDIS_URL", "http://host"),
        ("ZHUANBAN_SECRET_KEY", "short"),
        ("ZHUANBAN_FIELD_KEYS", "1:notbase64"),
        ("ZHUANBAN_FIELD_KEYS", "0:" + base64.b64encode(bytes(32)).decode()),
        ("ZHUANBAN_BLIND_KEY", base64.b64encode(bytes(16)).decode()),
        ("ZHUANBAN_STORAGE_URL", "ftp://files"),
        ("ZHUANBAN_PUBLIC_URL", "example.org"),
        ("ZHUANBAN_DEMO", "maybe"),
        ("ZHUANBAN_REMINDERS_BEFORE", "two"),
        ("ZHUANBAN_SESSION_IDLE_MINUTES", "0"),
        ("ZHUANBAN_MAIL_FROM", "nobody"),
    ],
)
def test_a_wrong_value_is_refused_and_its_variable_named(name: str, value: str):
    (problem,) = problems_of(**{name: value})
    assert problem.startswith(f"{name} must be ")


def test_a_wrong_key_is_never_quoted():
    secret = "1:" + "x" * 43
    assert secret not in " ".join(problems_of(ZHUANBAN_FIELD_KEYS=secret))


def test_a_mail_server_needs_a_sender_and_a_gateway_needs_its_token():
    found = problems_of(
        ZHUANBAN_SMTP_URL="smtps://mail.example.org", ZHUANBAN_SMS_URL="https://sms.example.org/"
    )
    assert [problem.split()[0] for problem in found] == ["ZHUANBAN_MAIL_FROM", "ZHUANBAN_SMS_TOKEN"]


def test_cookies_are_secure_exactly_when_the_portal_is_reached_by_https():
    assert load({**COMPLETE, "ZHUANBAN_PUBLIC_URL": "https://zhuanban.example"}).secure_cookies
    assert not load({**COMPLETE, "ZHUANBAN_PUBLIC_URL": "http://localhost:8000"}).secure_cookies


def test_files_are_kept_in_the_data_directory_unless_told_otherwise():
    assert load(COMPLETE).files_url == "file:///srv/data/files"
    elsewhere = {**COMPLETE, "ZHUANBAN_STORAGE_URL": "s3://bucket/files"}
    assert load(elsewhere).files_url == "s3://bucket/files"


def test_day_lists_are_read_and_every_variable_has_a_name_of_its_own():
    assert load({**COMPLETE, "ZHUANBAN_REMINDERS_AFTER": "1, 5"}).reminders_after == (1, 5)
    assert len(names()) == len(set(names()))
