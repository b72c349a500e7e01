"""The explorer's page and assets, without a browser."""

import gzip
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from app.web.explorer_page import Explorer

SCRIPT = "const page = 1;"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    assets = tmp_path / "explorer" / "assets"
    assets.mkdir(parents=True)
    (tmp_path / "index.html").write_text("<title>the page</title>")
    (tmp_path / "licenses.md").write_text("licences")
    (assets / "index-1.js").write_text(SCRIPT)
    (assets / "index-1.js.br").write_text("br")
    (assets / "index-1.js.gz").write_bytes(gzip.compress(SCRIPT.encode()))
    (assets / "letters-1.woff2").write_text("letters")
    return tmp_path


def connected(explorer: Explorer) -> httpx.AsyncClient:
    app = Starlette(routes=[Route("/graphql", explorer.page), *explorer.routes])
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost")


async def test_a_browser_gets_the_built_page_and_asks_again_each_time(built: Path) -> None:
    answer = await connected(Explorer(enabled=True, built=built)).get("/graphql")
    assert (answer.status_code, answer.text) == (200, "<title>the page</title>")
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["vary"] == "Accept"


async def test_an_asset_may_be_kept_for_ever(built: Path) -> None:
    answer = await connected(Explorer(enabled=True, built=built)).get(
        "/explorer/assets/index-1.js", headers={"accept-encoding": "identity"}
    )
    assert (answer.status_code, answer.text) == (200, SCRIPT)
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("accepted", "name", "encoding"),
    [
        ("gzip, deflate, br, zstd", "index-1.js", "br"),
        ("gzip, deflate", "index-1.js", "gzip"),
        ("GZIP", "index-1.js", "gzip"),
        ("br;q=0, gzip;q=0", "index-1.js", None),
        ("", "index-1.js", None),
        ("gzip, br", "letters-1.woff2", None),
    ],
)
async def test_an_asset_comes_in_the_smallest_encoding_that_is_accepted_and_made(
    built: Path, accepted: str, name: str, encoding: str | None
) -> None:
    explorer = connected(Explorer(enabled=True, built=built))
    async with explorer.stream("GET", f"/explorer/assets/{name}", headers={"accept-encoding": accepted}) as answer:
        assert answer.status_code == 200
        assert answer.headers.get("content-encoding") == encoding
        assert answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", ["index-1.js.br", "no-such.js", "..%2Findex.html", "%2e%2e/%2e%2e/licenses.md", "index.html", ""])
async def test_only_the_built_assets_are_served(built: Path, path: str) -> None:
    assert (await connected(Explorer(enabled=True, built=built)).get(f"/explorer/assets/{path}")).status_code == 404


@pytest.mark.parametrize("path", ["/graphql", "/explorer/assets/index-1.js"])
async def test_the_policy_lets_scripts_and_connections_come_from_here_only(built: Path, path: str) -> None:
    answer = await connected(Explorer(enabled=True, built=built)).get(path)
    policy = dict(directive.split(" ", 1) for directive in answer.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["worker-src"] == policy["connect-src"] == policy["font-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert not [sources for sources in policy.values() if "unsafe-eval" in sources or "http" in sources or "*" in sources]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"


async def test_where_it_is_switched_off_the_page_says_how_to_switch_it_on(built: Path) -> None:
    client = connected(Explorer(enabled=False, built=built))
    answer = await client.get("/graphql")
    assert answer.status_code == 404
    assert "PROFILES_EXPLORER=true" in answer.text
    assert (await client.get("/explorer/assets/index-1.js")).status_code == 404


async def test_where_it_is_not_built_the_page_says_how_to_build_it_and_how_to_do_without(tmp_path: Path) -> None:
    answer = await connected(Explorer(enabled=True, built=tmp_path)).get("/graphql?x=1")
    assert answer.status_code == 404
    assert "make explorer" in answer.text
    assert "curl http://localhost/graphql -H" in answer.text


async def test_a_host_that_is_no_host_is_not_written_into_the_page_as_html(tmp_path: Path) -> None:
    answer = await connected(Explorer(enabled=True, built=tmp_path)).get("/graphql", headers={"host": "<script>alert(1)</script>"})
    assert "<script>" not in answer.text
