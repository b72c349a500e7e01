import hashlib
import os
import subprocess
import sys
from itertools import islice

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.generator.profiles import lines, profiles

GOLDEN = "d04908a353eeb372fcb8f1f7f538f32b496e8750323f8290d0327a11ed6395d8"
"""Changes when, and only when, the same arguments give other people: whoever keeps files of them will want to know."""


def digest(count: int, seed: int, start_id: int = 1) -> str:
    return hashlib.sha256(b"".join(lines(count, seed, start_id))).hexdigest()


def test_the_bytes_are_the_ones_they_always_were() -> None:
    assert digest(200, seed=42) == GOLDEN


@pytest.mark.parametrize("hash_seed", ["0", "1", "4242"])
def test_the_bytes_do_not_depend_on_how_python_hashes(hash_seed: str) -> None:
    code = "import sys; from app.generator.profiles import lines; sys.stdout.buffer.writelines(lines(200, 42))"
    environment = os.environ | {"PYTHONHASHSEED": hash_seed}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment)
    assert hashlib.sha256(done.stdout).hexdigest() == GOLDEN


def test_profiles_are_the_lines_read() -> None:
    assert list(profiles(60, seed=3)) == [orjson.loads(line) for line in lines(60, seed=3)]


def test_a_line_is_one_json_object_with_a_line_feed() -> None:
    for line in lines(300):
        assert line.endswith(b"}\n")
        assert line.count(b"\n") == 1
        assert isinstance(orjson.loads(line), dict)


@given(seed=st.integers(), count=st.integers(0, 120), more=st.integers(0, 60), start_id=st.integers(1, 2**62))
@settings(deadline=None, max_examples=25)
def test_the_first_of_many_are_the_same_as_the_first_of_few(seed: int, count: int, more: int, start_id: int) -> None:
    few = list(lines(count, seed, start_id))
    assert few == list(islice(lines(count + more, seed, start_id), count))


@given(seed=st.integers(), start_id=st.integers(1, 2**62), skipped=st.integers(0, 120))
@settings(deadline=None, max_examples=25)
def test_a_person_is_the_same_whatever_range_the_id_is_in(seed: int, start_id: int, skipped: int) -> None:
    whole = list(lines(skipped + 3, seed, start_id))
    assert whole[skipped:] == list(lines(3, seed, start_id + skipped))


@given(seed=st.integers(), start_id=st.integers(1, 2**62))
@settings(deadline=None, max_examples=25)
def test_ids_follow_the_first_without_a_gap(seed: int, start_id: int) -> None:
    assert [profile["ProfileId"] for profile in profiles(30, seed, start_id)] == list(range(start_id, start_id + 30))


@given(seed=st.integers())
@settings(deadline=None, max_examples=25)
def test_another_seed_is_other_people(seed: int) -> None:
    assert digest(5, seed) != digest(5, seed + 1)


def test_no_profile_is_made_before_it_is_asked_for() -> None:
    assert next(profiles(10**15))["ProfileId"] == 1


def test_none_are_none() -> None:
    assert list(lines(0)) == []


def test_a_profile_is_one_s_own_to_change() -> None:
    first, second = list(profiles(1)), list(profiles(1))
    first[0].clear()
    assert second[0]["ProfileId"] == 1
