"""What the explorer shows of the cube: a total, a trend, a ranking and a map."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from disclosures.models import CubeSlice
from disclosures.queries.cube import Answer, Asked, grouped, whole
from disclosures.rules.cube import DEEPEST, features_of

RANKED = ("territory", "category", "entity", "business", "cause", "channel")


@dataclass(frozen=True)
class Explored:
    """A query and its answers; a part that would fix too many features is None.

    `rest` is what the ranking does not show of the whole; None where that is not known.
    """

    slices: Sequence[CubeSlice]
    whole: Answer
    trend: Sequence[Answer]
    trend_by: str
    ranking: Sequence[Answer] | None
    ranked_by: str
    places: Mapping[str, Answer] | None
    rest: int | None


def explored(
    session: Session, slices: Sequence[CubeSlice], filters: Mapping[str, tuple[str, ...]], by: str
) -> Explored:
    """Return what the explorer shows of some slices; `filters` fix three features at most."""
    asked = Asked(tuple(each.id for each in slices), filters)
    total = whole(session, asked)
    finer = _room(filters, "month")
    ranking = grouped(session, asked, by) if _room(filters, by) else None
    places = _room(filters, "territory") and "territory" not in filters
    return Explored(
        slices=slices,
        whole=total,
        trend=_in_time(grouped(session, asked, "month" if finer else "quarter")),
        trend_by="month" if finer else "quarter",
        ranking=ranking,
        ranked_by=by,
        places={row.value: row for row in grouped(session, asked, "territory")} if places else None,
        rest=_rest(total, ranking, len(slices)),
    )


def _room(filters: Mapping[str, tuple[str, ...]], part: str) -> bool:
    return len(features_of([*filters, part])) <= DEEPEST


def _in_time(rows: Sequence[Answer]) -> list[Answer]:
    return sorted(rows, key=lambda row: row.value)


def _rest(total: Answer, ranking: Sequence[Answer] | None, asked: int) -> int | None:
    """Return how many are in no row that is shown; never less than none.

    A complaint about several institutions is in several rows: then rows come to more.
    """
    if ranking is None or total.slices < asked:
        return None
    return max(0, total.count - sum(row.count for row in ranking))
