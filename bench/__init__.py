"""How fast the gateway is, and against whom: ``python -m bench``. See ``README.md`` for the method and the figures."""
