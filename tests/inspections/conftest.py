"""The forwarding tests' house serves the inspectors' floor as well."""

from tests.forwarding.conftest import desk, house, keys  # noqa: F401
