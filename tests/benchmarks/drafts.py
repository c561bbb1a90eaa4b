"""Drafts of the public form that are ready to be handed in, and a whole journey by HTTP."""

from forwarding.commands import drafts
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
PAGES = 2 * len(ANSWERS) + 6
"""Requests of one journey: each question asked and answered, and what comes before and after."""


def ready(portal: Installation, count: int) -> list[str]:
    """Make `count` drafts with every question answered and return their tokens."""
    answers = {**ANSWERS, "institution": {"listed": [ANSWERS["institution"]]}}
    answers["claim"] = {**ANSWERS["claim"], "asked_for": ["refund"]}
    tokens = []
    with portal.engine() as engine, make_session(engine) as session, transaction(session):
        for _ in range(count):
            draft, token = drafts.begin(session, days=1, at=clock.now())
            drafts.save(draft, answers, at=clock.now())
            tokens.append(token)
    return tokens


def submit(client: Client, token: str, form: dict[str, str]) -> None:
    """Hand a draft in, as the last page of the form does."""
    answer = client.send("POST", f"/complaints/drafts/{token}/check", form)
    if answer[0] != 303 or not answer[2].endswith("/receipt"):
        raise RuntimeError(f"refused: {answer[0]} {answer[1][:300]}")


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
    submit(client, draft.rsplit("/", 1)[1], {"csrf_token": csrf, "declaration": "y"})
    if client.send("GET", f"{draft}/receipt")[0] != 200:
        raise RuntimeError("there is no receipt")


def _expect(answer: tuple[int, str, str], name: str) -> None:
    if answer[0] != 303:
        raise RuntimeError(f"{name}: {answer[0]} {answer[1][:300]}")
