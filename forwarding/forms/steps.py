"""The order of the public form's questions, which of them apply, and what they amount to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l

from forwarding import vocabulary
from forwarding.forms import filing
from forwarding.forms.fitting import fits, label_of
from forwarding.rules import material_of_filer
from forwarding.submission import Against, Person, StoredFile, Submission
from portal.web.forms import Form

Answers = Mapping[str, Any]


def _always(answers: Answers) -> bool:
    return True


@dataclass(frozen=True)
class Step:
    """One page of the form: its name in the address, its form, its title, and when it applies."""

    name: str
    form: Callable[[Answers], type[Form]]
    title: Any
    applies: Callable[[Answers], bool] = _always
    optional: bool = False


def is_organisation(answers: Answers) -> bool:
    """Return whether the complainant is an organisation."""
    return bool(given(answers, "who").get("kind") == "organisation")


def filer_kind(answers: Answers) -> str:
    """Return who files, the complainant unless said otherwise."""
    stated = given(answers, "filer").get("filer_kind")
    return stated if stated in vocabulary.FILER_KINDS else "self"


def given(answers: Answers, name: str) -> Mapping[str, Any]:
    """Return what a step was answered with; empty before."""
    stated = answers.get(name)
    return stated if isinstance(stated, Mapping) else {}


def material_asked(answers: Answers) -> tuple[str, ...]:
    """Return the purposes of the files that Art. 14 asks of this filer."""
    kind = "organisation" if is_organisation(answers) else "natural"
    return material_of_filer(filer_kind(answers), kind)


STEPS: tuple[Step, ...] = (
    Step("who", lambda a: filing.WhoForm, _l("投诉人")),
    Step(
        "filer",
        lambda a: filing.OrganisationFilerForm if is_organisation(a) else filing.FilerForm,
        _l("提出人"),
    ),
    Step(
        "complainant",
        lambda a: filing.OrganisationForm if is_organisation(a) else filing.PersonForm,
        _l("投诉人信息"),
    ),
    Step("representative", lambda a: filing.ActingForm, _l("法定代表人"), is_organisation),
    Step(
        "acting", lambda a: filing.ActingForm, _l("提出人信息"), lambda a: filer_kind(a) != "self"
    ),
    Step("contact", lambda a: filing.ContactForm, _l("联系方式")),
    Step("institution", lambda a: filing.InstitutionForm, _l("被投诉机构")),
    Step("place", lambda a: filing.PlaceForm, _l("发生地")),
    Step("business", lambda a: filing.BusinessForm, _l("业务"), optional=True),
    Step("facts", lambda a: filing.FactsForm, _l("主要事实")),
    Step("claim", lambda a: filing.ClaimForm, _l("投诉请求")),
    Step("evidence", lambda a: filing.EvidenceForm, _l("材料"), optional=True),
)
_BY_NAME = {step.name: step for step in STEPS}


def step_named(name: str, answers: Answers) -> Step | None:
    """Return the step of this name if it applies."""
    step = _BY_NAME.get(name)
    return step if step is not None and step.applies(answers) else None


def next_after(step: Step, answers: Answers) -> str:
    """Return the name of the step that follows, "check" after the last."""
    later = STEPS[STEPS.index(step) + 1 :]
    return next((s.name for s in later if s.applies(answers)), "check")


def before(name: str, answers: Answers) -> str | None:
    """Return the name of the step before this one; None for the first."""
    earlier = STEPS if name == "check" else STEPS[: STEPS.index(_BY_NAME[name])]
    applying = [s.name for s in earlier if s.applies(answers)]
    return applying[-1] if applying else None


def is_answered(step: Step, answers: Answers) -> bool:
    """Return whether a step's answer fits what it asks now, e.g. of a person, not of a firm."""
    form, answer = step.form(answers), given(answers, step.name)
    if step.name != "institution":
        return fits(form, answer)
    listed = answer.get("listed")
    return isinstance(listed, list) and bool(listed) and all(fits(form, one) for one in listed)


def first_unanswered(answers: Answers) -> str | None:
    """Return the first step that must be answered and is not, or no longer."""
    return next((step.name for step in _required(answers) if not is_answered(step, answers)), None)


def goes_on(name: str, answers: Answers) -> bool:
    """Return whether some later step is answered, so that only this one is to be made up for."""
    required = [step for step in STEPS if not step.optional]
    later = required[required.index(_BY_NAME[name]) + 1 :]
    return any(step.applies(answers) and is_answered(step, answers) for step in later)


def superseded(name: str, answers: Answers) -> tuple[str, ...]:
    """Return the steps whose answers end when this one is answered anew.

    Who acted as a person's guardian or heir is not the agent of the organisation that follows.
    """
    stale = name == "filer" and given(answers, name) and not is_answered(_BY_NAME[name], answers)
    return ("acting",) if stale else ()


def _required(answers: Answers) -> list[Step]:
    return [step for step in STEPS if step.applies(answers) and not step.optional]


_STEP_OF_FIELD = {
    "claim": "claim",
    "asked_for": "claim",
    "amount": "claim",
    "facts": "facts",
    "against": "institution",
    "staff_name": "institution",
    "staff_unit": "institution",
    "filer_kind": "filer",
    "territory": "place",
    "business": "business",
    "third_party": "business",
}
_CONTACTS = ("phone", "email", "contact")


def step_of_problem(field: str, answers: Answers) -> str:
    """Return the step on which a problem's field can be mended."""
    if field.startswith("file_"):
        return "evidence"
    role, _, detail = field.partition("_")
    if role == "complainant":
        natural_address = detail == "address" and not is_organisation(answers)
        return "contact" if detail in _CONTACTS or natural_address else "complainant"
    if field.startswith("legal_representative"):
        return "representative"
    if role in {"agent", "heir", "guardian"}:
        return "acting"
    return _STEP_OF_FIELD.get(field, "who")


def field_of_problem(field: str, answers: Answers) -> str | None:
    """Return what the form calls the field of a problem; None when it is none of its fields."""
    form = _BY_NAME[step_of_problem(field, answers)].form(answers)
    detail = field.removeprefix("legal_representative_")
    names = (_ASKED_AS.get(field, field), detail, field.partition("_")[2])
    return next((label for name in names if name and (label := label_of(form, name))), None)


_ASKED_AS = {"against": "stated_name", "complainant_kind": "kind"}


def submission_of(
    answers: Answers, files: tuple[StoredFile, ...], *, key: str, at: datetime, language: str
) -> Submission:
    """Return what the answers amount to, once `first_unanswered` finds none."""
    business, claim = given(answers, "business"), answers["claim"]
    return Submission(
        channel="web",
        source="web",
        received_at=at,
        territory=answers["place"]["territory"],
        people=_people(answers),
        against=tuple(
            Against(
                stated_name=one["stated_name"],
                staff_name=one.get("staff_name") or None,
                staff_unit=one.get("staff_unit") or None,
            )
            for one in answers["institution"]["listed"]
        ),
        claim=claim["claim"],
        facts=answers["facts"]["facts"],
        filer_kind=filer_kind(answers),
        business=business.get("business") or None,
        third_party=business.get("third_party") or None,
        asked_for=tuple(claim["asked_for"]),
        amount=Decimal(claim["amount"]) if claim.get("amount") else None,
        declared_at=at,
        language=language,
        files=files,
        submission_key=key,
        **_together(given(answers, "who")),
    )


def _together(stated: Mapping[str, Any]) -> dict[str, Any]:
    """Return how many complain together; one alone where no joint complaint was ticked."""
    if stated.get("joint") is not True:
        return {}
    return {"joint": True, "people_count": int(stated.get("people_count") or 1)}


def _people(answers: Answers) -> tuple[Person, ...]:
    stated, contact = answers["complainant"], answers["contact"]
    organisation = is_organisation(answers)
    reached = {name: contact.get(name) or None for name in ("phone", "email", "address")}
    means = contact["preferred_means"]
    acts = filer_kind(answers) != "self"
    complainant = Person(
        name=stated["name"],
        kind="organisation" if organisation else "natural",
        id_type="uscc" if organisation else stated["id_type"],
        id_no=stated["id_no"].upper(),
        phone=reached["phone"],
        email=reached["email"],
        address=stated.get("address") or reached["address"],
        preferred_means=means,
    )
    people = [complainant]
    if organisation:
        people.append(_acting(answers["representative"], "legal_representative"))
    if acts:
        people.append(_acting(answers["acting"], filer_kind(answers), **reached, means=means))
    return tuple(people)


def _acting(
    stated: Mapping[str, Any],
    role: str,
    *,
    phone: str | None = None,
    email: str | None = None,
    address: str | None = None,
    means: str | None = None,
) -> Person:
    return Person(
        name=stated["name"],
        role=role,
        id_type=stated["id_type"],
        id_no=stated["id_no"].upper(),
        phone=stated["phone"] or phone,
        email=email,
        address=address,
        preferred_means=means,
    )
