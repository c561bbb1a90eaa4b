"""Embedded PostgreSQL and Valkey: real servers from wheels, for one machine without set-up."""

from portal.kernel.engines.failure import EngineFailure
from portal.kernel.engines.home import Addresses, Home
from portal.kernel.engines.pair import Engines, reach
from portal.kernel.engines.postgres import Postgres
from portal.kernel.engines.valkey import Valkey

__all__ = ["Addresses", "EngineFailure", "Engines", "Home", "Postgres", "Valkey", "reach"]
