"""The explorer: the GraphiQL page that ``explorer/`` builds, its assets, and what is said where there is no page.

The policy, and why each source is in it:

* ``script-src 'self'``: every script is a file of ours. No inline script, no eval.
* ``worker-src 'self'``: the editor checks and completes in workers, which are files too.
* ``style-src 'self' 'unsafe-inline'``: the editor (Monaco) writes lines of text as HTML with ``style`` attributes, and makes ``<style>``
  elements without a nonce. A nonce allows no attribute, and would turn ``'unsafe-inline'`` off. Styles cannot send anything out: images,
  fonts and connections stay here.
* ``img-src 'self' data:``: the editor's style sheets carry small pictures. ``font-src 'self'``: the editor's letters and icons.
* ``connect-src 'self'``: the page asks this gateway and nobody else, so neither a token nor an answer can leave for another host.
"""

from html import escape
from pathlib import Path
from string import Template
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import BaseRoute, Route

POLICY: Final = (
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
)
SECURITY: Final = {
    "Content-Security-Policy": "; ".join(POLICY),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
# The page's address also answers with JSON, and its assets change names with their content.
PAGE: Final = {**SECURITY, "Cache-Control": "no-cache", "Vary": "Accept"}
ASSET: Final = {**SECURITY, "Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
MEDIA_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".ttf": "font/ttf", ".woff2": "font/woff2"}
ENCODINGS: Final = {"br": ".br", "gzip": ".gz"}  # the smaller one first

ASSETS: Final = "explorer/assets"
BUILT: Final = Path(__file__).with_name("explorer")
SWITCHED_OFF: Final = "It is switched off. To have it, set PROFILES_EXPLORER=true and start the gateway again."
NOT_BUILT: Final = "It was not built. To have it, run <code>make explorer</code> in the project's folder and start the gateway again."
NO_PAGE: Final = Template("""\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<title>Profile Gateway</title>
<h1>There is no explorer here</h1>
<p>$reason</p>
<p>Without it, any GraphQL client can send its operations to this address with POST. With curl:</p>
<pre>curl $url -H 'Content-Type: application/json' \\
  --data '{"query": "{ profilesByPhone(phoneNumber: \\"15550109999\\") { name { first } } }"}'</pre>
</html>
""")


class Explorer:
    """The page and its assets, found once at start."""

    def __init__(self, *, enabled: bool, built: Path = BUILT) -> None:
        """Serve what stands in ``built``, or say why there is nothing."""
        index = built / "index.html"
        self._html = index.read_bytes() if enabled and index.is_file() else None
        self._reason = NOT_BUILT if enabled else SWITCHED_OFF
        found = (built / ASSETS).iterdir() if self._html is not None else ()
        self._assets = {path.name: path for path in found if path.suffix in MEDIA_TYPES}
        self.routes: list[BaseRoute] = [Route(f"/{ASSETS}/{{name}}", self.asset)]

    def page(self, request: Request) -> Response:
        """Answer a browser that opens the GraphQL endpoint; 404 where there is no page."""
        if self._html is not None:
            return HTMLResponse(self._html, headers=PAGE)
        url = escape(str(request.url.replace(query="")))
        return HTMLResponse(NO_PAGE.substitute(reason=self._reason, url=url), 404, PAGE)

    async def asset(self, request: Request) -> Response:
        """Answer with a built file, in the smallest encoding that the browser takes. A name is looked up, never joined to a path."""
        path = self._assets.get(request.path_params["name"])
        if path is None:
            raise HTTPException(404)
        encoding = encoding_of(path, request.headers.get("accept-encoding", ""))
        if encoding is None:
            return FileResponse(path, headers=ASSET, media_type=MEDIA_TYPES[path.suffix])
        headers = {**ASSET, "Content-Encoding": encoding}
        return FileResponse(f"{path}{ENCODINGS[encoding]}", headers=headers, media_type=MEDIA_TYPES[path.suffix])


def encoding_of(path: Path, accepted: str) -> str | None:
    """Choose an encoding that the build made and that is accepted without a weight, as browsers do; anybody else gets the plain file."""
    names = {name.strip() for name in accepted.lower().split(",")}
    return next((name for name, suffix in ENCODINGS.items() if name in names and Path(f"{path}{suffix}").is_file()), None)
