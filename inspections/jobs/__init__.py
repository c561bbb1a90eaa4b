"""What the worker does for the inspectors' floor: one function per outbox topic."""

import inspections.ledgers
import inspections.ledgers_of_supervision
from inspections.jobs import (
    evaluating,  # noqa: F401  (registers its topics)
    inspections,  # noqa: F401  (registers its topics)
    letters,  # noqa: F401  (registers its topics)
    rectification,  # noqa: F401  (registers its topics)
    watch,  # noqa: F401  (registers its topics)
)
