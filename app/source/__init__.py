"""Where profiles come from: one protocol (``protocol.py``), two sources behind it (``rest.py``, ``sql.py``)."""
