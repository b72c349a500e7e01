"""Answers are compressed for clients that accept it, where that is worth it."""

import gzip

import httpx
import pytest

from app.web.compression import SMALLEST

SDL = {"query": "{ _service { sdl } }"}
SMALL = {"query": "{ __typename }"}


@pytest.mark.parametrize("accepted", ["gzip", "gzip, deflate, br", "br;q=1.0, GZIP;q=0.5"])
async def test_a_large_answer_is_compressed(client: httpx.AsyncClient, accepted: str) -> None:
    plain = await client.post("/graphql", json=SDL, headers={"accept-encoding": "identity"})
    async with client.stream("POST", "/graphql", json=SDL, headers={"accept-encoding": accepted}) as answer:
        body = b"".join([part async for part in answer.aiter_raw()])
    assert (answer.headers["content-encoding"], answer.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(body) == plain.content
    assert len(body) < len(plain.content) / 2


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0", "gzip;q=0.0, identity", "gzip;q=x"])
async def test_a_client_that_does_not_accept_it_gets_it_plain(client: httpx.AsyncClient, accepted: str) -> None:
    answer = await client.post("/graphql", json=SDL, headers={"accept-encoding": accepted})
    assert "content-encoding" not in answer.headers
    assert answer.headers["vary"] == "Accept-Encoding"
    assert len(answer.content) > SMALLEST


async def test_a_small_answer_is_not_worth_it(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", json=SMALL, headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in answer.headers
