"""Every answer of a draft in words, grouped by step, for the page that ends the form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from forwarding import vocabulary
from forwarding.forms.steps import STEPS, filer_kind, given, is_organisation
from forwarding.models import DraftFile
from forwarding.words import word
from portal.kernel import divisions, secrets
from portal.web.punctuation import enumerated


@dataclass(frozen=True)
class Group:
    """The answers of one step: its name in the address, its title, and (name, value) rows."""

    name: str
    title: Any
    rows: list[tuple[str, str]]


def summary_of(answers: Mapping[str, Any], files: Iterable[DraftFile]) -> list[Group]:
    """Return the answers given, step by step."""
    rows = _rows(answers, list(files))
    return [
        Group(step.name, step.title, rows[step.name]) for step in STEPS if step.applies(answers)
    ]


def _rows(a: Mapping[str, Any], files: list[DraftFile]) -> dict[str, list[tuple[str, str]]]:
    contact, business, claim = a["contact"], given(a, "business"), a["claim"]
    asked = [word(vocabulary.ASKED_FOR, code) for code in claim["asked_for"]]
    kind = "organisation" if is_organisation(a) else "natural"
    code = business.get("business")
    return {
        "who": [(_("投诉人"), word(vocabulary.COMPLAINANT_KINDS, kind)), *_joint(given(a, "who"))],
        "filer": [(_("提出人"), word(vocabulary.FILER_KINDS, filer_kind(a)))],
        "complainant": _person(a["complainant"]),
        "representative": _person(given(a, "representative")),
        "acting": _person(given(a, "acting")),
        "contact": [
            (_("电话"), contact.get("phone", "")),
            (_("电子邮件"), contact.get("email", "")),
            (_("通信地址"), contact.get("address", "")),
            (_("告知方式"), word(vocabulary.TELLING_MEANS, contact["preferred_means"])),
        ],
        "institution": [
            (_("被投诉机构"), one["stated_name"]) for one in a["institution"]["listed"]
        ],
        "place": [(_("发生地"), divisions.full_name(a["place"]["territory"]))],
        "business": [
            (_("业务"), word(vocabulary.BUSINESSES, code) if code else ""),
            (_("涉及的第三方"), business.get("third_party", "")),
        ],
        "facts": [(_("主要事实"), a["facts"]["facts"])],
        "claim": [
            (_("希望怎样解决"), enumerated(asked)),
            (_("具体请求"), claim["claim"]),
            (_("涉及金额（元）"), claim.get("amount", "")),
        ],
        "evidence": [(word(vocabulary.PURPOSES, f.purpose), f.label) for f in files]
        or [(_("材料"), _("没有上传"))],
    }


def _joint(stated: Mapping[str, Any]) -> list[tuple[str, str]]:
    if stated.get("joint") is not True:
        return []
    return [(_("共同投诉的人数"), str(stated.get("people_count", "")))]


def _person(stated: Mapping[str, Any]) -> list[tuple[str, str]]:
    if not stated:
        return []
    rows = [(_("姓名或名称"), stated["name"]), (_("证件号码"), secrets.mask_id(stated["id_no"]))]
    if stated.get("address"):
        rows.append((_("单位地址"), stated["address"]))
    if stated.get("phone"):
        rows.append((_("联系电话"), stated["phone"]))
    return rows
