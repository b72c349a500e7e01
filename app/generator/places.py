"""Ten countries: their cities, how their addresses read, and phone numbers that ring nowhere.

Where a regulator reserves numbers for fiction, those are used first (555-01xx in North America; the ranges of Ofcom, ARCEP and the
Bundesnetzagentur). Elsewhere, and once those are used up, a number begins with 0 where its plan allows no 0 (or stands in an exchange 1xx
of area code 555, neither of which exists). Both together suffice for ten million profiles in a row with at most 50 of them on one number.
"""

from typing import NamedTuple

from app.generator.names import DANISH, ENGLISH, FRENCH, GERMAN, JAPANESE, POLISH, SPANISH, Names
from app.generator.numbers import Series


class City(NamedTuple):
    """A city; ``postal`` has ``#`` for free digits, ``line`` is its range of numbers (see ``numbers.Line``)."""

    name: str
    region: str
    postal: str
    line: str


class Country(NamedTuple):
    """A country; ``line1`` and ``line2`` are format strings of ``street`` and ``number``."""

    name: str
    codes: tuple[str, str, str]  # ISO 3166-1: numeric, alpha-2, alpha-3
    locales: tuple[str, ...]
    names: Names
    streets: tuple[str, ...]
    line1: str
    line2: str
    cities: tuple[City, ...]
    homes: Series  # two numbers for each household: at home, at work
    mobiles: Series  # one number for each of up to six members


def _homes(cities: tuple[City, ...], spare: str) -> Series:
    return Series([city.line for city in cities], spare, slots=2)


def _mobiles(*lines: str) -> Series:
    return Series(lines[:-1], lines[-1], slots=6)


_US_CITIES = (
    City("New York", "NY", "100##", "+1 (212) 555-01##"),
    City("Chicago", "IL", "606##", "+1 (312) 555-01##"),
    City("Los Angeles", "CA", "900##", "+1 (213) 555-01##"),
    City("Houston", "TX", "770##", "+1 (713) 555-01##"),
    City("Seattle", "WA", "981##", "+1 (206) 555-01##"),
    City("Denver", "CO", "802##", "+1 (303) 555-01##"),
    City("Boston", "MA", "021##", "+1 (617) 555-01##"),
    City("Miami", "FL", "331##", "+1 (305) 555-01##"),
)
_CA_CITIES = (
    City("Toronto", "ON", "M#V #A#", "+1 (416) 555-01##"),
    City("Montréal", "QC", "H#X #B#", "+1 (514) 555-01##"),
    City("Vancouver", "BC", "V#K #E#", "+1 (604) 555-01##"),
)
_GB_CITIES = (
    City("London", "England", "N# #AB", "+44 20 7946 0###"),
    City("Manchester", "England", "M# #CD", "+44 161 496 0###"),
    City("Glasgow", "Scotland", "G# #EF", "+44 141 496 0###"),
    City("Leeds", "England", "LS# #GH", "+44 113 496 0###"),
)
_DE_CITIES = (
    City("Berlin", "Berlin", "10###", "+49 30 23125 ###"),
    City("Frankfurt am Main", "Hessen", "603##", "+49 69 90009 ###"),
    City("Hamburg", "Hamburg", "202##", "+49 40 66969 ###"),
    City("Köln", "Nordrhein-Westfalen", "506##", "+49 221 4710 ###"),
    City("München", "Bayern", "803##", "+49 89 99998 ###"),
)
_FR_CITIES = (
    City("Paris", "Île-de-France", "750##", "+33 1 99 00 ## ##"),
    City("Nantes", "Pays de la Loire", "440##", "+33 2 61 91 ## ##"),
    City("Besançon", "Bourgogne-Franche-Comté", "250##", "+33 3 53 01 ## ##"),
    City("Lyon", "Auvergne-Rhône-Alpes", "690##", "+33 4 65 71 ## ##"),
    City("Toulouse", "Occitanie", "310##", "+33 5 36 49 ## ##"),
)
_ES_CITIES = (City("Madrid", "Madrid", "280##", "+34 001 ## ## ##"), City("A Coruña", "Galicia", "150##", "+34 002 ## ## ##"))
_PL_CITIES = (City("Łódź", "łódzkie", "90-###", "+48 00 1## ## ##"), City("Kraków", "małopolskie", "30-###", "+48 00 2## ## ##"))
_DK_CITIES = (City("København", "Hovedstaden", "1###", "+45 01 ## ## ##"), City("Århus", "Midtjylland", "80##", "+45 02 ## ## ##"))
_JP_CITIES = (City("東京都", "新宿区", "160-00##", "+81 3-00##-####"), City("大阪市", "大阪府", "530-00##", "+81 6-00##-####"))
_MX_CITIES = (City("Ciudad de México", "CDMX", "06###", "+52 001 ### ####"), City("Mérida", "Yucatán", "97###", "+52 002 ### ####"))

_AMERICAN_STREETS = ("Maple Street", "Oak Avenue", "2nd Street", "Lakeview Drive", "Cedar Lane", "Washington Boulevard", "Elm Court")
_BRITISH_STREETS = ("High Street", "Station Road", "Church Lane", "Victoria Terrace", "Mill Hill", "The Crescent")
_GERMAN_STREETS = ("Hauptstraße", "Lindenallee", "Am Mühlbach", "Goethestraße", "Königsweg", "Schloßplatz")
_FRENCH_STREETS = ("rue de la République", "avenue des Tilleuls", "boulevard Saint-Michel", "rue du Château", "allée des Érables")
_SPANISH_STREETS = ("Calle Mayor", "Avenida de la Constitución", "Calle del Peñón", "Plaza España", "Paseo de los Álamos")
_POLISH_STREETS = ("ul. Długa", "ul. Świętojańska", "al. Róż", "ul. Źródlana", "ul. Ogrodowa")
_DANISH_STREETS = ("Nørregade", "Søndergade", "Ågade", "Kirkevej", "Bøgevænget")
_JAPANESE_STREETS = ("青葉町", "桜通り", "本町", "緑ヶ丘", "中央")

UNITED_STATES = Country(
    name="United States",
    codes=("840", "US", "USA"),
    locales=("en_US", "en_US", "en_US", "es_US"),
    names=ENGLISH,
    streets=_AMERICAN_STREETS,
    line1="{number} {street}",
    line2="Apt {number}",
    cities=_US_CITIES,
    homes=_homes(_US_CITIES, "+1 (055) 5##-####"),
    mobiles=_mobiles("+1 (917) 555-01##", "+1 (773) 555-01##", "+1 (425) 555-01##", "+1 (786) 555-01##", "+1 (555) 1##-####"),
)
CANADA = Country(
    name="Canada",
    codes=("124", "CA", "CAN"),
    locales=("en_CA", "fr_CA"),
    names=FRENCH,
    streets=_AMERICAN_STREETS,
    line1="{number} {street}",
    line2="Suite {number}",
    cities=_CA_CITIES,
    homes=_homes(_CA_CITIES, "+1 (055) 3##-####"),
    mobiles=_mobiles("+1 (647) 555-01##", "+1 (438) 555-01##", "+1 (778) 555-01##", "+1 (055) 4##-####"),
)
UNITED_KINGDOM = Country(
    name="United Kingdom",
    codes=("826", "GB", "GBR"),
    locales=("en_GB",),
    names=ENGLISH,
    streets=_BRITISH_STREETS,
    line1="{number} {street}",
    line2="Flat {number}",
    cities=_GB_CITIES,
    homes=_homes(_GB_CITIES, "+44 00 1### ####"),
    mobiles=_mobiles("+44 7700 900###", "+44 00 7### ####"),
)
GERMANY = Country(
    name="Deutschland",
    codes=("276", "DE", "DEU"),
    locales=("de_DE",),
    names=GERMAN,
    streets=_GERMAN_STREETS,
    line1="{street} {number}",
    line2="Hinterhaus {number}",
    cities=_DE_CITIES,
    homes=_homes(_DE_CITIES, "+49 00 1### ####"),
    mobiles=_mobiles("+49 171 39200 ##", "+49 176 040690 ##", "+49 00 7### ####"),
)
FRANCE = Country(
    name="France",
    codes=("250", "FR", "FRA"),
    locales=("fr_FR",),
    names=FRENCH,
    streets=_FRENCH_STREETS,
    line1="{number} {street}",
    line2="Appartement {number}",
    cities=_FR_CITIES,
    homes=_homes(_FR_CITIES, "+33 00 1# ## ## ##"),
    mobiles=_mobiles("+33 6 39 98 ## ##", "+33 00 7# ## ## ##"),
)
SPAIN = Country(
    name="España",
    codes=("724", "ES", "ESP"),
    locales=("es_ES", "ca_ES"),
    names=SPANISH,
    streets=_SPANISH_STREETS,
    line1="{street}, {number}",
    line2="Piso {number}",
    cities=_ES_CITIES,
    homes=_homes(_ES_CITIES, "+34 00 1# ## ## ##"),
    mobiles=_mobiles("+34 007 ## ## ##", "+34 00 8# ## ## ##"),
)
POLAND = Country(
    name="Polska",
    codes=("616", "PL", "POL"),
    locales=("pl_PL",),
    names=POLISH,
    streets=_POLISH_STREETS,
    line1="{street} {number}",
    line2="m. {number}",
    cities=_PL_CITIES,
    homes=_homes(_PL_CITIES, "+48 00 3## ## ##"),
    mobiles=_mobiles("+48 00 7## ## ##", "+48 00 8## ## ##"),
)
DENMARK = Country(
    name="Danmark",
    codes=("208", "DK", "DNK"),
    locales=("da_DK",),
    names=DANISH,
    streets=_DANISH_STREETS,
    line1="{street} {number}",
    line2="{number}. tv.",
    cities=_DK_CITIES,
    homes=_homes(_DK_CITIES, "+45 03 ## ## ##"),
    mobiles=_mobiles("+45 07 ## ## ##", "+45 08 ## ## ##"),
)
JAPAN = Country(
    name="日本",
    codes=("392", "JP", "JPN"),
    locales=("ja_JP",),
    names=JAPANESE,
    streets=_JAPANESE_STREETS,
    line1="{street}{number}-5",
    line2="{number}号室",
    cities=_JP_CITIES,
    homes=_homes(_JP_CITIES, "+81 3-01##-####"),
    mobiles=_mobiles("+81 90-00##-####", "+81 90-01##-####"),
)
MEXICO = Country(
    name="México",
    codes=("484", "MX", "MEX"),
    locales=("es_MX",),
    names=SPANISH,
    streets=_SPANISH_STREETS,
    line1="{street} {number}",
    line2="Int. {number}",
    cities=_MX_CITIES,
    homes=_homes(_MX_CITIES, "+52 003 ### ####"),
    mobiles=_mobiles("+52 007 ### ####", "+52 008 ### ####"),
)

WHEEL: tuple[Country, ...] = (
    *(UNITED_STATES, GERMANY, UNITED_STATES, POLAND, FRANCE, UNITED_STATES, DENMARK, UNITED_KINGDOM, UNITED_STATES, JAPAN),
    *(UNITED_STATES, SPAIN, GERMANY, UNITED_STATES, CANADA, FRANCE, UNITED_STATES, MEXICO, UNITED_KINGDOM, UNITED_STATES),
)
"""Twenty households in a row live in these countries: that is their share of all."""
