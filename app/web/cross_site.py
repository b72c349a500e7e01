"""Requests that a page of another site made a browser send (cross-site request forgery). They are not executed.

Before a browser sends a POST with JSON, or any header of a page's own, to another origin, it asks first ("preflight"), and CORS is closed
by default. A GET it sends without asking. So the rule is about who sends:

* Browsers say so in ``Sec-Fetch-Site``, which no page can set: ``same-origin``, or ``none`` for an address that a person typed.
* Where that is missing (plain HTTP to another machine, browsers from before 2023), ``Origin`` must be our own. It comes with every POST.
* A GET may lack both. Then a browser is known by its ``User-Agent``, which a page cannot change without a preflight either, and must
  send a header that needs a preflight.

Programs (curl, servers, routers, native clients) send none of these headers, and carry nobody's cookies.
"""

from collections.abc import Collection, Mapping

OWN_SITES = frozenset({"same-origin", "none"})
PREFLIGHT_HEADERS = ("graphql-require-preflight", "apollo-require-preflight", "x-apollo-operation-name")
BROWSER = "Mozilla/"  # every browser's name begins so


def from_another_site(headers: Mapping[str, str], method: str, allowed_origins: Collection[str]) -> bool:
    """Whether a page of an origin that is neither ours nor allowed may have sent a request."""
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if origin is not None and origin in allowed_origins:
        return False
    if site is not None:
        return site.lower() not in OWN_SITES
    if origin is not None:
        return origin.partition("://")[2] != headers.get("host")
    return method != "POST" and is_browser(headers) and not had_preflight(headers)


def is_browser(headers: Mapping[str, str]) -> bool:
    """Whether the sender calls itself a browser."""
    return headers.get("user-agent", "").startswith(BROWSER)


def had_preflight(headers: Mapping[str, str]) -> bool:
    """Whether a browser must have asked before it sent this."""
    return any(name in headers for name in PREFLIGHT_HEADERS)
