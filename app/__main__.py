"""``python -m app`` is the command ``profile-gateway``."""

from app.cli import main

main()
