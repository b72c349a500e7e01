"""One statement that builds the whole answer as JSON, in SQLite's words and in PostgreSQL's.

Rows of a profile lie side by side in every table, so each list is a short range of a key. SQLite reads such a range in the order of
the key, here that of positions. To sort it once more in a subselect would make SQLite parse every nested list again (28 ms instead of
18 for 50 profiles). In PostgreSQL, ``row_to_json`` gains nothing over ``json_build_object``.
"""

from typing import NamedTuple


class Dialect(NamedTuple):
    """How a database writes JSON; ``{}`` stands for what it is made of."""

    object: str
    listed: str
    flag: str
    text: str
    parsed: str
    attributes: str
    parameter: str


SQLITE = Dialect(
    object="json_object({})",
    listed="(SELECT json_group_array({item}) FROM {rows})",
    flag="json(CASE {} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END)",
    text="CAST({} AS TEXT)",
    parsed="json({})",
    attributes="(SELECT json_group_array(json_object('key', value ->> 0, 'value', value ->> 1)) FROM json_each({}))",
    parameter="?",
)
POSTGRESQL = Dialect(
    object="json_build_object({})",
    listed="(SELECT coalesce(json_agg(item), '[]') FROM (SELECT {item} AS item FROM {rows} ORDER BY {order}) AS list)",
    flag="{}",
    text="{}::text",
    parsed="{}::json",
    attributes=(
        "(SELECT coalesce(json_agg(json_build_object('key', pair ->> 0, 'value', pair ->> 1)), '[]')"
        " FROM json_array_elements({}::json) AS pair)"
    ),
    parameter="$1",
)


class Statement:
    """Writes the statement in one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        """Write for this database."""
        self.d = dialect

    def everything(self) -> str:
        """Everything of everybody with an active phone number of these digits."""
        holders = f"SELECT profile_id FROM phones WHERE account = 1 AND digits = {self.d.parameter}"
        item = self.object(
            accountId="(SELECT name FROM accounts WHERE id = 1)",
            profileId=self.d.text.format("p.profile_id"),
            isActive=self.flag("p.is_active"),
            edited=self.edited("p"),
            registrationConfirmed=self.flag("p.registration_confirmed"),
            customerType="p.customer_type",
            preserveConsents=self.flag("p.preserve_consents"),
            preservePreferences=self.flag("p.preserve_preferences"),
            name=self.object(
                prefix="p.name_prefix", first="p.name_first", middle="p.name_middle", last="p.name_last", suffix="p.name_suffix"
            ),
            defaultLocale="p.default_locale",
            status="p.status",
            deactivationReason="p.deactivation_reason",
            alternateIds=self.some(
                "alternate_ids", self.object(type="t.type", id="t.id", isActive=self.flag("t.is_active"), edited=self.edited("t"))
            ),
            addresses=self.some("addresses", self.address()),
            emails=self.some("emails", self.email()),
            phones=self.some("phones", self.phone()),
            preferences=self.some("preferences", self.preference("t"), "t.address IS NULL AND t.email IS NULL AND t.phone IS NULL"),
            consents=self.some(
                "consents", self.consent("t"), "t.address IS NULL AND t.email IS NULL AND t.phone IS NULL AND t.preference IS NULL"
            ),
            customFields=self.some("custom_fields", self.object(name="t.name", value="t.value", values=self.d.parsed.format('t."values"'))),
            groups=self.some("groups", self.object(type="t.type", name="t.name", isPrimary=self.flag("t.is_primary"))),
            tags=self.some("tags", self.object(name="t.name")),
        )
        found = f"profiles AS p WHERE p.account = 1 AND p.profile_id IN ({holders}) AND p.is_active IS NOT FALSE"
        listed = self.d.listed.format(item=item, rows=found, order="p.profile_id")
        return f"SELECT {self.d.text.format(self.object(data=self.object(profilesByPhone=listed)))}"

    def object(self, **members: str) -> str:
        return self.d.object.format(", ".join(f"'{name}', {value}" for name, value in members.items()))

    def flag(self, column: str) -> str:
        return self.d.flag.format(column)

    def some(self, table: str, item: str, owner: str = "", alias: str = "t", profile: str = "p") -> str:
        """The rows of a profile in a table, where the profile knows of any."""
        rows = f'"{table}" AS {alias} WHERE {alias}.account = 1 AND {alias}.profile_id = {profile}.profile_id'
        listed = self.d.listed.format(item=item, rows=f"{rows} AND {owner}" if owner else rows, order=f"{alias}.position")
        return f"CASE WHEN {profile}.{table}_count IS NULL THEN NULL ELSE {listed} END" if profile == "p" else listed

    def edited(self, row: str) -> str:
        members = {"createdAt": "created_at", "createdBy": "created_by", "modifiedAt": "modified_at", "modifiedBy": "modified_by"}
        nothing = " AND ".join(f"{row}.{column} IS NULL" for column in members.values())
        made = self.object(**{name: f"{row}.{column}" for name, column in members.items()})
        return f"CASE WHEN {nothing} THEN NULL ELSE {made} END"

    def owned(self, kind: str) -> dict[str, str]:
        """The preferences and consents of a contact element."""
        return {
            "preferences": self.some("preferences", self.preference("q"), f"q.{kind} = t.position", "q", "t"),
            "consents": self.some("consents", self.consent("c"), f"c.{kind} = t.position", "c", "t"),
        }

    def address(self) -> str:
        columns = ("line1", "line2", "city", "stateProvince", "postalCode")
        return self.object(
            type="t.type",
            isDefault=self.flag("t.is_default"),
            isActive=self.flag("t.is_active"),
            **{name: f"t.{snake(name)}" for name in (*columns, "country")},
            countryCodeNumeric="t.country_code_numeric",
            countryCodeAlpha2="t.country_code_alpha2",
            countryCodeAlpha3="t.country_code_alpha3",
            standardized=self.object(
                **{name: f"t.standard_{snake(name)}" for name in columns}, isStandardized=self.flag("t.is_standardized")
            ),
            edited=self.edited("t"),
            **self.owned("address"),
        )

    def email(self) -> str:
        flags = {"isDefault": self.flag("t.is_default"), "isActive": self.flag("t.is_active")}
        return self.object(type="t.type", address="t.address", **flags, edited=self.edited("t"), **self.owned("email"))

    def phone(self) -> str:
        flags = {name: self.flag(f"t.{snake(name)}") for name in ("isMobile", "isDefault", "isActive")}
        return self.object(type="t.type", number="t.number", digits="t.digits", **flags, edited=self.edited("t"), **self.owned("phone"))

    def preference(self, row: str) -> str:
        before = ("filterId", "programId", "channelId", "type", "status", "matchType", "frequencyId")
        after = ("collectedAt", "expiresAt", "modifiedAt", "userId", "sourceId", "reasonCode")
        return self.object(
            **{name: f"{row}.{snake(name)}" for name in before},
            attributes=self.d.attributes.format(f"{row}.attributes"),
            **{name: f"{row}.{snake(name)}" for name in after},
            consents=self.some("consents", self.consent("k"), f"k.preference = {row}.position", "k", row),
        )

    def consent(self, row: str) -> str:
        names = ("type", "version", "locale", "status", "collectedAt", "expiresAt")
        return self.object(
            **{name: f"{row}.{snake(name)}" for name in names}, isExpired=self.flag(f"{row}.is_expired"), edited=self.edited(row)
        )


def snake(name: str) -> str:
    """Write a name of the graph as the store does."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
