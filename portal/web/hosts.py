"""Only the host names of this installation are answered, so that no link can be forged."""

from urllib.parse import urlsplit

from flask import Flask, abort, request
from flask_babel import gettext as _

_OWN_MACHINE = ("localhost", "127.0.0.1", "[::1]", "::1")


def install(app: Flask, public_url: str) -> None:
    """Refuse requests for a host other than the public one and this machine's own names."""
    known = frozenset({urlsplit(public_url).hostname or "", *_OWN_MACHINE})

    @app.before_request
    def check() -> None:
        host = request.host.rsplit(":", 1)[0] if "]" not in request.host else "[::1]"
        if host.lower() not in known:
            abort(400, _("本系统不使用这个域名，请从正式地址进入。"))
