"""The index from which institutions are suggested, kept until the register changes."""

from typing import Any, cast

from sqlalchemy.orm import Session

from forwarding.routing import Register
from portal.institutions.queries import register_index, register_revision

_built: dict[str, tuple[int, Register]] = {}


def register(session: Session) -> Register:
    """Return the index of the register as it stands; built once for each of its revisions."""
    revision, place = register_revision(session), str(session.get_bind().engine.url)
    held = _built.get(place)
    if held is None or held[0] != revision:
        _built.clear()
        _built[place] = held = (revision, Register.build(cast(Any, register_index(session))))
    return held[1]
