"""Words for the codes of a file, each looked up once however many rows have it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from forwarding import vocabulary
from forwarding.vocabulary.time_limits import TIERS
from portal.accounts.queries import unit_names
from portal.institutions.queries import all_cards
from portal.kernel import divisions
from portal.web.messages import label

Say = Callable[[str], str]


class Words:
    """What reads a code, for each kind of code; what is unknown stays as it is."""

    def __init__(self, session: Session, say: Say) -> None:
        self._cards = {card.id: card for card in all_cards(session)}
        self.unit = _known(unit_names(session).get)
        self.place = _known(divisions.full_name)
        self.stage = _known(lambda code: say(label(code)))
        self.channel = _of(vocabulary.CHANNELS, say)
        self.business = _of(vocabulary.BUSINESSES, say)
        self.cause = _of(vocabulary.CAUSES, say)
        self.kind = _of(vocabulary.COMPLAINANT_KINDS, say)
        self.reason = _of(vocabulary.RETURN_REASONS, say)
        self.tier = _of(TIERS, say)
        self.track = _of(vocabulary.TRACKS, say)
        self.matter_state = _of(vocabulary.MATTER_STATES, say)
        self.major = _of({str(kind): text for kind, text in vocabulary.MAJOR_KINDS.items()}, say)

    def institutions(
        self, ids: Sequence[int] | None, stated: Sequence[str] | None
    ) -> Iterator[str]:
        """Yield the codes and the names of institutions, as stated where nobody decided any."""
        cards = [self._cards[i] for i in ids or ()]
        yield ";".join(card.code for card in cards)
        yield "；".join([card.label for card in cards] or stated or ())


def _of(words: Mapping[str, Any], say: Say) -> Callable[[str | None], str]:
    return _known(lambda code: say(words[code]) if code in words else code)


def _known(find: Callable[[str], str | None]) -> Callable[[str | None], str]:
    known: dict[str | None, str] = {None: "", "": ""}

    def word(code: str | None) -> str:
        found = known.get(code)
        if found is None and code is not None:
            found = known[code] = find(code) or code
        return found or ""

    return word
