"""Institutions offered to the officer who decides: suggested with evidence, or searched for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext as _

from forwarding.queries.bulk import Chosen
from forwarding.queries.case import Case
from forwarding.queries.routes import register
from forwarding.routing import SENTENCES, Suggestion, suggest
from portal.institutions.queries import Card, cards, find
from portal.web.access import current_actor
from portal.web.db import session
from portal.web.punctuation import bracketed

FOUND_AT_MOST = 12
SUGGESTED_AT_MOST = 4
NOBODY_STATED = 0
"""The place of what is suggested where no respondent is stated; no respondent has this id."""
_CLEAR_LEAD = 0.15
"""How far ahead of the next a suggestion must be for a bulk preview to tick it."""
_CLEAR_SCORE = 0.45
"""And how high: below it stand names mentioned by the way, such as the bank of a bound card."""


@dataclass(frozen=True)
class Offer:
    """An institution that may be the respondent, with what speaks for it in words."""

    id: int
    label: str
    name: str
    code: str
    evidence: str = ""
    sure: bool = False


@dataclass(frozen=True)
class Offers:
    """What is offered for each respondent, and what the officer's own search found."""

    suggested: dict[int, tuple[Offer, ...]]
    looked_for: str
    found: tuple[Offer, ...]
    named_in_return: tuple[Offer, ...] = ()

    def everything(self) -> Iterable[Offer]:
        """Return each institution offered once: named in a return, suggested, found."""
        seen: dict[int, Offer] = {}
        for offers in (self.named_in_return, *self.suggested.values(), self.found):
            for each in offers:
                seen.setdefault(each.id, each)
        return seen.values()


def offer(card: Card) -> Offer:
    """Return an institution as it is offered without evidence."""
    return Offer(card.id, card.label, card.name, card.code)


def offers_for(case: Case) -> Offers:
    """Return what is offered for a case's undecided respondents and the search in the address."""
    looked_for = request.args.get("find", "").strip()[:60].replace("\x00", "")
    found = find(session(), current_actor(), looked_for, FOUND_AT_MOST) if looked_for else []
    complaint = case.complaint
    text = f"{complaint.claim}\n{complaint.facts}"
    place = (complaint.territory, complaint.business)
    suggested = {
        respondent.id: _suggested(text, respondent.stated_name, *place)
        for respondent in case.respondents
        if respondent.decided is None
    }
    if not case.respondents:
        # A hotline's row names nobody apart from its text, which is searched all the same.
        suggested[NOBODY_STATED] = _suggested(text, "", *place)
    named = _named_in_return(case)
    return Offers(suggested, looked_for, tuple(offer(card) for card in found), named)


def _named_in_return(case: Case) -> tuple[Offer, ...]:
    """Return what institutions that gave the case back name as the right one (Art. 11)."""
    if case.state != "returned":
        return ()
    sent = {view.row.institution_id for view in case.forwardings}
    texts = [view.row.return_text for view in case.forwardings if view.row.return_text]
    place = (case.complaint.territory, case.complaint.business)
    named = _suggested(texts[-1], "", *place) if texts else ()
    return tuple(each for each in named if each.id not in sent)


def offers_for_many(cases: Sequence[Chosen]) -> dict[int, tuple[Offer, ...]]:
    """Return what is suggested for complaints without a decided respondent, by complaint id."""
    return {
        case.row.id: tuple(
            each
            for stated in [named.stated_name for named in case.respondents] or [""]
            for each in _suggested(
                f"{case.claim}\n{case.facts}", stated, case.row.territory, case.row.business
            )
        )
        for case in cases
        if not case.decided
    }


def _suggested(
    text: str, stated_name: str, territory: str, business: str | None
) -> tuple[Offer, ...]:
    index = register(session())
    found = suggest(text, stated_name, territory, index, business=business)[:SUGGESTED_AT_MOST]
    lead = found[0].score - found[1].score if len(found) > 1 else 1.0
    return tuple(
        Offer(
            each.institution_id,
            each.name,
            each.name,
            each.code,
            " + ".join(_grounds(each)),
            place == 0 and lead >= _CLEAR_LEAD and each.score >= _CLEAR_SCORE,
        )
        for place, each in enumerate(found)
    )


def _grounds(suggestion: Suggestion) -> Iterable[str]:
    for ground in suggestion.evidence:
        yield _(SENTENCES[ground.kind], text=ground.text, name=ground.name)


def fill_choices(field: Any, case: Case, offers: Offers) -> None:
    """Offer a forwarding form the decided, suggested, found and already ticked institutions."""
    decided = [offer(r.decided) for r in case.respondents if r.decided]
    known = {each.id: each for each in (*decided, *offers.everything())}
    missing = {i for i in field.data or () if isinstance(i, int)} - known.keys()
    if missing:
        known |= {card.id: offer(card) for card in cards(session(), missing).values()}
    taken = {view.row.institution_id for view in case.live}
    offered = [each for each in known.values() if each.id not in taken]
    field.choices = [(each.id, each.label + bracketed(each.code)) for each in offered]
    field.hints = {
        each.id: _("依据：%(why)s", why=each.evidence) for each in offered if each.evidence
    }
