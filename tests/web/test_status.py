"""Which status an answer gets: the older codes by default, the newer ones by setting."""

import pytest

from tests.web.conftest import Connect

NEWER = "application/graphql-response+json"
OLDER = "application/json"
CASES = [
    # request, with the older media type, with the newer one, with the newer one and the newer codes
    ({"query": "{ __typename }"}, 200, 200, 200),
    ({"query": '{ profilesByPhone(phoneNumber: "x") { profileId } }'}, 200, 200, 294),
    ({"query": '{ __typename profilesByPhone(phoneNumber: "x") { profileId } }'}, 200, 200, 294),
    ({"query": "{"}, 200, 400, 400),
    ({"query": "{ wrong }"}, 200, 400, 422),
    ({"query": "query ($n: Int!) { __typename }"}, 200, 400, 422),
    ({"query": "{ __typename }", "operationName": "Other"}, 200, 400, 422),
    ({"query": 1}, 400, 400, 422),
    ({}, 400, 400, 422),
    ([], 400, 400, 422),
    ("x", 400, 400, 422),
]


@pytest.mark.parametrize(("request_body", "older", "newer", "draft"), CASES)
async def test_the_status_follows_the_media_type_and_the_setting(
    connect: Connect, request_body: object, older: int, newer: int, draft: int
) -> None:
    expected = {("classic", OLDER): older, ("draft", OLDER): older, ("classic", NEWER): newer, ("draft", NEWER): draft}
    for (codes, accept), status in expected.items():
        async with connect(http_status_codes=codes) as client:
            answer = await client.post("/graphql", json=request_body, headers={"accept": accept})
        assert (codes, accept, answer.status_code) == (codes, accept, status)


async def test_what_is_no_json_is_400_with_all_codes(connect: Connect) -> None:
    for codes in ("classic", "draft"):
        async with connect(http_status_codes=codes) as client:
            answer = await client.post("/graphql", content=b"{", headers={"accept": NEWER, "content-type": OLDER})
        assert answer.status_code == 400
