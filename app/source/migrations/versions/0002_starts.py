"""Where the preferences and consents of each owner begin: reading them is then a range of the key."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OF_THE_PROFILE = "address IS NULL AND email IS NULL AND phone IS NULL"
OWNED = {
    "profiles": f"o.account = t.account AND o.profile_id = t.profile_id AND {OF_THE_PROFILE}",
    "addresses": "o.account = t.account AND o.profile_id = t.profile_id AND o.address = t.position",
    "emails": "o.account = t.account AND o.profile_id = t.profile_id AND o.email = t.position",
    "phones": "o.account = t.account AND o.profile_id = t.profile_id AND o.phone = t.position",
}
"""By an owner's table, which rows of preferences and consents are its own."""


def upgrade() -> None:
    for table, owned in OWNED.items():
        _add_start("preferences", table, owned)
        _add_start("consents", table, f"{owned} AND preference IS NULL")
    _add_start("consents", "preferences", "o.account = t.account AND o.profile_id = t.profile_id AND o.preference = t.position")


def _add_start(collection: str, table: str, owned: str) -> None:
    op.add_column(table, sa.Column(f"{collection}_from", sa.Integer()))
    first = f"SELECT min(o.position) FROM {collection} AS o WHERE {owned}"  # noqa: S608 - names are ours
    op.execute(f"UPDATE {table} AS t SET {collection}_from = ({first}) WHERE t.{collection}_count > 0")  # nosec B608 # noqa: S608 - as above
