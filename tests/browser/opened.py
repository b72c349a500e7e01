"""The explorer as a person finds it, with the few things they do in it."""

import json
from contextlib import suppress
from typing import Any

from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as TooLong

from tests.browser.watched import Watched

EDITORS = {
    "operation": "operation.graphql",
    "variables": "variables.json",
    "headers": "request-headers.json",
    "response": "response.json",
}
FIND = "const editor = name => __MONACO.editor.getModels().find(model => model.uri.path.endsWith(name));"
STORED = """async () => JSON.stringify({
    local: {...localStorage}, session: {...sessionStorage}, cookies: document.cookie,
    databases: await indexedDB.databases(), caches: await caches.keys(),
})"""
REMEMBER = "Remember on this device"
QUIET_WITHIN_MS = 5_000


class Opened:
    """An open explorer."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.watched = Watched(page)
        page.goto(url)
        self.wait()

    def wait(self) -> None:
        """Wait until the operation is shown, the schema is known and nothing is on its way."""
        self.page.locator(".graphiql-query-editor .view-line").first.wait_for()
        self.page.locator("button[aria-label^='Re-fetch']:enabled").wait_for()
        with suppress(TooLong):  # Chromium does not always tell that the request of a worker has ended, after a reload
            self.page.wait_for_load_state("networkidle", timeout=QUIET_WITHIN_MS)

    def text(self, editor: str) -> str:
        """Read an editor."""
        return str(self.page.evaluate(f"name => {{ {FIND} return editor(name).getValue() }}", EDITORS[editor]))

    def write(self, editor: str, text: str) -> None:
        """Replace what stands in an editor."""
        self.page.evaluate(f"([name, text]) => {{ {FIND} editor(name).setValue(text) }}", [EDITORS[editor], text])

    def run(self) -> Any:  # noqa: ANN401 - JSON
        """Run the operation by keyboard and read the answer."""
        self.write("response", "")
        self.page.locator(".graphiql-query-editor .view-lines").click()
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_function(f"name => {{ {FIND} return editor(name).getValue().trim().endsWith('}}') }}", arg=EDITORS["response"])
        return json.loads(self.text("response"))

    def show_tab(self, name: str) -> None:
        """Change the tab."""
        self.page.get_by_role("tab").get_by_role("button", name=name, exact=True).click()

    def remember(self, *, on: bool) -> None:
        """Turn the switch."""
        self.page.get_by_label(REMEMBER).set_checked(on)

    def stored(self) -> str:
        """Read all that the browser keeps for the page, after GraphiQL's delayed writes."""
        self.page.wait_for_timeout(1000)
        return str(self.page.evaluate(STORED))
