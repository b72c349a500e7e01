"""Invented people for tests, benchmarks and the demo: the same arguments give the same bytes everywhere.

A profile depends on the seed and on its own id alone, so ranges of ids that are generated apart fit together, households included.
"""
