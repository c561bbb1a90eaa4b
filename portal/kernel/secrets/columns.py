"""A mapped text column that is encrypted on its way into the database."""

from typing import Any

from sqlalchemy import LargeBinary
from sqlalchemy.sql import operators
from sqlalchemy.types import TypeDecorator

from portal.kernel.secrets.cipher import installed

_ALLOWED = (operators.is_, operators.is_not)


class EncryptedText(TypeDecorator[str]):
    """Text sealed under the installed cipher and bound to its `context`, "table.column".

    The context must never change: values sealed under the old one would no longer open.
    Comparing in SQL is refused, for equal texts have unlike ciphertexts: keep a `blind` index.
    """

    impl = LargeBinary
    cache_ok = True

    class Comparator(TypeDecorator.Comparator[str]):
        """Lets through IS NULL and refuses every other comparison."""

        def operate(self, op: Any, *other: Any, **kwargs: Any) -> Any:
            """Refuse what could only ever be false."""
            is_null_test = op in (operators.eq, operators.ne) and other == (None,)
            if op in _ALLOWED or is_null_test:
                return super().operate(op, *other, **kwargs)
            raise TypeError(f"{self.expr} is encrypted: compare its blind index instead")

    comparator_factory = Comparator

    def __init__(self, context: str) -> None:
        super().__init__()
        self.context = context

    def process_bind_param(self, value: str | None, dialect: Any) -> bytes | None:
        """Seal a text; a lone surrogate, which no encoding has, becomes a question mark."""
        if value is None:
            return None
        return installed().seal(value.encode("utf-8", "replace"), self.context)

    def process_result_value(self, value: bytes | None, dialect: Any) -> str | None:
        """Open a stored value."""
        if value is None:
            return None
        return installed().open(bytes(value), self.context).decode()
