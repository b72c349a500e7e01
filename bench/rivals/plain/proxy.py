"""The proxy over aiohttp's own client."""

from clients import over_aiohttp
from proxying import proxy

app = proxy(over_aiohttp)
