"""Who lives with whom, and where: twenty households with fifty people follow from a seed and their place among all."""

from collections.abc import Iterator
from itertools import chain, count, islice
from typing import NamedTuple

from app.generator.dice import Dice
from app.generator.names import ASCII
from app.generator.numbers import Number
from app.generator.places import UNITED_STATES, WHEEL, Country

_SIZES = (1, 4, 2, 1, 3, 5, 1, 2, 1, 6, 2, 1, 4, 1, 3, 2, 1, 5, 2, 3)
"""The sizes of the twenty households of a block."""
_PEOPLE = sum(_SIZES)
_TURN = 7
"""By how many places the next block's countries are turned, so that a size is not tied to a country."""
_RANKS = tuple(WHEEL[:place].count(country) for place, country in enumerate(WHEEL))
_TOTALS = tuple(WHEEL.count(country) for country in WHEEL)


class Household(NamedTuple):
    """People with one last name, address and landline.

    Attributes:
        serial: which household of its country this is; its numbers follow from that.
        fillers: what its members have in common in a template.
    """

    number: int
    size: int
    serial: int
    country: Country
    fillers: dict[str, object]


class Person(NamedTuple):
    """One member of a household; the first is its primary.

    Attributes:
        fate: from 0 to 1, decides which life the person leads.
        fillers: what a template says of the person.
    """

    household: Household
    locale: str
    fate: float
    fillers: dict[str, object]


def people(seed: int, start_id: int) -> Iterator[Person]:
    """People without end, from an id on; each id belongs to the same person wherever one starts."""
    block, skipped = divmod(start_id - 1, _PEOPLE)
    return islice(chain.from_iterable(_block(seed, number) for number in count(block)), skipped, None)


def household(dice: Dice, number: int) -> Household:
    """The household of a number."""
    block, position = divmod(number, len(_SIZES))
    slot = (position + _TURN * block) % len(WHEEL)
    country, serial = WHEEL[slot], block * _TOTALS[slot] + _RANKS[slot]
    last = dice.pick(country.names.last)
    fillers = _address(dice, country, serial) | landline(country.homes.number(serial, 0))
    office, office_digits = country.homes.number(serial, 1)
    fillers |= {"household": number, "last": last, "last_ascii": ASCII[last], "office": office, "office_digits": office_digits}
    return Household(number, _SIZES[position], serial, country, fillers)


def landline(number: Number) -> dict[str, object]:
    """The fillers of a household's shared number."""
    return {"home": number.text, "home_digits": number.numeric}


def person(dice: Dice, home: Household, profile_id: int, member: int) -> Person:
    """The member of a household, under an id."""
    names = home.country.names
    woman = dice.below(2)
    given = (names.men, names.women)[woman]
    first = dice.pick(given)
    mobile, mobile_digits = home.country.mobiles.number(home.serial, member)
    fillers = {
        **home.fillers,
        "id": profile_id,
        "first": first,
        "first_ascii": ASCII[first],
        "initial": ASCII[first][0].upper(),
        "middle": dice.pick(given),
        "title": names.titles[1 - woman],
        "suffix": dice.pick(names.suffixes),
        "is_primary": "false" if member else "true",
        "mobile": mobile,
        "mobile_digits": mobile_digits,
    }
    return Person(home, dice.pick(home.country.locales), dice.roll(), fillers)


def _block(seed: int, block: int) -> Iterator[Person]:
    dice = Dice(seed, "block", block)
    profile_id = block * _PEOPLE
    for number in range(block * len(_SIZES), (block + 1) * len(_SIZES)):
        home = household(dice, number)
        for member in range(home.size):
            profile_id += 1
            yield person(dice, home, profile_id, member)


def _address(dice: Dice, country: Country, serial: int) -> dict[str, object]:
    city = country.cities[serial % len(country.cities)]
    line1 = country.line1.format(number=1 + dice.below(180), street=dice.pick(country.streets))
    line2 = country.line2.format(number=1 + dice.below(40))
    postal = "".join(str(dice.below(10)) if sign == "#" else sign for sign in city.postal)
    address: dict[str, object] = {"line1": line1, "line2": line2, "city": city.name, "region": city.region, "postal": postal}
    if country is UNITED_STATES:
        address |= {"line1_upper": line1.upper(), "line2_upper": line2.upper(), "city_upper": city.name.upper()}
    return address
