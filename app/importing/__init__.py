"""Fills a store from JSON Lines, in each line one profile as the upstream writes it.

``lines`` reads, ``translating`` makes rows in worker processes, ``sqlite_target`` and ``postgres_target`` write them, ``importing`` holds
these together, ``command`` is what people type.
"""
