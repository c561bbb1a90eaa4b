"""Whether an institution has published where it takes complaints, point by point (Art. 8)."""

from collections.abc import Mapping

from portal.kernel.law import clause

POINTS = ("published", "internet_published", "in_contracts")
"""The three inspection points: channels and process published; e-mail and address of a channel
on the internet published; a complaint channel in contracts."""
STATES = ("not_met", "met", "not_looked_at")


@clause("8")
def points_due(internet_channel: bool) -> tuple[str, ...]:
    """Return the points that are looked at for an institution (Art. 8).

    E-mail and web address must be published by those alone who take complaints by internet.
    """
    return tuple(point for point in POINTS if internet_channel or point != "internet_published")


@clause("8")
def point_state(point: str, met: bool | None, internet_channel: bool) -> str:
    """Return how a point stands: met, not_met, not_looked_at, or not_due for this institution.

    `met` is what the newest look found, None before the first one.
    """
    if point not in points_due(internet_channel):
        return "not_due"
    return "not_looked_at" if met is None else "met" if met else "not_met"


@clause("8")
def published_state(found: Mapping[str, bool], internet_channel: bool) -> str:
    """Return how an institution stands as a whole; one failed point is a ground of Art. 40(1).

    `found` is what the newest look at each point found; met only once every point due was met.
    """
    states = {point_state(p, found.get(p), internet_channel) for p in POINTS}
    return next(state for state in ("not_met", "not_looked_at", "met") if state in states)
