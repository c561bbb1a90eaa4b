"""Drafts of the public form that are ready to be handed in, and a whole journey by HTTP."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import click

from forwarding.commands import drafts
from portal.cli.house import house
from portal.kernel import clock
from portal.kernel.db import make_session, transaction
from tests.benchmarks.installation import Installation
from tests.benchmarks.load import Client

ANSWERS = {
    "who": {"kind": "natural"},
    "filer": {"filer_kind": "self"},
    "complainant": {"name": "程小满", "id_type": "resident_id", "id_no": "11010519491231002X"},
    "contact": {"phone": "15483646145", "preferred_means": "sms"},
    "institution": {"stated_name": "工行杭州武林支行"},
    "place": {"territory": "330100"},
    "business": {"business": "B0402"},
    "facts": {"facts": "办卡时工作人员承诺免年费，今年二月仍扣了三百元，客服多次推诿。" * 6},
    "claim": {"asked_for": "refund", "claim": "退还年费300元并说明收费依据。", "amount": "300"},
}


@contextmanager
def _at(portal: Installation) -> Iterator[None]:
    """Stand where a command with --data stands."""
    with click.Context(click.Command("bench")) as context:
        context.meta["data"] = str(portal.data)
        yield


@contextmanager
def database(portal: Installation) -> Iterator[str]:
    """Give the address of the installation's database."""
    with _at(portal), house() as here:
        yield here.settings.database_url


def ready(portal: Installation, count: int) -> list[str]:
    """Make `count` drafts with every question answered and return their tokens."""
    answers = {**ANSWERS, "institution": {"listed": [ANSWERS["institution"]]}}
    answers["claim"] = {**ANSWERS["claim"], "asked_for": ["refund"]}
    tokens = []
    with _at(portal), house() as here, make_session(here.engine) as session, transaction(session):
        for _ in range(count):
            draft, token = drafts.begin(session, days=1, at=clock.now())
            drafts.save(draft, answers, at=clock.now())
            tokens.append(token)
    return tokens


def journey(client: Client) -> None:
    """File a complaint as a person does: every page fetched, every question answered."""
    csrf = client.token("/complaints/new")
    begun = client.send("POST", "/complaints/drafts", {"csrf_token": csrf})[2]
    draft = begun.rsplit("/", 1)[0]
    for name, answers in ANSWERS.items():
        client.send("GET", f"{draft}/{name}")
        _expect(client.send("POST", f"{draft}/{name}", {**answers, "csrf_token": csrf}), name)
    client.send("GET", f"{draft}/evidence")
    client.send("GET", f"{draft}/check")
    form = {"csrf_token": csrf, "declaration": "y"}
    _expect(client.send("POST", f"{draft}/check", form), "check")
    client.send("GET", f"{draft}/receipt")


def _expect(answer: tuple[int, str, str], name: str) -> None:
    if answer[0] != 303:
        raise RuntimeError(f"{name}: {answer[0]} {answer[1][:300]}")


def change_first_password(client: Client, password: str) -> None:
    """Replace the temporary password when the portal asks for it, as it does of a new account."""
    status, body, place = client.send("GET", "/staff/")
    if status != 303:
        return
    page = place if place.startswith("/") else "/" + place.split("/", 3)[3]
    body = client.send("GET", page)[1]
    names = re.findall(r'name="([^"]+)"[^>]*type="password"', body)
    form = dict.fromkeys(names, "correct-horse-battery-42")
    form |= {name: password for name in names if name in ("old", "current", "present")}
    client.send("POST", page, {**form, "csrf_token": client.token(page)})
