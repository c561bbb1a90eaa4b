"""The clauses that concern the register: kinds of institution, the tree and its channels."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from portal.institutions.faults import fault
from portal.kernel import divisions
from portal.kernel.findings import N_, Finding
from portal.kernel.law import Dated, clause

TYPES = ("banking", "insurer", "intermediary", "other")
LEVELS = ("head", "branch")
PROPOSALS = {
    "change": N_("变更登记信息"),
    "opening": N_("新设分支机构"),
    "closing": N_("终止分支机构"),
}
"""What an institution may propose of its own entry in the register (Art. 4), in words."""
WHOLE_COUNTRY = "000000"
"""The territory of an institution that answers to the head office (Art. 6)."""

BULLETIN_CATEGORIES: Mapping[str, tuple[str, ...]] = {
    "banking": (
        N_("国有大型商业银行"),
        N_("股份制商业银行"),
        N_("外资法人银行"),
        N_("城市商业银行(含民营银行)"),
        N_("农村中小金融机构"),
        N_("其他银行业金融机构"),
    ),
    "insurer": (N_("财产保险公司"), N_("人身保险公司")),
}
"""The categories bulletins are tabled by. Intermediaries and others are counted, not tabled:
their category is free text."""

FORMER_NAMES = {"外资银行": "外资法人银行"}
"""Other names of a category, with the one it is stored under."""

RENAMED = Dated({date(2020, 3, 1): {}, date(2023, 1, 1): {"外资法人银行": N_("外资银行")}})
"""What a stored category is called from a day on, where the bulletins renamed it."""

_BRACKETS = str.maketrans("（）", "()")


@clause("42")
def type_known(kind: str) -> bool:
    """Return whether `kind` is one of the four types of institution (Art. 42)."""
    return kind in TYPES


def category_name(category: str, as_of: date) -> str:
    """Return what the bulletins of that day call a stored category."""
    return str(RENAMED.at(as_of).get(category, category))


def category_key(kind: str, written: str) -> str | None:
    """Return the stored category for any name it ever had; None when the type has no such one."""
    plain = "".join(written.split()).translate(_BRACKETS)
    if kind not in BULLETIN_CATEGORIES:
        return written.strip()
    key = FORMER_NAMES.get(plain, plain)
    return key if key in BULLETIN_CATEGORIES[kind] else None


class HasChannels(Protocol):
    """Anything that carries the complaint channels of Art. 8."""

    phone: str
    address: str
    process_url: str
    email: str
    url: str
    internet_channel: bool


@clause("8")
def missing_channels(institution: HasChannels) -> list[str]:
    """Return the channels Art. 8 wants published and that are absent.

    Phone, postal address and the link to the process always; e-mail and web address only when
    the institution takes complaints by internet.
    """
    wanted = ["phone", "address", "process_url"]
    if institution.internet_channel:
        wanted += ["email", "url"]
    return [channel for channel in wanted if not getattr(institution, channel)]


@dataclass(frozen=True)
class Node:
    """An institution's place in the tree: what the rules of Art. 4 look at."""

    code: str
    type: str
    category: str
    level: str
    parent_code: str
    is_open: bool = True


@clause("4")
def tree_faults(node: Node, register: Mapping[str, Node]) -> list[Finding]:
    """Return what is wrong with a place in the tree: legal entity above, branches below (Art. 4).

    `register` holds at least the node's ancestors and is the picture as it is to become.
    """
    if node.level == "head":
        reason = N_("法人机构没有上级机构。请清空上级机构，或把层级改为分支机构。")
        return [fault("parent_code", node.parent_code, reason)] if node.parent_code else []
    if not node.parent_code:
        return [fault("parent_code", "", N_("分支机构须有上级机构。请填写上级机构的代码。"))]
    parent = register.get(node.parent_code)
    if parent is None:
        reason = N_("没有这个代码的机构。请先登记上级机构，或把它放进同一个文件。")
        return [fault("parent_code", node.parent_code, reason)]
    if _is_own_ancestor(node, register):
        reason = N_("上级机构是本机构或其下级，成了循环。请选另一个上级机构。")
        return [fault("parent_code", node.parent_code, reason)]
    return _agreement_faults(node, parent)


def _agreement_faults(node: Node, parent: Node) -> list[Finding]:
    faults = []
    if node.type != parent.type:
        reason = N_(
            "分支机构的类型须与上级机构（%(parent)s，%(type)s）一致。请更正类型或上级机构。"
        )
        faults.append(fault("type", node.type, reason, parent=parent.code, type=parent.type))
    elif node.category != parent.category:
        reason = N_("分支机构的类别须与上级机构（%(category)s）一致。请更正，或留空由系统带入。")
        faults.append(fault("category", node.category, reason, category=parent.category or "—"))
    if node.is_open and not parent.is_open:
        reason = N_("上级机构（%(parent)s）已终止。请另选上级机构，或先恢复上级机构。")
        faults.append(fault("parent_code", node.parent_code, reason, parent=parent.code))
    return faults


def _is_own_ancestor(node: Node, register: Mapping[str, Node]) -> bool:
    seen = {node.code}
    above = node.parent_code
    while above:
        if above in seen:
            return True
        seen.add(above)
        found = register.get(above)
        above = found.parent_code if found else ""
    return False


SEPARATE_CITIES = ("210200", "330200", "350200", "370200", "440300")
"""Cities with a bureau of their own: the province around them does not reach into them (Art. 6)."""


@clause("6")
def in_reach(territory: str, unit_codes: frozenset[str]) -> bool:
    """Return whether a territory belongs to one of these units: the head office reaches all."""
    if WHOLE_COUNTRY in unit_codes:
        return True
    if territory == WHOLE_COUNTRY:
        return False
    city = territory[:4] + "00"
    if city in SEPARATE_CITIES:
        return bool({territory, city} & unit_codes)
    return bool({territory, city, territory[:2] + "0000"} & unit_codes)


MEDIATION_SECTORS = ("banking", "insurance")
_MEDIATOR_LENGTHS = {"name": 100, "association": 100, "phone": 60, "address": 200}


@clause("39")
def mediator_faults(
    *,
    name: str,
    territory: str,
    sectors: Collection[str],
    began_on: date,
    ended_on: date | None = None,
    **texts: str,
) -> list[Finding]:
    """Return what is wrong with an entry of the register of mediation organisations (Art. 39)."""
    found = []
    if not name.strip():
        found.append(fault("name", name, N_("请填写调解组织的名称。")))
    for column, text in {"name": name, **texts}.items():
        if len(text) > (limit := _MEDIATOR_LENGTHS[column]):
            reason = N_("最长 %(limit)s 字（现为 %(length)s 字）。请缩短。")
            found.append(fault(column, text[:20], reason, limit=limit, length=len(text)))
    if not divisions.known(territory):
        reason = N_("没有这个行政区划。请填写六位代码，全国性的填写 000000。")
        found.append(fault("territory", territory, reason))
    if not sectors or not set(sectors) <= set(MEDIATION_SECTORS):
        found.append(fault("sectors", "", N_("请至少选择一个行业。")))
    if ended_on and ended_on < began_on:
        reason = N_("停止日期不能早于开始日期（%(began_on)s）。请更正。")
        found.append(fault("ended_on", ended_on, reason, began_on=str(began_on)))
    return found
