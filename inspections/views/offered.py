"""The evidence of findings in words: what is offered to be ticked, and what was linked."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from inspections.messages.inspections import EVIDENCE, FIGURES
from inspections.messages.proposals import CHARGES, POINTS
from inspections.models import Finding, Inspection, KeptFile, WorkingPaper
from inspections.queries import evidence as query
from inspections.queries import inspections as inspections_query
from inspections.queries.evidence import Proof
from inspections.queries.findings import evidence_of as linked_to
from portal.filings.queries import supervision as filings
from portal.filings.words import KINDS
from portal.institutions.queries import institutions_below
from portal.kernel import clock
from portal.web.access import current_actor
from portal.web.db import session
from portal.web.words import day as day_in_words


@dataclass(frozen=True)
class Offered:
    """What a finding's form offers, and what it begins with."""

    choices: list[tuple[str, str]]
    begun: dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One piece of evidence as a page lists it."""

    kind: str
    text: str
    href: str


def offered(row: Inspection, one: Finding | None = None) -> Offered:
    """Return the evidence that may be ticked: carried over, linked, of the file, and lapses."""
    carried = query.carried_from(session(), row)
    linked = _proofs(one) if one is not None else ()
    own = institutions_below(session(), row.institution_id)
    lapses = filings.lapses(session(), own, clock.today())
    found = [*carried, *linked]
    found += [Proof(kind, str(each)) for kind, ids in lapses.items() for each in ids]
    file = inspections_query.file_of(session(), current_actor(), row, clock.today())
    found += [Proof("paper", str(each.id)) for each in file.papers]
    found += [Proof("file", str(each.id)) for each in query.files_of(session(), row)]
    wanted = [proof for proof in dict.fromkeys(found) if proof.kind != "complaint"]
    words = _in_words(row, wanted)
    choices = [
        (f"{each.kind}:{each.ref}", f"{EVIDENCE[each.kind]}：{words[each]}")
        for each in wanted
        if each in words
    ]
    return Offered(choices, _begun(carried))


def proven(one: Finding) -> dict[str, Any]:
    """Return what a finding's form begins with: its evidence and the articles it is of."""
    return {**_begun(_proofs(one)), "articles": "；".join(one.articles)}


def evidence_of(one: Finding) -> list[Line]:
    """Return the evidence of a finding in words, with where each is looked at."""
    row = session().get_one(Inspection, one.inspection_id)
    proofs = _proofs(one)
    words = _in_words(row, proofs)
    return [
        Line(str(EVIDENCE[each.kind]), words.get(each, each.ref), _address(row, each))
        for each in proofs
    ]


def _begun(proofs: Collection[Proof]) -> dict[str, Any]:
    return {
        "complaints": "\n".join(each.ref for each in proofs if each.kind == "complaint"),
        "evidence": [f"{each.kind}:{each.ref}" for each in proofs if each.kind != "complaint"],
    }


def _proofs(one: Finding) -> tuple[Proof, ...]:
    return tuple(Proof(each.kind, each.ref) for each in linked_to(session(), one))


def _in_words(row: Inspection, proofs: Collection[Proof]) -> dict[Proof, str]:
    found = {each: each.ref for each in proofs if each.kind == "complaint"}
    found |= {each: _figure(row, each.ref) for each in proofs if each.kind == "figure"}
    for one in filings.duty_lines(session(), _ids(proofs, "duty")):
        due = _("应于%(day)s前报送", day=day_in_words(one.due_on)) if one.due_on else ""
        found[Proof("duty", str(one.id))] = " ".join(filter(None, (one.title, one.period, due)))
    for sent in filings.filing_lines(session(), _ids(proofs, "filing")):
        title = sent.title or _(KINDS[sent.kind])
        found[Proof("filing", str(sent.id))] = " ".join(filter(None, (title, sent.period)))
    for look in filings.check_lines(session(), _ids(proofs, "channel_check")):
        point = str(POINTS.get(look.point, look.point))
        on = day_in_words(look.looked_at_on)
        found[Proof("channel_check", str(look.id))] = _(
            "%(point)s，%(day)s查看", point=point, day=on
        )
    for paper in (session().get(WorkingPaper, each) for each in _ids(proofs, "paper")):
        if paper is not None:
            words = _(
                "第%(n)s号第%(edition)s版 %(title)s",
                n=paper.ordinal,
                edition=paper.edition,
                title=paper.title,
            )
            found[Proof("paper", str(paper.id))] = words
    for file in (session().get(KeptFile, each) for each in _ids(proofs, "file")):
        if file is not None:
            found[Proof("file", str(file.id))] = file.label
    return found


def _figure(row: Inspection, name: str) -> str:
    if name in CHARGES:
        return str(CHARGES[name])
    return f"{FIGURES.get(name, name)} {row.figures.get(name, '')}".strip()


def _ids(proofs: Collection[Proof], kind: str) -> list[int]:
    return [int(each.ref) for each in proofs if each.kind == kind]


def _address(row: Inspection, proof: Proof) -> str:
    """Return where a piece of evidence is looked at, or "" where it has no page."""
    if proof.kind == "complaint":
        return url_for("complaints_staff.case_page", number=proof.ref)
    if proof.kind == "filing":
        return url_for("filings_staff.filing", filing_id=int(proof.ref))
    if proof.kind == "file":
        return url_for("inspections.file", inspection_id=row.id, file_id=int(proof.ref))
    if proof.kind == "paper":
        paper = session().get(WorkingPaper, int(proof.ref))
        ordinal = paper.ordinal if paper else 1
        return url_for("inspections.paper", inspection_id=row.id, ordinal=ordinal)
    return ""
