"""From a request to an answer. ``engine.py`` is the one door; the rest are its steps: documents, errors, encoding."""
