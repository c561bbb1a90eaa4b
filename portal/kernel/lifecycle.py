"""Lifecycles as tables: which act leads from which states to which, and under which article."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from portal.kernel.law import Breach


class HasState(Protocol):
    """A row that has a lifecycle."""

    state: str


@dataclass(frozen=True)
class Move:
    """One legal move: the states it may start from, the state it ends in, the article behind it."""

    start: tuple[str, ...]
    to: str
    article: str


class Lifecycle:
    """A named table of legal moves; feeds commands, buttons, diagrams and tests alike."""

    def __init__(self, name: str, initial: str, moves: Mapping[str, Move]) -> None:
        self.name = name
        self.initial = initial
        self.moves = dict(moves)

    @property
    def states(self) -> tuple[str, ...]:
        """Every state, the initial one first, in the order of the table."""
        seen = {self.initial: None}
        for move in self.moves.values():
            seen.update(dict.fromkeys((*move.start, move.to)))
        return tuple(seen)

    def legal_acts(self, state: str) -> tuple[str, ...]:
        """Return the acts that may be done in `state`."""
        return tuple(act for act, move in self.moves.items() if state in move.start)

    def check(self, state: str, act: str) -> Move:
        """Return the move for `act`, or raise Breach("illegal_act") citing the act's article."""
        move = self.moves[act]
        if state not in move.start:
            raise Breach("illegal_act", move.article, lifecycle=self.name, act=act, state=state)
        return move

    def move(self, row: HasState, act: str) -> None:
        """Set the row's next state; the only assignment to `.state` in the house."""
        row.state = self.check(row.state, act).to
