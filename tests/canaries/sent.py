"""Values that must turn up nowhere, and everything that can be sent with them."""

import json
from collections.abc import Iterator
from typing import Any

import httpx

DIGITS = "19995550142"
NUMBER = "+1 (999) 555-0142"
EMAIL = "canary.person@example.com"
WORD = "canaryword"
TOKEN = "Bearer canary-token-5f3a"  # no credential of anybody

# What is searched for, without regard to case: every value above contains one of these.
CANARIES = ("canary", "9995550142", "555-0142", "5550142")

PERSON: dict[str, Any] = {
    "ProfileId": 142,
    "IsActive": True,
    "CustomerName": {"FirstName": "Canaryfirst", "LastName": "Canarylast"},
    "PhoneNumbers": [{"PhoneType": "Home", "PhoneNumber": NUMBER, "Consents": [{"ConsentType": "Canaryconsent", "ConsentStatus": 1}]}],
    "Emails": [{"EmailAddressType": "Work", "EmailAddress": EMAIL}],
    "Addresses": [{"Address1": "77 Canary Street", "PostalCode": "C4N 4RY", "City": "Canaryville"}],
    "AlternateIds": [{"AlternateIdType": "CRM", "AlternateId": "canary-77"}],
    "ProfilePreferences": [{"FilterId": "canaryfilter", "PreferenceAttributes": [{"Key": "k", "Value": "canaryvalue"}]}],
    "Consents": [{"ConsentType": "Canaryconsent", "ConsentStatus": 1, "ConsentDate": "2020-01-01T00:00:00Z"}],
    "CustomFields": [{"Name": "canaryfield", "Value": "canaryvalue"}],
    "Groups": [{"GroupType": "Household", "GroupName": "Canaryhouse"}],
    "ProfileTags": [{"Name": "canarytag"}],
}

ALL = "profileId name { first last } phones { number digits consents { type } } emails { address } addresses { line1 postalCode city } "
ALL += "alternateIds { id } preferences { filterId attributes { value } consents { type } } consents { type } "
ALL += "customFields { value } groups { name } tags { name }"
BY_PHONE = f"query ($n: String!) {{ profilesByPhone(phoneNumber: $n) {{ {ALL} }} }}"
BY_EMAIL = f"query ($e: String!) {{ profilesByEmail(emailAddress: $e) {{ {ALL} }} }}"

JSON = {"content-type": "application/json"}
NEWER = {"accept": "application/graphql-response+json"}
EXPLAINED = {"authorization": TOKEN, "x-graphql-explain": WORD}


def good() -> Iterator[dict[str, Any]]:
    """Operations that find somebody."""
    yield {"query": BY_PHONE, "variables": {"n": NUMBER}}
    yield {"query": BY_PHONE, "variables": {"n": NUMBER}}
    yield {"query": BY_PHONE, "variables": {"n": NUMBER}}
    yield {"query": BY_EMAIL, "variables": {"e": EMAIL}}
    yield {"query": f'{{ profilesByPhone(phoneNumber: "{NUMBER}", phoneType: "{WORD}") {{ {ALL} }} }}'}
    yield {"query": f'{{ profilesByEmail(emailAddress: """{EMAIL}""") {{ {ALL} }} }}'}
    yield {"query": f'{{ profileByAlternateId(alternateId: "canary-77", alternateIdType: "CRM") {{ {ALL} }} }}'}
    entity = f'{{__typename: "Profile", profileId: "142", note: "{WORD}"}}'
    yield {"query": f"{{ _entities(representations: [{entity}]) {{ ... on Profile {{ {ALL} }} }} }}"}


LITERALS = [
    f'"{NUMBER}"',
    DIGITS,
    f'"""{EMAIL}"""',
    WORD,
    f'["{WORD}"]',
    f'{{{WORD}: "{WORD}"}}',
    f"{DIGITS}.5",
    f'"{WORD}',
    f'"{WORD}\\q"',
    "null",
]


def wrong_documents() -> Iterator[dict[str, Any]]:
    """Literals where they do not belong, and documents that are none."""
    for literal in LITERALS:
        yield {"query": f"{{ profilesByPhone(phoneNumber: {literal}) {{ profileId }} }}"}
        yield {"query": f"{{ profilesByPhone(phoneNumber: {literal}, includeImplied: {literal}) {{ profileId }} }}"}
        yield {"query": f"{{ profile(profileId: {literal}, wrong: {literal}) {{ wrong(x: {literal}) }} }}"}
        yield {"query": f"query ($v: Boolean = {literal}) {{ profile(profileId: 1) {{ name @skip(if: {literal}) @wrong(x: {literal}) }} }}"}
        yield {"query": f"query ($v: [Int!] = {literal}) {{ _entities(representations: {literal}) {{ __typename }} }}"}
        yield {"query": f"{literal}"}
        yield {"query": f"{{ profile(profileId: 1) {{ profileId }} }} {literal}"}
        yield {"query": f"# {literal}\n{{ wrong }}"}


def wrong_variables() -> Iterator[dict[str, Any]]:
    """Values of the wrong kind."""
    for value in [NUMBER, EMAIL, WORD, [NUMBER], {WORD: WORD}, int(DIGITS), float(DIGITS), {"a": [{"b": EMAIL}]}, "x" * 200 + WORD]:
        yield {"query": BY_PHONE, "variables": {"n": value}}
        yield {"query": BY_PHONE, "variables": {"other": value}}
        for kind in ("Int!", "Boolean!", "[Int!]!", "ID!", "Float"):
            yield {"query": f"query ($v: {kind}) {{ profile(profileId: $v) {{ profileId }} }}", "variables": {"v": value}}
            yield {"query": f"query ($v: {kind}) {{ profile(profileId: 1) {{ profileId @skip(if: $v) }} }}", "variables": {"v": value}}
        yield {"query": "query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }", "variables": {"r": value}}
        yield {
            "query": "query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }",
            "variables": {"r": [{"__typename": value}]},
        }
        entity = {"__typename": "Profile", "profileId": value, "accountId": value}
        yield {"query": "query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }", "variables": {"r": [entity]}}


def wrong_parameters() -> Iterator[dict[str, Any]]:
    """What is no GraphQL request, or names something that there is not."""
    yield {"query": "query A { __typename } query B { __typename }", "operationName": WORD}
    yield {"query": "{ __typename }", "operationName": DIGITS}
    yield {"query": "query A { __typename } query B { __typename }"}
    yield {"query": 1, "variables": WORD}
    yield {"variables": {"n": NUMBER}, WORD: WORD}
    yield {"documentId": WORD, "variables": {"n": NUMBER}}
    yield {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": WORD}}}
    yield {"query": BY_PHONE, "variables": {"n": NUMBER}, "extensions": WORD}


HEADERS: list[dict[str, str]] = [
    {"authorization": TOKEN},
    {"authorization": WORD},
    {"authorization": f"Basic {WORD}"},
    {"authorization": TOKEN, "x-account-id": WORD},
    {"authorization": TOKEN, "x-account-id": EMAIL, "cookie": f"session={WORD}", "user-agent": WORD, "referer": f"https://x/?{DIGITS}"},
    {"authorization": TOKEN, "apollographql-client-name": NUMBER, "apollographql-client-version": DIGITS},
    {"authorization": TOKEN, "apollographql-client-name": EMAIL, "apollographql-client-version": EMAIL},
    {"authorization": TOKEN, "origin": f"https://{WORD}.example"},
    {"authorization": TOKEN, "accept": f"text/{WORD}"},
    {"authorization": TOKEN, "accept-encoding": WORD, "forwarded": f"for={WORD}", "x-forwarded-for": WORD},
    {"authorization": TOKEN, "x-request-id": f"{NUMBER} is no plain word"},
    {"authorization": TOKEN, "traceparent": f"00-{WORD}-{DIGITS}-01", "tracestate": f"{WORD}={WORD}", "baggage": f"{WORD}={EMAIL}"},
    {"authorization": TOKEN, "traceparent": f"00-{'a1' * 16}-{'b2' * 8}-01", "tracestate": f"{WORD}={DIGITS}", "baggage": f"{WORD}=1"},
    {"authorization": TOKEN, "apollo-federation-include-trace": "ftv1", "x-graphql-cost": WORD},
]


def requests(url: str) -> Iterator[httpx.Request]:
    """Everything that can be sent over HTTP."""
    operations = [*good(), *wrong_documents(), *wrong_variables(), *wrong_parameters()]
    for operation in operations:
        yield httpx.Request("POST", url, json=operation, headers=NEWER | {"authorization": TOKEN})
    for operation in [*good(), *wrong_documents()][:20]:
        parameters = {name: value if isinstance(value, str) else json.dumps(value) for name, value in operation.items()}
        yield httpx.Request("GET", url, params=parameters, headers={"authorization": TOKEN})
    for operation in good():
        yield httpx.Request("POST", url, json=operation, headers=EXPLAINED)
    for headers in HEADERS:
        yield httpx.Request("POST", url, json=next(good()), headers=headers)
    yield httpx.Request("POST", url, json=operations[:3], headers={"authorization": TOKEN})
    yield httpx.Request("POST", url, json=next(good()))
    bodies = [WORD.encode(), f'"{WORD}"'.encode(), b"\xff" + WORD.encode(), f'{{"query": "{WORD}'.encode(), WORD.encode() * 50_000]
    for body in bodies:
        yield httpx.Request("POST", url, content=body, headers=JSON | {"authorization": TOKEN})
        yield httpx.Request("POST", url, content=body, headers={"content-type": f"text/{WORD}", "authorization": TOKEN})
    for path in (f"/{DIGITS}", f"?{WORD}={EMAIL}", f"?query={WORD}", f"?query={{a}}&variables={WORD}", f"/explorer/assets/{WORD}"):
        yield httpx.Request("GET", url + path, headers={"authorization": TOKEN})
        yield httpx.Request("DELETE", url + path, headers={"authorization": TOKEN})


RAW = [
    f"GET /{DIGITS} HTTP/9.9\r\n\r\n",
    f"{WORD}\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: localhost\r\n{WORD}\r\n\r\n",
    f"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Length: {WORD}\r\n\r\n",
    f"POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: {TOKEN}\r\nContent-Length: 999\r\n\r\n{WORD}",
    f"GET /graphql HTTP/1.1\r\nHost: localhost\r\nX-Long: {WORD * 20_000}\r\n\r\n",
]
"""What is no HTTP, as text."""
