"""Files sent ahead of the complaint or report that names them."""

import hashlib
from typing import Any

from flask import Response, current_app
from werkzeug.datastructures import FileStorage

from forwarding.commands import uploads
from forwarding.commands.replies import Reply
from forwarding.submission import StoredFile
from forwarding.views.api import blueprint
from forwarding.views.api.inputs import UploadIn
from forwarding.views.api.once import done, once
from forwarding.views.api.outputs import UploadOut
from portal.kernel import storage
from portal.web.access import requires
from portal.web.api import reading
from portal.web.api.describing import Answered, operation
from portal.web.db import session


@blueprint.post("/uploads")
@requires("uploads.add")
@operation("Uploads", {201: Answered("Kept for two days.", UploadOut)}, form=UploadIn, keyed=True)
def upload_file() -> Response:
    """Send a file ahead; name its id in `attachments` of a complaint or report, once."""
    megabytes = current_app.config["SETTINGS"].upload_megabytes
    sent = reading.form(UploadIn(), megabytes * 1_000_000)
    content = [sent["purpose"], sent["file"].filename, _digest(sent["file"])]
    return once(lambda act: _kept(sent, act), content)


def _digest(file: FileStorage) -> str:
    digest = hashlib.file_digest(file.stream, "sha256").hexdigest()  # type: ignore[arg-type]
    file.stream.seek(0)
    return digest


def _kept(sent: dict[str, Any], act: dict[str, Any]) -> Reply:
    file, store = sent["file"], storage.installed()
    kept = store.put(session(), file.stream, file.filename, at=act["at"])
    of = StoredFile(kept.sha256, kept.label, kept.size, kept.content_type, sent["purpose"])
    row = uploads.keep(session(), of, **act)
    names = ("label", "purpose", "content_type", "size")
    return done(UploadOut, {"id": row.public_id, **{name: getattr(row, name) for name in names}})
