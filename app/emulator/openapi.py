"""The emulator's description of itself, in OpenAPI 3.1."""

from collections.abc import Iterable

import msgspec

from app.emulator.faults import AnyFault
from app.emulator.record import Recorded
from app.emulator.schemas import Schema, profile_schemas, reference

_PROFILES = "/Profiles/v4/{clientId}/Profile"
_REFUSALS = {
    "400": "A parameter is malformed or missing.",
    "403": "No permission, or more than 50 matches.",
    "404": "The account is unknown, or there is no such profile.",
}


def document() -> Schema:
    """The whole document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Emulator of the profile service", "version": "4", "description": "A stand-in for development and tests."},
        "servers": [{"url": "/"}],
        "paths": {**_reads(), **_token(), **_administration()},
        "components": {"schemas": _schemas(), "securitySchemes": {"authorization": _header_scheme()}},
    }


def _reads() -> dict[str, Schema]:
    listed: Schema = {"oneOf": [{"type": "array", "items": reference("Profile")}, reference("Profile")]}
    inactive = _flag("includeInactive", "Inactive profiles too.", default=False)
    phone = [_text("phoneNumber", "Digits; common punctuation is dropped.", required=True), _text("phoneType", "The number's type.")]
    email = [_text("emailAddress", "Compared without case.", required=True), _text("emailType", "The address's type.")]
    alternate = [_text(name, "Compared without case.", required=True) for name in ("alternateId", "alternateIdType")]
    by_id = [_path("profileId", {"type": "integer", "format": "int64", "minimum": 0})]
    return {
        f"{_PROFILES}/Phone": _read("Profiles with an active number of these digits.", [*phone, inactive], listed),
        f"{_PROFILES}/Email": _read("Profiles with this active e-mail address.", [*email, inactive], listed),
        f"{_PROFILES}/AlternateId": _read("The active profile with this id in another system.", alternate, listed),
        f"{_PROFILES}/{{profileId}}": _read("The profile with this id, active or not.", by_id, listed),
    }


def _read(summary: str, parameters: Iterable[Schema], answer: Schema) -> Schema:
    view = [
        _flag("implied", "Implied preferences too."),
        _flag("includeConsentHistory", "Every consent, not only the latest of each type."),
    ]
    operation: Schema = {
        "summary": summary,
        "security": [{"authorization": []}],
        "parameters": [_path("clientId", {"type": "string"}), *parameters, *view],
        "responses": {"200": _content("The matches.", answer)}
        | {status: _content(meaning, reference("Refusal")) for status, meaning in _REFUSALS.items()}
        | {"401": _challenge(reference("Refusal"))},
    }
    return {"get": operation}


def _token() -> dict[str, Schema]:
    fields = {name: {"type": "string"} for name in ("grant_type", "scope", "client_id", "client_secret")}
    form: Schema = {"type": "object", "properties": fields, "required": ["grant_type", "scope"]}
    operation: Schema = {
        "summary": "Get a bearer token. The client's id and secret are sent here or as Basic credentials.",
        "requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": form}}},
        "responses": {
            "200": _content("A token.", reference("Token")),
            "400": _content("The request is wrong.", reference("TokenRefusal")),
            "401": _challenge(reference("TokenRefusal")),
        },
    }
    return {"/oauth/token": {"post": operation}}


def _administration() -> dict[str, Schema]:
    faults: Schema = {"type": "array", "items": reference("Fault")}
    put: Schema = {
        "summary": "Let these go wrong, and nothing else.",
        "requestBody": {"required": True, "content": {"application/json": {"schema": faults}}},
        "responses": {"204": {"description": "Set."}, "400": _content("Not a list of faults.", reference("Refusal"))},
    }
    clear: Schema = {"summary": "Begin anew.", "responses": {"204": {"description": "Cleared."}}}
    return {
        "/faults": {"get": _shown("What is to go wrong.", faults), "put": put, "delete": clear},
        "/requests": {"get": _shown("What was asked.", reference("Requests")), "delete": clear},
        "/openapi.json": {"get": _shown("This document.", {"type": "object", "required": ["openapi", "paths"]})},
    }


def _schemas() -> dict[str, Schema]:
    _, structs = msgspec.json.schema_components([AnyFault, Recorded], ref_template="#/components/schemas/{name}")
    kinds = [name for name in structs if name != "Recorded"]
    return {
        **profile_schemas(),
        **structs,
        "Fault": {"oneOf": [reference(kind) for kind in kinds]},
        "Requests": _object(total={"type": "integer"}, requests={"type": "array", "items": reference("Recorded")}),
        "Refusal": _object(Message={"type": "string"}),
        "Token": _object(access_token=_STRING, token_type={"const": "Bearer"}, expires_in={"type": "integer"}, scope=_STRING),
        "TokenRefusal": _object(error=_STRING),
    }


_STRING: Schema = {"type": "string"}


def _object(**members: Schema) -> Schema:
    return {"type": "object", "properties": members, "required": list(members)}


def _shown(summary: str, schema: Schema) -> Schema:
    return {"summary": summary, "responses": {"200": _content(summary, schema)}}


def _content(description: str, schema: Schema) -> Schema:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _challenge(schema: Schema) -> Schema:
    header = {"description": "The schemes that are accepted, and the realm.", "required": True, "schema": _STRING}
    return {**_content("Credentials are missing, wrong or too old.", schema), "headers": {"WWW-Authenticate": header}}


def _header_scheme() -> Schema:
    return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Bearer, PNAUTHINFO3 or any other scheme."}


def _path(name: str, schema: Schema) -> Schema:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _text(name: str, description: str, *, required: bool = False) -> Schema:
    return {"name": name, "in": "query", "required": required, "description": description, "schema": _STRING}


def _flag(name: str, description: str, *, default: bool = True) -> Schema:
    return {"name": name, "in": "query", "description": description, "schema": {"type": "boolean", "default": default}}
