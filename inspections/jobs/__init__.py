"""What the worker does for the inspectors' floor: one function per outbox topic."""

import inspections.ledgers
from inspections.jobs import (
    evaluating,  # noqa: F401  (registers its topics)
    inspections,  # noqa: F401  (registers its topics)
    letters,  # noqa: F401  (registers its topics)
    rectification,  # noqa: F401  (registers its topics)
    watch,  # noqa: F401  (registers its topics)
)
