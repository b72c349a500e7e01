"""What a caller may not see: it is not read, stands as null in the answer, and is told where it would stand."""

import pytest
from graphql import GraphQLError, GraphQLNonNull, GraphQLObjectType, parse

from app.auth.principal import EVERY_SCOPE, Scope
from app.compiler.analysis import UnsupportedOperation, analysed, prepared
from app.compiler.plan import Plan
from app.compiler.sql_lookup import Shape, sql_of
from app.compiler.withheld import Withholding
from app.model import View
from app.schema.graph import build_schema, executable
from app.source.protocol import ProfileLookup
from tests.compiler.graph import SCHEMA

QUERY = """{ profile(profileId: "1") {
  p: phones { number consents { type } type }
  hidden: consents { type }
  preferences { consents { type } }
} }"""


def plan_for(scopes: frozenset[Scope], query: str = QUERY) -> Plan:
    return analysed(SCHEMA, prepared(SCHEMA, parse(query), None), {}, scopes)


def test_only_scopes_of_selected_fields_matter() -> None:
    assert prepared(SCHEMA, parse("{ profile(profileId: 1) { ...F } } fragment F on Profile { tags { name } }"), None).scopes == {
        Scope.TAGS
    }
    assert prepared(SCHEMA, parse(QUERY), None).scopes == {Scope.PERSONAL, Scope.CONTACTS, Scope.CONSENTS, Scope.PREFERENCES}


def test_with_every_scope_nothing_is_withheld() -> None:
    assert plan_for(EVERY_SCOPE).roots[0].withheld is None


def test_what_is_forbidden_is_not_in_the_statement() -> None:
    [root] = plan_for(EVERY_SCOPE - {Scope.CONSENTS}).roots
    assert root.selection is not None
    assert (root.shows_preferences, root.shows_consents) == (True, False)
    statement = sql_of(root.selection, Shape(ProfileLookup, typed=False, inactive=False, view=View()), "sqlite")
    assert "consents" not in statement
    assert "preferences" in statement


def test_what_is_withheld_is_put_into_what_was_read() -> None:
    withholding = withholding_for(frozenset({Scope.PROFILES, Scope.CONTACTS, Scope.PREFERENCES}))
    read = b'{"p":[{"number":null,"type":"A"},{"number":"+1 555 010-9999","type":"\\u00e9"}],"preferences":null}'
    errors: list[GraphQLError] = []
    assert withholding.shown(read, ["profile"], errors, in_levels=False) == (
        b'{"p":[{"number":null,"consents":null,"type":"A"},{"number":"+1*******99","consents":null,"type":"\\u00e9"}],'
        b'"hidden":null,"preferences":null}'
    )
    assert {error.message for error in errors} == {"The scope consents:read is needed to read this."}
    assert [(place.line, place.column) for place in errors[-1].locations or ()] == [(3, 3)]


@pytest.mark.parametrize(
    ("in_levels", "paths"), [(False, ["p.0", "p.1", "", "preferences.0"]), (True, ["", "p.0", "p.1", "preferences.0"])]
)
def test_errors_come_in_the_order_in_which_the_plain_way_meets_them(in_levels: bool, paths: list[str]) -> None:
    read = b'{"p":[{"number":null,"type":"A"},{"number":null,"type":"B"}],"preferences":[{}]}'
    errors: list[GraphQLError] = []
    withholding_for(EVERY_SCOPE - {Scope.CONSENTS}).shown(read, [], errors, in_levels=in_levels)
    assert [".".join(map(str, (error.path or [])[:-1])) for error in errors] == paths


def withholding_for(scopes: frozenset[Scope]) -> Withholding:
    [root] = plan_for(scopes).roots
    assert root.withheld is not None
    return Withholding(root.withheld, many=False)


def test_a_forbidden_field_that_may_not_be_null_is_left_to_the_plain_way() -> None:
    schema = executable(build_schema())
    profile = schema.type_map["Profile"]
    assert isinstance(profile, GraphQLObjectType)
    profile.fields["tags"].type = GraphQLNonNull(profile.fields["tags"].type)
    operation = prepared(schema, parse('{ profile(profileId: "1") { tags { name } } }'), None)
    assert analysed(schema, operation, {}, EVERY_SCOPE).roots
    with pytest.raises(UnsupportedOperation, match="may not be null"):
        analysed(schema, operation, {}, EVERY_SCOPE - {Scope.TAGS})
