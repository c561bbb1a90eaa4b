"""An institution says that a failed point of its published channels is mended."""

from pathlib import Path

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SQL = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    """Add two columns; nothing stored changes."""
    op.get_bind().exec_driver_sql(SQL.read_text(encoding="utf-8"))


def downgrade() -> None:
    """A database goes back by restoring the backup made before; a step is never undone."""
    raise NotImplementedError("restore the backup made before the upgrade")
