"""The REST upstream as a source: one call for lookups that differ only in what they show, all calls of a batch at once."""

import asyncio
import logging
import ssl
from collections.abc import Mapping, Sequence
from functools import reduce
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy
from operator import or_

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport
from msgspec.structs import replace

from app.errors import AccountNotFound, GatewayError, UpstreamUnavailable
from app.model import Handle, View
from app.source.contract import UpstreamContract
from app.source.narrowing import narrowed
from app.source.protocol import Caller, Collection, Edge, EmailLookup, Found, Lookup, PhoneLookup
from app.source.rest_answers import answer
from app.source.rest_errors import translated
from app.source.rest_questions import question
from app.source.rest_read import read
from app.source.translation import profiles_from_json

_ALL = View()


def upstream_client(base_url: str, timeout: float, max_connections: int) -> httpx.AsyncClient:
    """Make the client for a ``RestSource``, which closes it. Call it anywhere; its connections belong to the loop that first reads.

    Args:
        base_url: of the upstream, without the account.
        timeout: seconds for each step of a read: to connect, and between two pieces of an answer.
        max_connections: open at once.
    """
    logging.getLogger("httpx").addFilter(_without_requests)
    trusted = ssl.create_default_context()

    def session() -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(limit=max_connections, ssl=trusted)
        return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())

    return httpx.AsyncClient(
        base_url=base_url,
        transport=AiohttpTransport(verify=trusted, client=session),
        timeout=timeout,
        headers={"Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": "profile-gateway"},
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),  # one caller's cookies are not another's
        follow_redirects=False,
        trust_env=False,
    )


def _without_requests(_record: logging.LogRecord) -> bool:
    """Drop httpx's lines: each names the address of a request, which holds a phone number or an e-mail address."""
    return False


class RestSource:
    """Reads profiles from the upstream. Every value comes with all its collections."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        contract: UpstreamContract | None = None,
        concurrency: int = 32,
        deadline: float = 10.0,
        size_limit: int = 64 * 1024 * 1024,
    ) -> None:
        """Read over ``client``, which is closed with the source.

        Args:
            client: made by ``upstream_client``.
            contract: what the upstream calls things, if it differs from what is assumed.
            concurrency: calls at once, at most.
            deadline: seconds for one call in all, the wait for its turn included.
            size_limit: bytes that one answer may have, decompressed.
        """
        self._client = client
        self._contract = contract or UpstreamContract()
        self._turns = asyncio.Semaphore(concurrency)
        self._deadline = deadline
        self._size_limit = size_limit

    async def find(self, lookups: Sequence[Lookup], caller: Caller) -> Mapping[Lookup, Found]:
        """Answer each lookup, with one call for those that are equal but for their view."""
        async with asyncio.TaskGroup() as calls:
            asked = [(together, calls.create_task(self._found(_widest(together), caller))) for together in _equal_but_for_view(lookups)]
        return {lookup: _shown(call.result(), lookup.view) for together, call in asked for lookup in together}

    async def collections(self, edge: Edge, parents: Sequence[Handle], caller: Caller) -> Mapping[Handle, Collection]:  # noqa: ARG002
        """Refuse: no value of this source has a handle, so there is nothing to ask for.

        Raises:
            ValueError: when asked for the collections of another source's values.
        """
        if parents:
            raise ValueError("the REST source has no unread collections: this handle is another source's")
        return {}

    async def ready(self) -> None:
        """Return when the upstream's base answers, with any status but one of its own failure: no read is known that needs no account.

        Raises:
            GatewayError: when it does not.
        """
        with translated():
            async with asyncio.timeout(self._deadline), self._client.stream("GET", "") as response:
                if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                    raise UpstreamUnavailable

    async def close(self) -> None:
        """Close the client."""
        await self._client.aclose()

    async def _found(self, lookup: Lookup, caller: Caller) -> Found:
        try:
            body = await self._read(lookup, caller)
            return answer(lookup, profiles_from_json(body, lookup.account_id))
        except AccountNotFound as error:  # a 404, which does not say what it did not find
            return error if isinstance(lookup, PhoneLookup | EmailLookup) else ()
        except GatewayError as error:
            return error

    async def _read(self, lookup: Lookup, caller: Caller) -> bytes:
        with translated():
            url = question(lookup, self._contract)
            async with asyncio.timeout(self._deadline), self._turns:
                return await read(self._client, url, caller.authorization, self._size_limit)


def _equal_but_for_view(lookups: Sequence[Lookup]) -> list[list[Lookup]]:
    groups: dict[Lookup, list[Lookup]] = {}
    for lookup in lookups:
        groups.setdefault(replace(lookup, view=_ALL), []).append(lookup)
    return list(groups.values())


def _widest(lookups: Sequence[Lookup]) -> Lookup:
    """Return the lookup that shows what any of them shows."""
    return replace(lookups[0], view=reduce(or_, [lookup.view for lookup in lookups]))


def _shown(found: Found, view: View) -> Found:
    if isinstance(found, GatewayError):
        return found
    return tuple([narrowed(profile, view) for profile in found])
