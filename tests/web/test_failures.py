"""What nobody foresaw."""

import logging

import httpx
import pytest
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router

from app.web.envelope import EnvelopeMiddleware
from app.web.failures import FailureMiddleware

CANARY = "15550107777"


async def fail(_request: Request) -> Response:
    raise KeyError(CANARY)


async def test_a_failure_of_our_own_is_masked_and_logged_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    app = Router(routes=[Route("/", fail)], middleware=[Middleware(EnvelopeMiddleware), Middleware(FailureMiddleware)])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
        with caplog.at_level(logging.ERROR):
            answer = await client.get("/", headers={"X-Request-Id": "request-1"})
    assert answer.status_code == 500
    assert answer.json()["errors"][0]["extensions"] == {"code": "INTERNAL_SERVER_ERROR", "requestId": "request-1"}
    assert "request-1" in caplog.text
    assert "KeyError" in caplog.text
    assert CANARY not in caplog.text + answer.text
