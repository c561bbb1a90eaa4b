"""Finding the names of legal entities in a text: as written, by sound, by hotline, by likeness."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

import rjieba
from rapidfuzz.distance import LCSseq
from rapidfuzz.process import extractOne

from forwarding.routing.naming import Claim
from forwarding.routing.register import COLLOQUIAL, Register, cues
from forwarding.routing.scan import word_edges
from forwarding.routing.sound import sounded

_DIGITS = re.compile(r"(?<!\d)\d{5,12}(?!\d)")
_ENDING = re.compile("银行|财险|产险|人寿|保险|信用社|消费金融")
_LENGTHS = range(4, 10)
_LIKE_ENOUGH = 0.82
_SHORT = 3
_AROUND = 6
_MOST = 60
_BY_SOUND, _BY_LIKENESS, _BY_PHONE = 0.85, 0.7, 0.6
_MOST_ENDINGS = 4


class Mention(NamedTuple):
    """A place in the text that names one entity, or one of several."""

    start: int
    end: int
    words: str
    claims: tuple[Claim, ...]
    strength: float
    like: str


def mentions(text: str, register: Register) -> list[Mention]:
    """Return the mentions in a folded text, in order; longer names cover shorter ones."""
    found = list(islice(_written(text, register), _MOST))
    heard = list(islice(_by_sound(text, register, _cover(text, found)), _MOST))
    found = [one for one in found if not any(_holds(other, one) for other in heard)] + heard
    found += islice(_by_phone(text, register), _MOST)
    return sorted(found or _by_likeness(text, register))


def _written(text: str, register: Register) -> Iterator[Mention]:
    for start, end, key in register.names.find(text, _refusals(text)):
        claims = tuple(register.claims[key])
        if any(claim.weight > COLLOQUIAL for claim in claims) or _follows_cue(text, start):
            yield Mention(start, end, key, claims, 1.0, "")


@cache
def _no_names() -> tuple[str, ...]:
    return tuple(cues()["not_a_name"]["after"])


def _is_no_name(text: str, end: int) -> bool:
    """Return whether what follows makes a street, another trade, or a whole sector of a name."""
    sector = text.startswith("业", end) and not text.startswith("业务", end)
    return sector or text.startswith(_no_names(), end)


def _refusals(text: str) -> Callable[[int, int], bool]:
    """Return whether a name may stand at a place: not 交行 in 提交行政, 中国银行 in 中国银行业."""
    edges: set[int] = set()

    def allowed(start: int, end: int) -> bool:
        if _is_no_name(text, end):
            return False
        if text[start].isascii() or text[end - 1].isascii():
            return not (_latin(text, start - 1) or _latin(text, end))
        if end - start > _SHORT:
            return True
        if not edges:
            edges.update(word_edges(text))
        if start in edges and (end in edges or end - start == _SHORT):
            return True
        if text[end - 1] == "行" and not text.startswith(_of_banks(), end):
            return False
        return _stands_apart(text, start, end)

    return allowed


@cache
def _of_banks() -> tuple[str, ...]:
    return tuple(cues()["of_banks"]["after"])


def _stands_apart(text: str, start: int, end: int) -> bool:
    """Return whether cutting a short name out leaves whole words on both sides.

    投保|人保|的保险 does, 投保|人保|单 does not.
    """
    alone = cues()["alone"]["signs"]
    before = rjieba.cut(text[max(0, start - _AROUND) : start], False)
    behind = rjieba.cut(text[end : end + _AROUND], False)
    sides = before[-1:] + behind[:1]
    return all(len(word) > 1 or word in alone or not word.isalnum() for word in sides)


def _latin(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isascii() and text[at].isalnum()


def _holds(longer: Mention, shorter: Mention) -> bool:
    """Return whether one mention covers a shorter one: 太平样 (for 太平洋) covers 太平."""
    return longer.start <= shorter.start and shorter.end <= longer.end


def _cover(text: str, found: list[Mention]) -> bytearray:
    covered = bytearray(len(text))
    for mention in found:
        covered[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    return covered


def _by_sound(text: str, register: Register, covered: bytearray) -> Iterator[Mention]:
    """Yield names that sound right but are not written so: 工商很行."""

    def allowed(start: int, end: int) -> bool:
        if _is_no_name(text, end) or all(covered[start:end]):
            return False
        return end - start > 2 or _stands_alone(text, start, end)

    for start, end, key in register.sound_names.find(sounded(text), allowed):
        words = text[start:end]
        for name in register.sounds[key]:
            alike = sum(a == b for a, b in zip(words, name, strict=True))
            if words != name and alike * 2 >= len(name):
                claims = tuple(register.claims[name])
                yield Mention(start, end, words, claims, _BY_SOUND, name)
                break


def _follows_cue(text: str, start: int) -> bool:
    """Return whether a name begins a clause or follows a preposition: 在人寿, not 友邦人寿."""
    before = cues()["against"]["before"]
    return start == 0 or not text[start - 1].isalnum() or text[start - 1] in before


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Return whether two signs are no known word and follow a mark or a preposition: 在国受."""
    before = cues()["against"]["before"]
    preceded = start == 0 or not text[start - 1].isalnum() or text[start - 1] in before
    return (
        preceded and len(rjieba.cut(text[start:end], False)) > 1 and _stands_apart(text, start, end)
    )


def _by_likeness(text: str, register: Register) -> Iterator[Mention]:
    """Yield names with a sign too few or too many, where nothing else was found: 浦东发银行."""
    for ending in islice(_ENDING.finditer(text), _MOST_ENDINGS):
        end = ending.end()
        windows = [text[end - n : end] for n in _LENGTHS if n <= end]
        ranked = ((*_likest(window, register), window) for window in windows)
        score, name, words = max(ranked, default=(0.0, "", ""))
        if name:
            claims = tuple(register.claims[name])
            yield Mention(end - len(words), end, words, claims, _BY_LIKENESS * score, name)


def _likest(window: str, register: Register) -> tuple[float, str]:
    best = extractOne(
        window,
        register.long_names,
        scorer=LCSseq.normalized_similarity,
        score_cutoff=_LIKE_ENOUGH,
    )
    return (best[1], best[0]) if best else (0.0, "")


def _by_phone(text: str, register: Register) -> Iterator[Mention]:
    for found in _DIGITS.finditer(text):
        heads = register.phones.get(found[0])
        if heads:
            claims = tuple(Claim(head_id, 1.0, "hotline") for head_id in heads)
            yield Mention(found.start(), found.end(), found[0], claims, _BY_PHONE, "")
