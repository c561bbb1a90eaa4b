"""An institution's time limit as both case pages show it: the account, the acts, the mediations."""

from collections.abc import Mapping
from dataclasses import dataclass

from forwarding.commands.strike import CLOSED_TO_STRIKES, STRIKABLE, may_strike
from forwarding.forms.time_limits import StrikeForm
from forwarding.models import Forwarding, TimeLimitAct
from forwarding.queries.mediations import MediationView, mediations_of
from forwarding.queries.time_limits import acts_of, limit_of
from forwarding.rules import Limit
from forwarding.rules.time_limits import counted
from forwarding.views.faces import handling_face
from portal.kernel import clock
from portal.kernel.actor import Actor
from portal.kernel.db import once
from portal.web.clockface import Face
from portal.web.db import session
from portal.web.forms import Form


@dataclass(frozen=True)
class LimitView:
    """A forwarding's limit with the acts behind it, its clock and its mediations."""

    row: Forwarding
    limit: Limit
    acts: tuple[TimeLimitAct, ...]
    face: Face
    mediations: tuple[MediationView, ...]

    @property
    def counted(self) -> list[TimeLimitAct]:
        """The acts that count; those struck out are shown, and count for nothing."""
        return counted(self.acts)

    @property
    def strikes(self) -> dict[int, TimeLimitAct]:
        """What struck out an act, by the act's id."""
        return {act.strikes: act for act in self.acts if act.strikes is not None}

    @property
    def shown(self) -> bool:
        """Whether there is more to say than the fifteen days."""
        return bool(self.acts or self.mediations)


def strikes_offered(
    row: Forwarding, view: LimitView, actor: Actor, bound: Mapping[str, Form]
) -> list[tuple[TimeLimitAct, StrikeForm]]:
    """Return the acts that a reader may strike out, the newest first, each with its form."""
    if row.state in CLOSED_TO_STRIKES:
        return []
    mine = [act for act in view.counted if act.kind in STRIKABLE and may_strike(act, actor)]
    return [(act, _striking(f"strike-{act.id}", row, bound)) for act in reversed(mine)]


def _striking(name: str, row: Forwarding, bound: Mapping[str, Form]) -> StrikeForm:
    sent = bound.get(name)
    if isinstance(sent, StrikeForm):
        return sent
    return StrikeForm(formdata=None, prefix=name, data={"version": row.version})


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
