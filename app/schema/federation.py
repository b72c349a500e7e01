"""The schema's text, for those who read it: routers, and all other tools.

Composers know the federation directives. Other tools (generators of code, linters, comparers) refuse a schema with directives that it does
not define, so for them the definitions stand beside it, as the Federation specification gives them.
"""

import re
from typing import Final

ALWAYS: Final = """\
directive @link(url: String!, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA

scalar link__Import

enum link__Purpose {
  SECURITY
  EXECUTION
}
"""

DEFINITIONS: Final = {
    "@composeDirective": "directive @composeDirective(name: String!) repeatable on SCHEMA",
    "@cost": ("directive @cost(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR"),
    "@key": (
        "directive @key(fields: federation__FieldSet!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE\n\n"
        "scalar federation__FieldSet"
    ),
    "@listSize": (
        "directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], "
        "requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION"
    ),
    "@requiresScopes": (
        "directive @requiresScopes(scopes: [[federation__Scope!]!]!) on ENUM | FIELD_DEFINITION | INTERFACE | OBJECT | SCALAR\n\n"
        "scalar federation__Scope"
    ),
    "@shareable": "directive @shareable repeatable on OBJECT | FIELD_DEFINITION",
}

SCOPES: Final = re.compile(r' @requiresScopes\(scopes: \[\[[^\]]*\]\]\)|"@requiresScopes"')


def whole(sdl: str) -> str:
    """Define the directives that the schema imports, so that it stands on its own."""
    return "\n\n".join([sdl, *(definition for name, definition in DEFINITIONS.items() if f'"{name}"' in sdl), ALWAYS])


def for_routers(sdl: str) -> str:
    """Leave the scopes out.

    The gateway itself holds callers to them. A router that knows no ``@requiresScopes``, as Apollo's in Node, would refuse the whole
    supergraph, and one that knows it would look for them in its own claims.
    """
    return SCOPES.sub("", sdl)
