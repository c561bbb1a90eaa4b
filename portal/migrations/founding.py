"""What every new database holds: the regulator's units and the working-day arrangements."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from portal.accounts.commands.units import seed_units
from portal.kernel import arrangement, installation

# Each leaves alone what is there already.
FOUNDING: list[Callable[[Session], object]] = [
    installation.found,
    seed_units,
    arrangement.seed,
]
