"""Takes the picture of the explorer for the README: ``python -m tests.browser.screenshot docs/explorer.png [URL]``."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.chromium import installed_chromium, running_chromium
from tests.browser.gateway import running_gateway
from tests.browser.opened import Opened

SIZE = {"width": 1440, "height": 900}


def take(url: str, target: Path) -> None:
    """Run the first example and take a picture of it."""
    executable = installed_chromium()
    if executable is None:
        raise SystemExit("Chromium is not installed: apt-get install chromium")
    with running_chromium(executable) as browser:
        explorer = Opened(browser.new_page(viewport=SIZE), url)  # type: ignore[arg-type] # Playwright's own type for two numbers
        explorer.run()
        explorer.page.mouse.move(0, 0)
        explorer.page.evaluate("document.activeElement.blur()")
        explorer.page.wait_for_timeout(1500)  # colours come after the text, and scroll bars fade
        explorer.page.screenshot(path=target)


@contextmanager
def given(url: str) -> Iterator[str]:
    """Use a gateway that runs already."""
    yield url


def main() -> None:
    """Read the command line."""
    target, *url = sys.argv[1:]
    with given(*url) if url else running_gateway() as address:
        take(address, Path(target))


if __name__ == "__main__":
    main()
