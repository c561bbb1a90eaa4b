"""An institution's time limit as both case pages show it: the account, the acts, the mediations."""

from dataclasses import dataclass

from forwarding.models import Forwarding, TimeLimitAct
from forwarding.queries.mediations import MediationView, mediations_of
from forwarding.queries.time_limits import acts_of, limit_of
from forwarding.rules import Limit
from forwarding.views.faces import handling_face
from portal.kernel import clock
from portal.kernel.db import once
from portal.web.clockface import Face
from portal.web.db import session


@dataclass(frozen=True)
class LimitView:
    """A forwarding's limit with the acts behind it, its clock and its mediations."""

    row: Forwarding
    limit: Limit
    acts: tuple[TimeLimitAct, ...]
    face: Face
    mediations: tuple[MediationView, ...]

    @property
    def shown(self) -> bool:
        """Whether there is more to say than the fifteen days."""
        return bool(self.acts or self.mediations)


def limit_view(row: Forwarding) -> LimitView:
    """Return a forwarding's time limit as it stands today; a page asks for it in several places."""
    return once(session(), ("limit", row.id), lambda: _limit_view(row))


def _limit_view(row: Forwarding) -> LimitView:
    today, acts = clock.today(), tuple(acts_of(session(), row))
    limit = limit_of(session(), row, acts, as_of=today)
    return LimitView(
        row=row,
        limit=limit,
        acts=acts,
        face=handling_face(row, today, limit),
        mediations=tuple(mediations_of(session(), row)),
    )
