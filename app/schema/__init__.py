"""The graph that clients see. Read ``query.py`` first: it is where an operation enters.

Types are declarations over model values: Strawberry reads ``Email.address`` from ``model.Email.address``, and nothing is built per object.
"""
