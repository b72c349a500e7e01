"""Memory that an answer gave back is kept for the next one."""

import platform
import subprocess
import sys

import pytest

LARGE_ANSWERS = """
import resource, sys
from app.memory import keep_freed_memory

if sys.argv[1] == "kept":
    keep_freed_memory()

def answer():
    return b"".join([bytes(20_000) for _ in range(400)])

answer()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(20):
    answer()
print((resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before) // 20)
"""


def pages_for_each(habit: str) -> int:
    return int(subprocess.run([sys.executable, "-c", LARGE_ANSWERS, habit], check=True, capture_output=True, text=True).stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="what is told is told to glibc; other C libraries do not know it")
def test_a_large_answer_after_another_needs_no_new_pages() -> None:
    assert pages_for_each("kept") < pages_for_each("given back") / 10
