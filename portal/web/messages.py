"""What is said when the law or a rule of the house forbids an act: code → sentence.

A package adds its own with `register`; a sentence is a lazy Chinese text with %(fact)s places
for the Breach's facts, and always says what to do instead.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.kernel import clock
from portal.kernel.law import Breach
from portal.web.punctuation import enumerated

_sentences: dict[str, Any] = {
    "illegal_act": _l("当前状态（%(state)s）不能办理“%(act)s”，请刷新页面查看现在可以办理的事项。"),
}
_labels: dict[str, Any] = {}


def register(sentences: Mapping[str, Any]) -> None:
    """Add a package's sentences; a code is worded once."""
    for code, sentence in sentences.items():
        if code in _sentences:
            raise ValueError(f"the breach {code} has a sentence already")
        _sentences[code] = sentence


def register_labels(labels: Mapping[str, Any]) -> None:
    """Add the words for acts, states and other codes that stand in sentences and timelines."""
    _labels.update(labels)


def label(code: object) -> str:
    """Return the word for a code, or the code itself."""
    return str(_labels.get(str(code), code))


def known() -> frozenset[str]:
    """Return the codes that have a sentence."""
    return frozenset(_sentences)


class _Facts(dict[str, str]):
    """Facts in words; a place without a fact is shown as a dash instead of failing."""

    def __missing__(self, name: str) -> str:
        return "—"


def _shown(value: Any, lifecycle: str = "") -> str:
    if isinstance(value, datetime):
        return value.astimezone(clock.ZONE).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple, set, frozenset)):
        return enumerated(_shown(item, lifecycle) for item in value)
    own = f"{lifecycle}:{value}"
    return label(own) if own in _labels else label(value)


def article_words(article: str | None) -> str:
    """Return an article as it is cited: 第33条, or 第18条第2款 for "18(2)"."""
    if not article:
        return ""
    number, _bracket, rest = article.partition("(")
    if not number.strip().isdigit():
        return article
    if rest:
        item = rest.rstrip(")")
        return str(_("第%(article)s条第（%(item)s）项", article=number.strip(), item=item))
    return str(_("第%(article)s条", article=number.strip()))


def say(breach: Breach) -> str:
    """Return a breach as a sentence in the language of the page, with its article."""
    sentence = _sentences.get(breach.code)
    if sentence is None:
        text = str(_("此项操作不符合规定（%(code)s），请核对后重试。", code=breach.code))
    else:
        # Two lifecycles may call different things by one code: a lifecycle's own word goes first.
        lifecycle = str(breach.facts.get("lifecycle", ""))
        shown = {name: _shown(value, lifecycle) for name, value in breach.facts.items()}
        text = str(sentence) % _Facts(shown)
    if not breach.article:
        return text
    return str(
        _("%(text)s（《办法》%(article)s）", text=text, article=article_words(breach.article))
    )
