"""Commands run on the test's own database."""

from tests.portal.conftest import run

__all__ = ["run"]
