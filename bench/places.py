"""Where things lie, and which core does what."""

import sys
from pathlib import Path

BENCH = Path(__file__).parent
ROOT = BENCH.parent
RIVALS = BENCH / "rivals"
"""What is ours of the rivals: a folder for each environment."""
INSTALLED = BENCH / ".rivals"
"""The environments themselves."""
DATA = BENCH / ".data"
"""Profiles and stores, made once."""
RESULTS = BENCH / "results.json"
PLOT = BENCH / "results.svg"
TABLES = BENCH / "RESULTS.md"

PROGRAMS = Path(sys.executable).parent
"""The gateway's own programs."""

SERVER_CORE = 0
LOAD_CORE = 1
"""Load, upstream and PostgreSQL share this one."""

ACCOUNT = "bench"
