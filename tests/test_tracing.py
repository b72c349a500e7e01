"""Spans reach the console or a collector; without the extra the gateway serves, and says what is missing where spans are wanted."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import ClassVar

import pytest

from app.settings import PREFIX, SettingsError, load_settings
from app.telemetry import Kind
from app.tracing import LAST_WORDS_S, open_tracer


class Collector(BaseHTTPRequestHandler):
    """Takes spans, or keeps whoever brings them waiting."""

    received: ClassVar[list[tuple[str, str, bytes]]]
    answering: ClassVar[Event]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.answering.wait(60)
        self.received.append((self.path, self.headers["content-type"], body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def collector() -> Iterator[tuple[str, type[Collector]]]:
    class Own(Collector):
        received: ClassVar = []
        answering: ClassVar = Event()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Own)
    serving = Thread(target=server.serve_forever)
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/traces", Own
    finally:
        Own.answering.set()
        server.shutdown()
        serving.join()
        server.server_close()


async def test_spans_reach_a_collector_before_the_gateway_ends() -> None:
    with collector() as (url, own):
        own.answering.set()
        tracer = open_tracer(url)
        with tracer.span("some work", Kind.STEP, {}):
            pass
        await tracer.close()
    [(path, media_type, body)] = own.received
    assert (path, media_type) == ("/v1/traces", "application/x-protobuf")
    assert b"some work" in body
    assert b"profile-gateway" in body


async def test_a_collector_that_does_not_answer_keeps_the_gateway_for_seconds_only() -> None:
    with collector() as (url, _):
        tracer = open_tracer(url)
        with tracer.span("some work", Kind.STEP, {}):
            pass
        began = time.monotonic()
        await tracer.close()
        assert time.monotonic() - began < LAST_WORDS_S + 1


async def test_on_the_console_a_span_is_a_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    tracer = open_tracer("console")
    with tracer.span("some work", Kind.STEP, {"http.request.method": "GET"}):
        await asyncio.sleep(0)
    await tracer.close()
    [line] = capsys.readouterr().out.splitlines()
    span = json.loads(line)
    assert (span["name"], span["attributes"]) == ("some work", {"http.request.method": "GET"})
    assert span["resource"]["attributes"]["service.name"] == "profile-gateway"


@pytest.mark.parametrize("place", ["off", "console", "http://localhost:4318/v1/traces", "https://collector.example/otlp"])
def test_spans_go_where_the_setting_says(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.setenv(f"{PREFIX}TRACES", place)
    assert load_settings().traces == place


@pytest.mark.parametrize("place", ["", "on", "localhost:4318", "ftp://canary/", "https://canary:canary@host/", "https://host/?key=canary"])
def test_another_place_is_refused(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.setenv(f"{PREFIX}TRACES", place)
    with pytest.raises(SettingsError, match="PROFILES_TRACES") as refused:
        load_settings()
    assert "canary" not in str(refused.value)


def python(program: str) -> str:
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


SERVED = "import sys, app.application as a; from app.settings import load_settings; from app.opening import open_source; "
SERVED += "s = load_settings(); a.create_app(s, open_source(s, a.tracer_of(s)), a.tracer_of(s)); "


def test_where_traces_are_off_nothing_of_them_is_imported() -> None:
    assert python(SERVED + "print([name for name in sys.modules if name.startswith('opentelemetry')])") == "[]\n"


def test_without_the_extra_the_gateway_serves_and_says_what_spans_need() -> None:
    absent = "import sys; sys.modules['opentelemetry'] = None; "
    refused = "import os; os.environ['PROFILES_TRACES'] = 'console'; from app.settings import SettingsError, load_settings\n"
    refused += "try: load_settings()\nexcept SettingsError as error: print(error)"
    assert "pip install 'profile-gateway[tracing]'" in python(absent + SERVED + refused)
