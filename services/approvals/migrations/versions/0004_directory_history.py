"""How did people, units, absences and calendars stand when a step was opened?"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

DIRECTORY = ("persons", "absences", "calendars", "legal_entities", "org_units")
COUNTED_BEFORE = DIRECTORY[:4]
SECRETS = "- 'password_hash' - 'email'"  # nobody is found by them, and what is never forgotten should not know them


def upgrade() -> None:
    op.create_table(
        "directory_history", sa.Column("seq", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False), sa.Column("kind", sa.Text, nullable=False),
        sa.Column("row_id", sa.Text, nullable=False), sa.Column("content", pg.JSONB, nullable=True),
    )  # fmt: skip
    op.create_index("directory_changes", "directory_history", ["version"])
    op.add_column("steps", sa.Column("directory", sa.Integer, nullable=True))
    op.add_column("steps", sa.Column("until_round", sa.Integer, nullable=True))
    op.add_column("rounds", sa.Column("prepared_by", sa.ARRAY(sa.Uuid), nullable=True))
    op.add_column("rounds", sa.Column("directory", sa.Integer, nullable=True))
    for table in COUNTED_BEFORE:
        op.execute(f"DROP TRIGGER directory_changed ON {table}")
    op.execute("DROP FUNCTION directory_changed()")
    _remember()
    for table in DIRECTORY:  # what stands now is where history begins
        op.execute(
            "INSERT INTO directory_history (version, kind, row_id, content)"
            f" SELECT (SELECT max(version) FROM directory_version), '{table}', t.id::text, to_jsonb(t) {SECRETS}"
            f" FROM {table} t"
        )
    op.execute(
        "CREATE FUNCTION history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the history of the directory is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER history_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON directory_history"
        " EXECUTE FUNCTION history_is_append_only()"
    )


def _remember() -> None:
    """The version first: its row is held until the commit, so that versions become visible in their order."""
    op.execute(
        "CREATE FUNCTION directory_changed() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE reached integer; BEGIN"
        " UPDATE directory_version SET version = version + 1 RETURNING version INTO reached;"
        " IF TG_OP = 'DELETE' THEN"
        " INSERT INTO directory_history (version, kind, row_id) SELECT reached, TG_TABLE_NAME, o.id::text FROM gone o;"
        " ELSE INSERT INTO directory_history (version, kind, row_id, content)"
        f" SELECT reached, TG_TABLE_NAME, n.id::text, to_jsonb(n) {SECRETS} FROM changed n;"
        " END IF; RETURN NULL; END $$"
    )
    for table in DIRECTORY:
        for act, rows in (("INSERT", "NEW TABLE AS changed"), ("UPDATE", "NEW TABLE AS changed"),
                          ("DELETE", "OLD TABLE AS gone")):  # fmt: skip
            op.execute(
                f"CREATE TRIGGER directory_{act.lower()} AFTER {act} ON {table} REFERENCING {rows}"
                " FOR EACH STATEMENT EXECUTE FUNCTION directory_changed()"
            )


def downgrade() -> None:
    for table in DIRECTORY:
        for act in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER directory_{act} ON {table}")
    op.drop_table("directory_history")
    op.execute("DROP FUNCTION directory_changed(), history_is_append_only()")
    op.execute(
        "CREATE FUNCTION directory_changed() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN UPDATE directory_version SET version = version + 1; RETURN NULL; END $$"
    )
    for table in COUNTED_BEFORE:
        op.execute(
            f"CREATE TRIGGER directory_changed AFTER INSERT OR UPDATE OR DELETE ON {table}"
            " EXECUTE FUNCTION directory_changed()"
        )
    op.drop_column("rounds", "directory")
    op.drop_column("rounds", "prepared_by")
    op.drop_column("steps", "until_round")
    op.drop_column("steps", "directory")
