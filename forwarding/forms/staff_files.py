"""The form by which officers add files to a case."""

from flask_babel import lazy_gettext as _l

from forwarding import vocabulary
from forwarding.forms.choices import offered
from portal.web.forms import Choice, Form, Tick, Uploads

_ADDED = ("supplement", "evidence", "identity", "power_of_attorney", "guardianship", "succession")
PURPOSES = {code: vocabulary.PURPOSES[code] for code in (*_ADDED, "telling_proof")}


class FilesForm(Form):
    """Files added by an officer, and whether the institutions see them."""

    files = Uploads(_l("文件"), required=True, hint=_l("PDF、图片、Word、Excel、文本、录音或录像"))
    purpose = Choice(
        _l("材料类别"), choices=offered(PURPOSES), required=True, blank=False, default="supplement"
    )
    shown = Tick(_l("同时提供给被转送的机构"), article="33")
