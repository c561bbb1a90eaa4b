"""What is wrong with a call, field by field, as an RFC 9457 problem in the caller's language."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.web import errors

SENTENCES: dict[str, Any] = {
    "missing": _l("请填写此项。"),
    "unknown_field": _l("没有这个字段。请按接口说明核对名称，或删去此项。"),
    "wrong_type": _l("类型不对：这里应为%(expected)s。请改正后重发。"),
    "not_a_choice": _l("“%(value)s”不在可选范围内。请使用接口说明列出的代码。"),
    "too_long": _l("内容过长（最多%(limit)s字）。请精简，或作为附件上传。"),
    "too_short": _l("内容过短（至少%(limit)s字）。请补充。"),
    "too_many": _l("最多%(limit)s项。请删减。"),
    "too_many_features": _l("最多同时限定%(most)s项。请去掉一项条件。"),
    "too_few": _l("至少%(limit)s项。请补充。"),
    "same_twice": _l("“%(value)s”出现了两次。请删去一个。"),
    "bad_characters": _l("含有无法识别的控制字符。请删除后重新填写。"),
    "bad_shape": _l("“%(value)s”的写法不对。请按接口说明的格式填写。"),
    "bad_day": _l("日期写法不对。请写成 2026-02-12。"),
    "bad_moment": _l("时间写法不对。请写成 2026-02-12T09:30:00+08:00，或只写日期 2026-02-12。"),
    "no_zone": _l("时间缺少时区。请写成 2026-02-12T09:30:00+08:00。"),
    "out_of_range": _l("应在%(least)s至%(most)s之间。请核对。"),
    "bad_amount": _l("金额应为0以上、不超过一万亿元的数字，最多两位小数。"),
    "must_be_true": _l("此项须为 true。请核实后确认。"),
    "repeated": _l("此参数只能出现一次。请删去多余的。"),
    "bad_cursor": _l("不是本列表给出的游标。请去掉 cursor，从第一页重新取。"),
    "bad_key": _l("Idempotency-Key 应为1至200个可见的ASCII字符。"),
    "key_reused": _l("这个 Idempotency-Key 已用于另一个请求。请为新的请求换一个。"),
    "not_json": _l("请求正文不是有效的JSON（UTF-8）。请核对后重发。"),
    "not_an_object": _l("请求正文应为一个JSON对象。"),
    "too_deep": _l("JSON的嵌套层次太深。请按接口说明的结构提交。"),
    "same_name_twice": _l("JSON对象中同一个名称出现了两次。请删去一个。"),
    "not_multipart": _l("请以 multipart/form-data 提交，文件放在 file 项。"),
    "wrong_media_type": _l("请以 application/json 提交。"),
}


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a value: a code of `SENTENCES` and the facts for its places."""

    code: str
    facts: tuple[tuple[str, object], ...] = ()

    @property
    def detail(self) -> str:
        """What is wrong and how to mend it, in the caller's language."""
        facts = {name: _(fact) if name == "expected" else fact for name, fact in self.facts}
        return str(SENTENCES[self.code]) % facts


def fault(code: str, **facts: object) -> Fault:
    """Return a fault."""
    return Fault(code, tuple(facts.items()))


@dataclass(frozen=True)
class FieldError:
    """A line of a problem's `errors`: where, which code, in words, and the article if any."""

    field: str
    code: str
    detail: str
    article: str | None = None


class Refusal(Exception):
    """A call that is not as described; nothing of it is done. Answered as a problem."""

    def __init__(self, *lines: FieldError, status: int = 422) -> None:
        super().__init__(", ".join(f"{line.field}:{line.code}" for line in lines))
        self.lines, self.status = lines, status


def refuse(field: str, code: str, *, status: int = 422, **facts: object) -> Refusal:
    """Return the refusal for one fault of one field."""
    found = fault(code, **facts)
    return Refusal(FieldError(field, code, found.detail), status=status)


def refusal_of(messages: Mapping[Any, Any], articles: Mapping[str, str | None]) -> Refusal:
    """Return the refusal for what a schema found; `articles` says which clause asks for a field."""
    lines = [
        FieldError(path, each.code, each.detail, articles.get(path.split(".")[0]))
        for path, each in _flat(messages)
    ]
    return Refusal(*lines)


def _flat(messages: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Fault]]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from _flat(inner, (*path, str(name)[:80]))
    else:
        for each in messages:
            yield ".".join(path), each


def answer(refusal: Refusal) -> Response:
    """Return a refusal as a problem document."""
    lines = [asdict(line) for line in refusal.lines]
    heading = str(errors.PAGES[refusal.status].heading)
    first = lines[0]["detail"] if len(lines) == 1 else None
    return errors.problem(refusal.status, heading, first, errors=lines)
