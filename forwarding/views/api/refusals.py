"""What this package refuses, as problems: submissions, uploads, files and reused keys."""

from flask import Response
from flask_babel import gettext as _

from forwarding.commands.repeats import OtherContent
from forwarding.commands.replies import KeyReused
from forwarding.commands.uploads import UnknownUpload
from forwarding.submission import Rejected
from forwarding.views.api import blueprint
from forwarding.words import problem_words
from portal.kernel import storage
from portal.web import errors
from portal.web.api import faults
from portal.web.api.faults import FieldError, Refusal

_FIELD_OF = {
    "against": "institution_name",
    "complainant_contact": "complainant_phone",
    "external_ref": "external_ref",
}


@blueprint.errorhandler(Rejected)
def _rejected(rejected: Rejected) -> Response:
    lines = [
        FieldError(_FIELD_OF.get(p.field, p.field), p.code, problem_words(p), p.article)
        for p in rejected.problems
    ]
    return faults.answer(Refusal(*lines))


@blueprint.errorhandler(OtherContent)
def _other_content(other: OtherContent) -> Response:
    """Say which complaint has the number and what differs, so that neither is lost unseen."""
    title = _("这个编号已用于另一件投诉")
    detail = _(
        "已以这个编号登记为%(number)s，而这次的内容不同，没有登记。"
        "如是另一件投诉，请换一个 external_ref 再提交；如是同一件，无需再提交。",
        number=other.number,
    )
    code = "idempotency_conflict"
    differing = [_FIELD_OF.get(name, name) for name in other.fields]
    lines = [{"field": name, "code": code, "detail": detail, "article": None} for name in differing]
    return errors.problem(409, title, detail, code=code, errors=lines)


@blueprint.errorhandler(UnknownUpload)
def _unknown_upload(unknown: UnknownUpload) -> Response:
    text = _("没有这个待用的文件，可能已经用过或已过两天。请重新上传。")
    lines = [FieldError("attachments", "unknown_upload", f"{each}: {text}") for each in unknown.ids]
    return faults.answer(Refusal(*lines))


@blueprint.errorhandler(storage.Refused)
def _refused(refused: storage.Refused) -> Response:
    detail = _(refused.sentence, **refused.facts)
    return faults.answer(Refusal(FieldError("file", refused.code, detail)))


@blueprint.errorhandler(KeyReused)
def _reused(_error: KeyReused) -> Response:
    return faults.answer(faults.refuse("Idempotency-Key", "key_reused"))
