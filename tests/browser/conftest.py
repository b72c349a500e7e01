"""A gateway, a Chromium, and the explorer open in it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from app.web.explorer_page import BUILT
from tests.browser.chromium import installed_chromium, running_chromium
from tests.browser.gateway import running_gateway
from tests.browser.opened import Opened
from tests.missing import without

PATIENCE_MS = 20_000  # a busy machine is no failure
Open = Callable[..., Opened]


@pytest.fixture(scope="module")
def gateway_url() -> Iterator[str]:
    if not (BUILT / "index.html").is_file():
        without("The explorer is not built: make explorer")
    with running_gateway() as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = installed_chromium()
    if executable is None:
        without("Chromium is not installed: apt-get install chromium")
    expect.set_options(timeout=PATIENCE_MS)
    with running_chromium(executable) as browser:
        yield browser


@pytest.fixture
def open_explorer(browser: Browser, gateway_url: str) -> Iterator[Open]:
    """Open the explorer in a browser of its own; at the end nothing may have gone wrong, and no other host been asked."""
    opened: list[Opened] = []

    def open_it(**context: object) -> Opened:
        page = browser.new_page(viewport={"width": 1440, "height": 900}, **context)  # type: ignore[arg-type] # the browser's own options
        opened.append(Opened(page, gateway_url))
        return opened[-1]

    yield open_it
    for explorer in opened:
        explorer.page.context.close()
        assert explorer.watched.complaints == []
        assert explorer.watched.hosts == {urlsplit(gateway_url).netloc}


@pytest.fixture
def explorer(open_explorer: Open) -> Opened:
    return open_explorer()


@pytest.fixture
def pictures(request: pytest.FixtureRequest) -> Path:
    """A folder that git ignores, to look at after a run."""
    return request.config.cache.mkdir("explorer")
