"""Personal data at rest: encrypted fields and files, blind indexes, masks and receipt codes.

    install(FieldCipher(KeyRing.parse(text)))            once per process, before any row is read
    name: Mapped[str] = mapped_column(EncryptedText("party.name"))
    name_index: Mapped[bytes] = mapped_column(LargeBinary)   # = blind(name, "name")

Art. 22: protect personal data; encrypted at rest, masked in lists.
"""

from portal.kernel.secrets.cipher import (
    Damaged,
    FieldCipher,
    NotInstalled,
    UnknownKey,
    blind,
    install,
    installed,
)
from portal.kernel.secrets.codes import (
    code_for,
    code_matches,
    hash_code,
    hash_token,
    new_code,
    new_token,
)
from portal.kernel.secrets.columns import EncryptedText
from portal.kernel.secrets.keys import KeyRing, WrongKeys
from portal.kernel.secrets.masks import mask_email, mask_id, mask_name, mask_phone

__all__ = [
    "Damaged",
    "EncryptedText",
    "FieldCipher",
    "KeyRing",
    "NotInstalled",
    "UnknownKey",
    "WrongKeys",
    "blind",
    "code_for",
    "code_matches",
    "hash_code",
    "hash_token",
    "install",
    "installed",
    "mask_email",
    "mask_id",
    "mask_name",
    "mask_phone",
    "new_code",
    "new_token",
]
