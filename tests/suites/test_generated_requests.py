"""Requests that nobody thought of: generated from the schema, right and wrong, and bodies of any JSON."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import build_schema
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis_graphql import Mode, from_schema
from hypothesis_graphql.nodes import String

SDL = (Path(__file__).parents[2] / "schema.graphql").read_text()
SCHEMA = build_schema(SDL, assume_valid_sdl=True)
ROOTS = ["profilesByPhone", "profilesByEmail", "profileByAlternateId", "profile"]
SCALARS = {"DateTime": st.just(String("2020-01-01T00:00:00Z")), "_Any": st.text().map(String)}
JSON_BODY = {"content-type": "application/json"}

Post = Callable[..., httpx.Response]

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)
PARAMETERS = st.fixed_dictionaries(
    {},
    optional={
        "query": JSON | st.sampled_from(["{ __typename }", "query A($a: ID!) { profile(profileId: $a) { profileId } }"]),
        "variables": JSON | st.dictionaries(st.sampled_from(["a", "b"]), JSON),
        "operationName": JSON | st.sampled_from(["A", ""]),
        "extensions": JSON | st.fixed_dictionaries({"persistedQuery": JSON}),
    },
)


@pytest.fixture(scope="module")
def post(gateway_url: str) -> Iterator[Post]:
    with httpx.Client(headers={"accept": "application/graphql-response+json"}) as client:
        yield partial(client.post, gateway_url)


@pytest.mark.parametrize("mode", [Mode.POSITIVE, Mode.NEGATIVE], ids=lambda mode: mode.name.lower())
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_no_generated_query_makes_it_fail(post: Post, mode: Mode, data: st.DataObject) -> None:
    document = data.draw(from_schema(SCHEMA, fields=ROOTS, custom_scalars=SCALARS, mode=mode))
    answer = post(json={"query": document})
    assert answer.status_code in {200, 400}
    assert "INTERNAL_SERVER_ERROR" not in answer.text


@settings(deadline=None, max_examples=60)
@given(representations=JSON)
def test_no_representations_make_it_fail(post: Post, representations: Any) -> None:  # noqa: ANN401 - any JSON
    document = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Profile { profileId } } }"
    answer = post(content=written({"query": document, "variables": {"r": representations}}), headers=JSON_BODY)
    assert answer.status_code in {200, 400}
    assert "INTERNAL_SERVER_ERROR" not in answer.text


@settings(deadline=None, max_examples=100)
@given(body=JSON | PARAMETERS)
def test_no_json_makes_it_fail(post: Post, body: Any) -> None:  # noqa: ANN401 - any JSON
    answer = post(content=written(body), headers=JSON_BODY)
    assert answer.status_code in {200, 400}
    assert "INTERNAL_SERVER_ERROR" not in answer.text


@settings(deadline=None, max_examples=100)
@given(body=st.binary())
def test_no_bytes_make_it_fail(post: Post, body: bytes) -> None:
    assert post(content=body, headers=JSON_BODY).status_code == 400


def written(value: object) -> bytes:
    """Write what Python takes for JSON: NaN and lone surrogates too."""
    return json.dumps(value).encode()
