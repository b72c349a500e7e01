"""The proxy over httpx's client and aiohttp's connections."""

from clients import over_httpx
from proxying import proxy

app = proxy(over_httpx)
