"""The emulator's description of itself is held against what it does."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import urlencode

import httpx
import pytest
from jsonschema import Draft202012Validator

from app.emulator.access import Access, KnownAuthorizations
from app.emulator.accounts import EmulatorData
from app.emulator.openapi import document
from app.emulator.running import RunningEmulator, running_emulator
from app.emulator.tokens import Tokens
from app.emulator.variations import Variations

Json: TypeAlias = dict[str, Any]
Ask: TypeAlias = Callable[..., httpx.Response]

DOCUMENT: Json = document()
PROFILE = "/Profiles/v4/{clientId}/Profile"
KEYS = {
    f"{PROFILE}/Phone": {"phoneNumber": "5550100"},
    f"{PROFILE}/Email": {"emailAddress": "ann@example.com"},
    f"{PROFILE}/AlternateId": {"alternateId": "a-1", "alternateIdType": "CRM"},
    f"{PROFILE}/{{profileId}}": {"profileId": "7"},
}
CLIENT = {"client_id": "app", "client_secret": "secret"}
FORM = {"grant_type": "client_credentials", "scope": "1001/ann"}
FAULTS = (
    b'[{"kind":"delay","seconds":0,"up_to":0},{"kind":"reply","status":500},{"kind":"malformed"},{"kind":"truncated"},'
    b'{"kind":"drip"},{"kind":"endless","path":"*","query":{"a":"b"},"times":1}]'
)


class Example(NamedTuple):
    method: str
    path: str
    status: str
    values: Mapping[str, str] = {}
    authorization: str | None = "Bearer any"
    body: bytes = b""


def read_examples() -> Iterator[Example]:
    for path, keys in KEYS.items():
        known = {"clientId": "1001", **keys}
        yield Example("get", path, "200", known)
        yield Example("get", path, "400", {**known, "implied": "maybe"})
        yield Example("get", path, "401", known, None)
        yield Example("get", path, "403", known, "Bearer none")
        yield Example("get", path, "404", {**known, "clientId": "nobody"})


EXAMPLES = [
    *read_examples(),
    Example("post", "/oauth/token", "200", body=urlencode({**FORM, **CLIENT}).encode()),
    Example("post", "/oauth/token", "400", body=urlencode({**CLIENT, "grant_type": "password"}).encode()),
    Example("post", "/oauth/token", "401", body=urlencode(FORM).encode()),
    Example("put", "/faults", "204", body=FAULTS),
    Example("put", "/faults", "400", body=b"{}"),
    Example("get", "/faults", "200"),
    Example("delete", "/faults", "204"),
    Example("get", "/requests", "200"),
    Example("delete", "/requests", "204"),
    Example("get", "/openapi.json", "200"),
]
READS = [(path, parameter) for path in KEYS for parameter in DOCUMENT["paths"][path]["get"]["parameters"]]
NAMES = [f"{path.rsplit('/', 1)[1]}-{parameter['name']}" for path, parameter in READS]


@pytest.fixture(scope="module")
def described() -> Iterator[RunningEmulator]:
    known = KnownAuthorizations({"Bearer any": Access(), "Bearer none": Access(may_read=False)})
    with running_emulator(EmulatorData({}), [known], Tokens({"app": "secret"})) as running:
        yield running


@pytest.fixture
def ask(described: RunningEmulator, client: httpx.Client, complete_profile: Json) -> Ask:
    described.reset()
    described.data.put("1001", [complete_profile, {**complete_profile, "ProfileId": 8, "IsActive": False}])

    def ask(
        path: str, values: Mapping[str, str] = {}, method: str = "get", authorization: str | None = "Bearer any", body: bytes = b""
    ) -> httpx.Response:
        query = {name: value for name, value in values.items() if f"{{{name}}}" not in path}
        headers = {"Content-Type": "application/x-www-form-urlencoded"} | ({"Authorization": authorization} if authorization else {})
        url = described.url + path.format_map(values)
        return client.request(method, url, params=query, headers=headers if "Profiles" in path else {}, content=body)

    return ask


def validator(schema: Json) -> Draft202012Validator:
    return Draft202012Validator({**schema, "components": DOCUMENT["components"]})


def schema_of(response: Json) -> Json:
    found: Json = response["content"]["application/json"]["schema"]
    return found


def test_the_document_is_served(ask: Ask) -> None:
    assert ask("/openapi.json").json() == DOCUMENT


def test_every_documented_answer_has_an_example() -> None:
    documented = {
        (method, path, status)
        for path, operations in DOCUMENT["paths"].items()
        for method, operation in operations.items()
        for status in operation["responses"]
    }
    assert documented == {(example.method, example.path, example.status) for example in EXAMPLES}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.method} {example.path} {example.status}")
def test_every_documented_answer_is_given_as_described(example: Example, ask: Ask) -> None:
    response = DOCUMENT["paths"][example.path][example.method]["responses"][example.status]
    answer = ask(example.path, example.values, example.method, example.authorization, example.body)
    assert answer.status_code == int(example.status)
    for header in response.get("headers", {}):
        assert header in answer.headers
    if "content" in response:
        assert answer.headers["Content-Type"] == "application/json"
        validator(schema_of(response)).validate(answer.json())
    else:
        assert answer.content == b""


@pytest.mark.parametrize(("path", "parameter"), READS, ids=NAMES)
def test_a_documented_parameter_is_required_as_described(path: str, parameter: Json, ask: Ask) -> None:
    if parameter["in"] == "path":
        assert f"{{{parameter['name']}}}" in path
        return
    keys = {"clientId": "1001", **KEYS[path]}
    keys.pop(parameter["name"], None)
    assert ask(path, keys).status_code == (400 if parameter.get("required") else 200)


OTHERWISE = {
    "clientId": "nobody",
    "profileId": "9",
    "phoneNumber": "5550101",
    "phoneType": "Fax",
    "emailAddress": "bob@example.com",
    "emailType": "Work",
    "alternateId": "a-2",
    "alternateIdType": "ERP",
    "includeInactive": "true",
    "implied": "false",
    "includeConsentHistory": "false",
}


@pytest.mark.parametrize(("path", "parameter"), READS, ids=NAMES)
def test_a_documented_parameter_changes_the_answer(path: str, parameter: Json, ask: Ask) -> None:
    values = {"clientId": "1001", **KEYS[path]}
    assert ask(path, values).content != ask(path, {**values, parameter["name"]: OTHERWISE[parameter["name"]]}).content


@pytest.mark.parametrize(("path", "parameter"), [read for read in READS if "default" in read[1]["schema"]])
def test_a_documented_default_is_what_a_missing_parameter_means(path: str, parameter: Json, ask: Ask) -> None:
    values = {"clientId": "1001", **KEYS[path]}
    given = {**values, parameter["name"]: str(parameter["schema"]["default"]).lower()}
    assert ask(path, values).content == ask(path, given).content


@pytest.mark.parametrize(
    "variations",
    [
        Variations(enumerations="names"),
        Variations(enumerations="integers"),
        Variations(bare_single_match=True),
        Variations(array_for_one=True),
    ],
)
@pytest.mark.parametrize("path", KEYS)
def test_the_variations_are_described(path: str, variations: Variations, described: RunningEmulator, ask: Ask) -> None:
    described.knobs.variations = variations
    answer = ask(path, {"clientId": "1001", **KEYS[path]})
    validator(schema_of(DOCUMENT["paths"][path]["get"]["responses"]["200"])).validate(answer.json())


def test_the_described_members_are_those_of_a_complete_profile(complete_profile: Json) -> None:
    for name, value in objects_in(complete_profile, "Profile"):
        assert value.keys() == DOCUMENT["components"]["schemas"][name]["properties"].keys(), name


def objects_in(value: Json, name: str) -> Iterator[tuple[str, Json]]:
    yield name, value
    for member, schema in DOCUMENT["components"]["schemas"][name]["properties"].items():
        for choice in schema.get("items", schema).get("oneOf", ()):
            if "$ref" in choice:
                items = value[member] if isinstance(value[member], list) else [value[member]]
                for item in items:
                    yield from objects_in(item, choice["$ref"].rsplit("/", 1)[1])


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"ProfileId": None},
        {"ProfileId": 1, "Emails": "none"},
        {"ProfileId": 1, "Emails": [{"IsActive": "yes"}]},
        {"ProfileId": 1, "Edited": []},
    ],
)
def test_the_description_of_a_profile_refuses_what_is_none(wrong: Json) -> None:
    assert not validator({"$ref": "#/components/schemas/Profile"}).is_valid(wrong)


@pytest.mark.parametrize("name", DOCUMENT["components"]["schemas"])
def test_every_schema_is_json_schema(name: str) -> None:
    Draft202012Validator.check_schema(DOCUMENT["components"]["schemas"][name])
