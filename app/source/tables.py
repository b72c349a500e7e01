"""The store's tables. One row per value, found by natural keys: account, profile id, and the row's number within profile and table.

* A table's primary key starts with account and profile, so everything of a kind that a profile holds lies side by side: reading an
  edge of many profiles is one range of the key per profile. SQLite keeps the rows in the key itself (``WITHOUT ROWID``).
* ``position`` counts the profile's rows of one table in the order of the upstream's JSON; it is the ``position`` of a model handle.
* A preference or consent names its owner by position; all owners null: it belongs to the profile itself. Owners are no foreign keys,
  for these would halve the speed of PostgreSQL's import (2,760 to 1,610 profiles/s), and rows are only ever written a profile at a time.
* ``…_count`` is the size of a collection: null where it is not known, so nothing has to be read for null or empty ones.
* ``…_from`` is the position of its first row, where several collections of a profile share a table. Its rows have the positions from there
  on without a gap, so it is a range of the key too: to look for its owner among all rows of the profile takes half as long again.
* Inactive contact elements and alternate ids are not here: the import drops them, for no read shows or matches them.
* ``…_folded`` and ``digits`` are what lookups compare. Enumerations are the names of the model's members, dates its final text.

``app/source/migrations`` creates these tables, and the columns that are read stand in ``sql_values.py``; tests hold them together.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

from app.source.sql_values import OWNERS

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pk",
        "fk": "%(table_name)s_%(column_0_N_name)s_fk",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ix": "%(table_name)s_%(column_0_N_name)s",
    }
)

Columns = list[Column[str] | Column[bool] | Column[int]]


def _texts(*names: str) -> Columns:
    return [Column(name, Text) for name in names]


def _flags(*names: str) -> Columns:
    return [Column(name, Boolean) for name in names]


def _counts(*collections: str) -> Columns:
    return [Column(f"{name}_count", Integer) for name in collections]


def _starts() -> Columns:
    return [Column("preferences_from", Integer), Column("consents_from", Integer)]


def _edited() -> Columns:
    return _texts("created_at", "created_by", "modified_at", "modified_by")


def _nested(name: str, columns: Columns, owners: tuple[str, ...] = ()) -> Table:
    """A table of values inside a profile; ``owners`` name the columns that tell what in the profile holds a row."""
    return Table(
        name,
        metadata,
        Column("account", SmallInteger, nullable=False),
        Column("profile_id", BigInteger, nullable=False),
        Column("position", Integer, nullable=False),
        *(Column(owner, Integer) for owner in owners),
        *columns,
        PrimaryKeyConstraint("account", "profile_id", "position"),
        ForeignKeyConstraint(["account", "profile_id"], ["profiles.account", "profiles.profile_id"], ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )


accounts = Table(
    "accounts",
    metadata,
    Column("id", SmallInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("name", Text, nullable=False),
    UniqueConstraint("name"),
)

profiles = Table(
    "profiles",
    metadata,
    Column("account", ForeignKey("accounts.id"), nullable=False),
    Column("profile_id", BigInteger, nullable=False),
    *_flags("is_active"),
    *_edited(),
    *_flags("registration_confirmed"),
    *_texts("customer_type"),
    *_flags("preserve_consents", "preserve_preferences"),
    *_texts("name_prefix", "name_first", "name_middle", "name_last", "name_suffix", "default_locale", "status", "deactivation_reason"),
    *_counts("alternate_ids", "addresses", "emails", "phones", "preferences", "consents", "custom_fields", "groups", "tags"),
    *_starts(),
    PrimaryKeyConstraint("account", "profile_id"),
    sqlite_with_rowid=False,
)

alternate_ids = _nested(
    "alternate_ids",
    [*_texts("type", "id"), *_flags("is_active"), *_edited(), *_texts("type_folded", "id_folded")],
)

addresses = _nested(
    "addresses",
    [
        *_texts("type"),
        *_flags("is_default", "is_active"),
        *_texts("line1", "line2", "city", "state_province", "postal_code", "country"),
        *_texts("country_code_numeric", "country_code_alpha2", "country_code_alpha3"),
        *_texts("standard_line1", "standard_line2", "standard_city", "standard_state_province", "standard_postal_code"),
        *_flags("is_standardized"),
        *_edited(),
        *_counts("preferences", "consents"),
        *_starts(),
    ],
)

emails = _nested(
    "emails",
    [
        *_texts("type", "address"),
        *_flags("is_default", "is_active"),
        *_edited(),
        *_counts("preferences", "consents"),
        *_texts("type_folded", "address_folded"),
        *_starts(),
    ],
)

phones = _nested(
    "phones",
    [
        *_texts("type", "number", "digits"),
        *_flags("is_mobile", "is_default", "is_active"),
        *_edited(),
        *_counts("preferences", "consents"),
        *_texts("type_folded"),
        *_starts(),
    ],
)

preferences = _nested(
    "preferences",
    [
        *_texts("filter_id", "program_id", "channel_id", "type", "status", "match_type", "frequency_id", "attributes"),
        *_texts("collected_at", "expires_at", "modified_at", "user_id", "source_id", "reason_code"),
        *_counts("consents"),
        Column("consents_from", Integer),
    ],
    owners=OWNERS["preferences"],
)

consents = _nested(
    "consents",
    [
        *_texts("type", "version", "locale", "status", "collected_at", "expires_at"),
        *_flags("is_expired"),
        *_edited(),
        Column("is_latest", Boolean, nullable=False),
    ],
    owners=OWNERS["consents"],
)

custom_fields = _nested("custom_fields", _texts("name", "value", "values"))
groups = _nested("groups", [*_texts("type", "name"), *_flags("is_primary")])
tags = _nested("tags", _texts("name"))

# With their types, or SQLite reads the whole account where a type is asked for.
Index(None, phones.c.account, phones.c.digits, phones.c.type_folded)
Index(None, emails.c.account, emails.c.address_folded, emails.c.type_folded)
Index(None, alternate_ids.c.account, alternate_ids.c.id_folded, alternate_ids.c.type_folded)
