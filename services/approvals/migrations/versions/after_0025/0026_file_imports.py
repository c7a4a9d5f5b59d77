"""What is remembered of files that are brought in by clicking, and of their mappings?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("owner_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("sheet", sa.Text),
        sa.Column("seen", JSONB, nullable=False),
        sa.Column("mapping", JSONB),
        sa.Column("stopped", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("imports_of_owner", "imports", ["owner_id", sa.text("created_at DESC"), sa.text("id DESC")])
    op.create_table(
        "import_batches",
        sa.Column("import_id", sa.Uuid, sa.ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("stage", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("accepted", sa.Integer, nullable=False),
        sa.Column("duplicate", sa.Integer, nullable=False),
        sa.Column("invalid", sa.Integer, nullable=False),
        sa.Column("errors", JSONB, nullable=False),
    )
    _mappings()


def _mappings() -> None:
    op.create_table(
        "import_mappings",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("owner_id", sa.Uuid, nullable=False),
        sa.Column("owner_name", sa.Text, nullable=False),
        sa.Column("legal_entities", JSONB, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("mapping", JSONB, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index(
        "import_mappings_named", "import_mappings", ["owner_id", "kind", sa.text("lower(name)")], unique=True
    )
    op.create_index(
        "import_mappings_of_kind", "import_mappings", ["kind", sa.text("saved_at DESC"), sa.text("id DESC")]
    )


def downgrade() -> None:
    op.drop_table("import_mappings")
    op.drop_table("import_batches")
    op.drop_table("imports")
