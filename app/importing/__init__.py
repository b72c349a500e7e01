"""Fills a store from JSON Lines, one profile of the upstream's JSON in each.

``lines`` reads, ``translating`` makes rows in worker processes, ``targets`` are the two stores rows are written to, ``importing`` holds
these together, ``command`` is what people type.
"""
