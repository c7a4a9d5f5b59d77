"""By which parts of its text does an index find a record? (`chassis/db/search.py`)"""

from alembic import op

revision = "chassis_0006"
down_revision = "chassis_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE FUNCTION search_grams(sought text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$"
        " DECLARE grams text[] := '{}'; gram text;"
        " BEGIN"
        "  FOR place IN 1 .. length(sought) - 1 LOOP"
        "   gram := substr(sought, place, 2);"
        "   IF octet_length(gram) = 2 THEN"
        "    gram := substr(sought, place, 3);"
        "    CONTINUE WHEN octet_length(gram) <> 3 OR length(gram) <> 3;"
        "   END IF;"
        "   IF position(' ' IN gram) = 0 THEN grams := grams || gram; END IF;"
        "  END LOOP;"
        "  RETURN grams;"
        " END $$"
    )


def downgrade() -> None:
    op.execute("DROP FUNCTION search_grams(text)")
