"""The packaged register: 64 real legal entities, and a demonstration's invented branches."""

from portal.institutions.seed.branches import branches_of, demo_institutions
from portal.institutions.seed.packaged import Row, real_institutions

__all__ = ["Row", "branches_of", "demo_institutions", "real_institutions"]
