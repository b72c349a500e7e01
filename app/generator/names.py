"""First and last names by country, each with the ASCII spelling that its e-mail addresses use."""

import unicodedata
from typing import NamedTuple


class Names(NamedTuple):
    """The names of one country; ``titles`` stand before a woman's and a man's name."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    last: tuple[str, ...]
    titles: tuple[str, str]
    suffixes: tuple[str, ...] = ("PhD", "MBA")


ENGLISH = Names(
    women=("Mary", "Emily", "Grace", "Olivia", "Sarah", "Hannah", "Chloë", "Ruth", "Abigail", "Zoe"),
    men=("James", "William", "Daniel", "Oliver", "Henry", "Noah", "Liam", "Samuel", "George", "Theo"),
    last=("Smith", "Johnson", "Brown", "Taylor", "O'Brien", "Walker", "Clarke", "Robinson", "Lee", "Hall", "Nguyen", "Patel"),
    titles=("Ms.", "Mr."),
    suffixes=("PhD", "MD", "CPA"),
)
FRENCH = Names(
    women=("Camille", "Léa", "Zoé", "Hélène", "Françoise", "Inès", "Chloé", "Manon", "Aurélie", "Noémie"),
    men=("Louis", "Hugo", "François", "Jérôme", "Théo", "Rémi", "Étienne", "Benoît", "Loïc", "Mathieu"),
    last=("Martin", "Lefèvre", "Dubois", "Moreau", "Besançon", "Béranger", "Rousseau", "Côté", "Noël", "Gauthier"),
    titles=("Mme", "M."),
)
GERMAN = Names(
    women=("Anna", "Jutta", "Käthe", "Sophie", "Lena", "Änne", "Greta", "Friederike", "Ursula", "Mia"),
    men=("Jürgen", "Lukas", "Björn", "Felix", "Götz", "Stefan", "Matthias", "Emil", "Jörg", "Paul"),
    last=("Müller", "Schmidt", "Weiß", "Schröder", "Köhler", "Groß", "Vogel", "Jäger", "Bauer", "König"),
    titles=("Frau", "Herr"),
    suffixes=("M.Sc.", "Dipl.-Ing."),
)
SPANISH = Names(
    women=("María", "Lucía", "Begoña", "Sofía", "Inés", "Carmen", "Ángela", "Pilar", "Elena", "Noelia"),
    men=("José", "Javier", "Íñigo", "Andrés", "Raúl", "Miguel", "Óscar", "Diego", "Tomás", "Iván"),
    last=("García", "Núñez", "Muñoz", "Fernández", "López", "Ibáñez", "Pérez", "Gutiérrez", "Ramírez", "Peña"),
    titles=("Sra.", "Sr."),
)
POLISH = Names(
    women=("Agnieszka", "Małgorzata", "Zofia", "Bożena", "Łucja", "Hanna", "Joanna", "Żaneta", "Ewa", "Maja"),
    men=("Łukasz", "Paweł", "Michał", "Stanisław", "Jędrzej", "Kamil", "Grzegorz", "Wojciech", "Jan", "Rafał"),
    last=("Nowak", "Wójcik", "Woźniak", "Zając", "Łuczak", "Kaczmarek", "Dąbek", "Król", "Wróbel", "Mróz"),
    titles=("Pani", "Pan"),
)
DANISH = Names(
    women=("Åse", "Mette", "Freja", "Kirsten", "Sørine", "Ida", "Sæunn", "Astrid", "Birgit", "Emma"),
    men=("Søren", "Jørgen", "Rasmus", "Bjørn", "Åge", "Mikkel", "Ejnar", "Frederik", "Niels", "Asger"),
    last=("Jensen", "Sørensen", "Østergaard", "Kjær", "Møller", "Nørgaard", "Holm", "Lund", "Ågård", "Bæk"),
    titles=("Fru", "Hr."),
)
JAPANESE = Names(
    women=("花子", "陽菜", "結衣", "さくら", "美咲", "葵", "恵子", "優子"),
    men=("太郎", "健太", "翔", "大輔", "蓮", "一郎", "拓也", "直樹"),
    last=("山田", "佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "小林"),
    titles=("様", "様"),
    suffixes=("博士",),
)
_READINGS = {
    "花子": "hanako",
    "陽菜": "hina",
    "結衣": "yui",
    "さくら": "sakura",
    "美咲": "misaki",
    "葵": "aoi",
    "恵子": "keiko",
    "優子": "yuko",
    "太郎": "taro",
    "健太": "kenta",
    "翔": "sho",
    "大輔": "daisuke",
    "蓮": "ren",
    "一郎": "ichiro",
    "拓也": "takuya",
    "直樹": "naoki",
    "山田": "yamada",
    "佐藤": "sato",
    "鈴木": "suzuki",
    "高橋": "takahashi",
    "田中": "tanaka",
    "伊藤": "ito",
    "渡辺": "watanabe",
    "小林": "kobayashi",
}
_LETTERS = str.maketrans({"ł": "l", "ø": "oe", "å": "aa", "æ": "ae", "ß": "ss", "ö": "oe", "ü": "ue", "ä": "ae", "'": ""})


def _ascii(name: str) -> str:
    """Spell a name in small ASCII letters."""
    spelt = _READINGS.get(name, name.lower().translate(_LETTERS))
    return "".join(letter for letter in unicodedata.normalize("NFD", spelt) if letter.isascii())


_ALL = (ENGLISH, FRENCH, GERMAN, SPANISH, POLISH, DANISH, JAPANESE)

ASCII = {name: _ascii(name) for names in _ALL for name in (*names.women, *names.men, *names.last)}
"""The spelling of every first and last name in small ASCII letters."""
