"""What is wrong with a joint complaint (Art. 12), at intake."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forwarding.people_lines import MOST_LINES, LineFault

JOINT_PROBLEMS = {
    "too_many_representatives": _l(
        "当面共同投诉的代表不超过%(limit)s名，现有%(named)s名。请由投诉人推选代表后再登记。"
    ),
    "fewer_than_named": _l("人数少于已写明的%(named)s人。请核对人数。"),
    "joint_needs_two": _l("共同投诉应有2人以上。请填写人数，或者去掉共同投诉。"),
    "too_many_people": _l("人数最多%(limit)s人。请核对。"),
    "named_but_not_joint": _l("写明了代表或者其他投诉人，或者人数不止1人。请勾选共同投诉。"),
}

_LINES = {
    "no_name": _l("第%(line)s行没有姓名。每行写：姓名，证件号，电话。"),
    "too_long": _l("第%(line)s行的姓名或者证件号过长。请核对。"),
    "too_many_parts": _l("第%(line)s行内容太多。每行只写：姓名，证件号，电话。"),
    "bad_id_no": _l("第%(line)s行证件号码的校验位不对。请对照证件逐位核对。"),
    "bad_phone": _l("第%(line)s行电话号码不完整。请填写11位手机号，或带区号的固定电话。"),
    "repeated": _l("第%(line)s行与前面的人相同。请删去一行。"),
    "too_many_lines": _l("最多写%(limit)s人。请从第%(line)s行起作为附件上传。"),
}
_SHOWN = 10


def line_words(faults: Iterable[LineFault]) -> list[str]:
    """Return what is wrong with lines, each named by its number; the first ten at most."""
    found = list(faults)
    words = [str(_LINES[f.code]) % {"line": f.line, "limit": MOST_LINES} for f in found[:_SHOWN]]
    rest = len(found) - _SHOWN
    return [*words, _("还有%(n)s行需要更正。", n=rest)] if rest > 0 else words
