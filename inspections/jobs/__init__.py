"""What the worker does for the inspectors' floor: one function per outbox topic."""

# Not `import inspections.ledgers`: that would bind the name of the room imported below.
from inspections import ledgers as _ledgers  # noqa: F401  (registers its lists)
from inspections import ledgers_of_supervision as _of_supervision  # noqa: F401
from inspections.jobs import (
    evaluating,  # noqa: F401  (registers its topics)
    inspections,  # noqa: F401  (registers its topics)
    letters,  # noqa: F401  (registers its topics)
    rectification,  # noqa: F401  (registers its topics)
    watch,  # noqa: F401  (registers its topics)
)
