"""Operations that are seen again, compiled: analysis → plan → code. Read ``compiler.py`` first, and ``docs/compiler.md``.

The plain way (``app.execution.lean`` over graphql-core) is the reference. What is not supported here goes that way, as a whole.
"""
