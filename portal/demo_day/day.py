"""The day itself: which complaints come in, in which order, and what is true of each."""

import random
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from portal.demo_day import data, people
from portal.demo_day.case import Case, Days
from portal.demo_day.data import Draw, Story, Weighted, words
from portal.demo_day.grammar import Sentence, compiled_all, filled
from portal.demo_day.naming import Named, Names, Row
from portal.institutions.seed import demo_institutions

COLUMNS = (
    *("external_ref", "received_at", "channel", "territory", "institution_code", "business"),
    *("cause", "complainant_kind", "complainant_name", "complainant_id_no", "complainant_phone"),
    *("claim", "facts", "amount", "forwarded_at", "told_at", "duplicate_of"),
)
"""The columns of the complaints file, in the contract's order."""

REPEATS, MIXED, OTHER, FIRMS = 0.045, 0.03, 0.025, 0.012
"""Shares of repeats, mixed submissions, calls that are no complaint, and firms: our guess."""

_CODE_KNOWN, _UNCLASSIFIED, _ID_GIVEN, _AMOUNT_GIVEN, _MARKED = 0.08, 0.06, 0.12, 0.65, 0.4
_REMEMBERED = 300
_SCALES = {"loan": 4.0, "wealth": 8.0, "life": 2.5, "property": 0.8, "health": 2.0, "rest": 1.5}
_WRITTEN = ("web", "letter", "email")
_THIRD_PERSON = ("phone", "visit", "transfer")

# Calls by the hour, 0 to 23: two peaks on a working day, as every hotline knows them.
_HOURS = (0, 0, 0, 0, 0, 0, 0, 1, 9, 15, 14, 9, 6, 9, 13, 13, 11, 7, 4, 3, 2, 1, 0, 0)
_MINUTES = [60 * hour + m for hour, w in enumerate(_HOURS) for m in range(60) for _ in range(w)]


class Truth(NamedTuple):
    """What is true of a row: who is meant, how they were named, and what else is in it.

    `institution` is empty where the words do not tell or the register does not know; `tracks`
    are the other halves of a mixed submission (Art. 32); `why` is set when it is no complaint.
    """

    institution: str
    head: str
    style: str
    theme: str
    business: str
    cause: str
    tracks: tuple[str, ...] = ()
    why: str = ""
    repeat_of: str = ""


Told = tuple[dict[str, str], Truth]


def generate(
    n: int, seed: int, day: date, institutions: Iterable[Row] | None = None
) -> Iterator[dict[str, str]]:
    """Yield `n` rows of the complaints file for a day, the same for the same arguments.

    `institutions` are rows of the institutions file, parents first; without them the packaged
    register with its invented branches. Raises ValueError when none of them is in the shares.
    """
    return (row for row, _ in cases(n, seed, day, institutions))


def cases(
    n: int, seed: int, day: date, institutions: Iterable[Row] | None = None
) -> Iterator[Told]:
    """Yield each row with its truth."""
    register = demo_institutions() if institutions is None else institutions
    names = Names(register)
    if not _present(data.institutions(), names):
        raise ValueError("no institution of the published bulletins is in this register")
    hotline = _Hotline(seed, day, names)
    for index in range(n):
        yield hotline.take(index, n)


class _Hotline:
    """Takes one call after the other and remembers the last ones, for those who call again."""

    def __init__(self, seed: int, day: date, names: Names) -> None:
        self.rnd: Draw = random.Random(seed).random
        self.names = names
        self.days = Days(day)
        self.ref, self.date = f"HL{day:%Y%m%d}-{seed}", day.isoformat()
        self.themes, self.stories = data.themes(), data.stories()
        self.channels: Weighted[str] = Weighted(data.shares()["channels"])
        self.anywhere, self.homes = data.territories()
        self.heads = Weighted(_present(data.institutions(), names))
        self.recent: deque[Told] = deque(maxlen=_REMEMBERED)
        self.extra = _Extra()

    def take(self, index: int, n: int) -> Told:
        """Return the next call of a day of `n`."""
        ref = f"{self.ref}-{index + 1:06d}"
        minute = _MINUTES[int((index + self.rnd()) / n * len(_MINUTES))]
        when = f"{self.date}T{minute // 60:02d}:{minute % 60:02d}:{int(self.rnd() * 60):02d}+08:00"
        if self.recent and self.rnd() < REPEATS:
            return self._again(ref, when)
        told = self._other(ref, when) if self.rnd() < OTHER else self._complaint(ref, when)
        self.recent.append(told)
        return told

    def _complaint(self, ref: str, when: str) -> Told:
        rnd = self.rnd
        head = self.heads.draw(rnd)
        theme = self.themes[head].draw(rnd)
        story = self.stories[theme].draw(rnd)
        line = story.lines.draw(rnd)
        home = self.homes.get(head)
        territory = home[int(rnd() * len(home))] if home else self.anywhere.draw(rnd)
        named = self.names.name(head, theme, line, territory, rnd)
        case = Case(rnd, self.days, self.names, named, theme)
        case.scale = _SCALES.get(theme, 1.0)
        listed = story.products[line]
        case.product = listed[int(rnd() * len(listed))]
        row = self._row(ref, when, territory, story.organisation or rnd() < FIRMS, case)
        claim, facts, tracks = self._told(story, case, row["channel"])
        row["claim"], row["facts"] = claim, facts
        if rnd() < _AMOUNT_GIVEN:
            row["amount"] = f"{case.yuan}.00"
        if rnd() >= _UNCLASSIFIED:
            row["business"], row["cause"] = line, story.cause
        if named.meant and not head.startswith("DEMO") and rnd() < _CODE_KNOWN:
            row["institution_code"] = head
        return row, Truth(named.meant, head, named.style, theme, line, story.cause, tracks)

    def _row(self, ref: str, when: str, territory: str, firm: bool, case: Case) -> dict[str, str]:
        rnd = self.rnd
        row = dict.fromkeys(COLUMNS, "")
        row["external_ref"], row["received_at"], row["territory"] = ref, when, territory
        row["channel"] = self.channels.draw(rnd)
        row["complainant_phone"] = people.mobile(rnd)
        if firm:
            row["complainant_kind"] = "organisation"
            row["complainant_name"] = self.extra.firm(case, territory)
            row["complainant_id_no"] = people.firm_code(rnd) if rnd() < 0.5 else ""
            case.S = words()["speaker_firm"][int(rnd() * 4)]
            return row
        row["complainant_kind"] = "natural"
        row["complainant_name"] = people.person(rnd)
        row["complainant_id_no"] = people.resident_id(rnd) if rnd() < _ID_GIVEN else ""
        if row["channel"] in _WRITTEN:
            case.S = words()["speaker_written"][int(rnd() * 3)]
        return row

    def _told(self, story: Story, case: Case, channel: str) -> tuple[str, str, tuple[str, ...]]:
        """Return claim and facts, and the tracks of what else is said."""
        rnd, extra = self.rnd, self.extra
        facts = "".join(
            (
                _one(extra.lead[channel in _WRITTEN], case),
                _one(story.background, case),
                _one(story.trouble, case),
                _one(extra.distractors[case.banking], case) if rnd() < 0.1 else "",
                _one(story.said, case) if rnd() < 0.9 else "",
                _one(extra.prior, case),
            )
        )
        tracks: tuple[str, ...] = ()
        if rnd() < MIXED:
            track = extra.tracks[int(rnd() ** 2 * len(extra.tracks))]
            facts += _one(extra.mixed[track], case)
            tracks = (track,)
        return _one(story.claims, case), facts + _one(extra.close, case), tracks

    def _other(self, ref: str, when: str) -> Told:
        rnd = self.rnd
        calls = data.other_calls()
        call = calls[int(rnd() * len(calls))]
        head = self.heads.draw(rnd)
        territory = self.anywhere.draw(rnd)
        named = Named(self.names.called[head].short, "short", "", head)
        case = Case(rnd, self.days, self.names, named, "rest")
        row = self._row(ref, when, territory, False, case)
        row["facts"] = _one(self.extra.lead[False], case) + _one(call.facts, case)
        row["claim"] = _one(call.claims, case)
        return row, Truth("", "", "short", "", "", "", (call.track,), call.why)

    def _again(self, ref: str, when: str) -> Told:
        """Return an earlier call told again by the same person, a little differently."""
        rnd = self.rnd
        before, truth = self.recent[int(rnd() * len(self.recent))]
        row = before | {"external_ref": ref, "received_at": when}
        told_before = self.extra.again[int(rnd() * len(self.extra.again))]
        row["facts"] = _shortened(row["facts"], rnd) + told_before
        row["duplicate_of"] = before["external_ref"] if rnd() < _MARKED else ""
        return row, truth._replace(repeat_of=before["external_ref"])


class _Extra:
    """What surrounds a story: leads, closings, distractions, other tracks and repeats."""

    def __init__(self) -> None:
        listed = words()
        self.lead = {
            False: compiled_all(listed["lead_phone"]),
            True: compiled_all(listed["lead_written"]),
        }
        self.prior = compiled_all(listed["prior"])
        self.close = compiled_all(listed["close"])
        self.distractors = {
            True: compiled_all(listed["distractor_bank"]),
            False: compiled_all(listed["distractor_cover"]),
        }
        self.mixed = {track: compiled_all(told) for track, told in listed["mixed"].items()}
        self.tracks = list(self.mixed)
        self.again = listed["again"]
        self.firms = compiled_all(listed["firms"])

    def firm(self, case: Case, territory: str) -> str:
        """Return the name of a firm that does not exist."""
        case.city = case.names.city(territory)
        return _one(self.firms, case)


def _one(listed: list[Sentence], case: Case) -> str:
    return filled(listed[int(case.rnd() * len(listed))], case)


def _shortened(facts: str, rnd: Draw) -> str:
    """Return a text without its last sentence, half of the times."""
    sentences = facts.split("。")
    return "。".join(sentences[:-2]) + "。" if len(sentences) > 4 and rnd() < 0.5 else facts


def _present(weighted: Weighted[str], names: Names) -> dict[str, float]:
    """Return the shares of the legal entities that are in this register."""
    return {c: w for c, w in weighted.weights.items() if c in names.called}
