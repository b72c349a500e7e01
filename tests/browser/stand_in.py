"""A stand-in for the gateway: the explorer's page and the promised schema over one made-up profile, without a source."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from graphql import GraphQLError, build_schema, graphql
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.web.explorer_page import Explorer

SCHEMA = Path(__file__).parents[2] / "schema.graphql"
NUMBER = "15550109999"

CONSENTS = [
    {"type": "TermsAndConditions", "version": "2", "status": "GRANTED", "collectedAt": "2025-03-04T16:20:00Z", "isExpired": False},
    {"type": "Marketing", "version": "1", "status": "REVOKED", "collectedAt": "2025-05-19T08:01:30Z", "isExpired": False},
    {"type": "Marketing", "version": "1", "status": "GRANTED", "collectedAt": "2024-11-02T10:15:00Z", "isExpired": False},
]
PROFILE = {
    "__typename": "Profile",
    "accountId": "demo",
    "profileId": "1",
    "isActive": True,
    "name": {"first": "Avery", "last": "Example"},
    "phones": [{"type": "Mobile", "number": "+1 (555) 010-9999", "isMobile": True, "consents": []}],
    "emails": [
        {
            "type": "Home",
            "address": "avery@example.com",
            "preferences": [{"programId": "News", "channelId": "Email", "type": "OPT_IN"}],
            "consents": [],
        }
    ],
    "consents": CONSENTS,
}


def by_phone(_info: object, phoneNumber: str, **_flags: object) -> list[object]:  # noqa: N803 - the argument's name in the schema
    """Find the one profile by its digits."""
    digits = "".join(filter(str.isdigit, phoneNumber))
    if not digits:
        raise GraphQLError("phoneNumber has no digits.", extensions={"code": "BAD_USER_INPUT"})
    return [PROFILE] if digits == NUMBER else []


def entities(_info: object, representations: Iterable[object]) -> list[object]:
    """Resolve each representation to the one profile."""
    return [PROFILE for _ in representations]


ROOT = {"profilesByPhone": by_phone, "profile": lambda _info, **_arguments: PROFILE, "_entities": entities}


def stand_in() -> Starlette:
    """Make the application."""
    schema = build_schema(SCHEMA.read_text(), assume_valid_sdl=True)
    explorer = Explorer(enabled=True)

    async def endpoint(request: Request) -> Response:
        if request.method == "GET":
            return explorer.page(request)
        body: dict[str, Any] = await request.json()
        result = await graphql(schema, body["query"], ROOT, variable_values=body.get("variables"), operation_name=body.get("operationName"))
        return JSONResponse(result.formatted)

    return Starlette(routes=[Route("/graphql", endpoint, methods=["GET", "POST"]), *explorer.routes])
