"""What a suggestion rests on, as data that a page can put into words."""

from dataclasses import dataclass

from portal.kernel.findings import N_

SENTENCES = {
    "name": N_("命中全称“%(text)s”"),
    "short_name": N_("命中简称“%(text)s”"),
    "alias": N_("命中别名“%(text)s”"),
    "brand": N_("命中字号“%(text)s”（多家机构共用）"),
    "similar": N_("“%(text)s”与“%(name)s”读音或写法相近"),
    "hotline": N_("客服电话“%(text)s”"),
    "branch": N_("命中分支机构“%(text)s”"),
    "place": N_("文中地名“%(text)s”"),
    "territory": N_("投诉所在辖区“%(text)s”"),
    "business": N_("业务用语“%(text)s”"),
    "provider": N_("产品提供者，非代销渠道（第十一条）：“%(text)s”"),
    "legal_entity": N_("法人机构（第九条：分支机构不明时）"),
}
"""A sentence for each kind of evidence; its places are `text` and `name`."""


@dataclass(frozen=True)
class Evidence:
    """One ground: its kind, the words of the complaint, and the register's name if it differs."""

    kind: str
    text: str
    name: str = ""


@dataclass(frozen=True)
class Suggestion:
    """An institution that may be meant; `score` from 0 to 1 orders them and is no probability."""

    institution_id: int
    code: str
    name: str
    legal_entity_id: int
    score: float
    evidence: tuple[Evidence, ...]
