"""What is shown of personal data to a caller who may not see it: enough to recognise a value that one knows, too little to use it.

The number of stars says nothing about the length of what they hide.
"""

HIDDEN = "***"
DIGITS_HIDDEN = "*******"
SHOWN_AT_THE_END = 2
LONG_ENOUGH = 7


def phone(number: str) -> str:
    """Show the first digit of an international number, and the last two: ``+1*******99``."""
    digits = [character for character in number if character.isdecimal()]
    if len(digits) < LONG_ENOUGH:
        return DIGITS_HIDDEN
    first = f"+{digits[0]}" if number.lstrip().startswith("+") else ""
    return first + DIGITS_HIDDEN + "".join(digits[-SHOWN_AT_THE_END:])


def email(address: str) -> str:
    """Show the first character and the domain: ``a***@example.com``."""
    local, at, domain = address.rpartition("@")
    return f"{local[:1]}{HIDDEN}@{domain}" if at and local and domain else HIDDEN


def name(part: str) -> str:
    """Show the initial: ``R***``."""
    return part[:1] + HIDDEN


def address(_line: str) -> str:
    """Show nothing: a house number or a postal code is short, and its beginning says much."""
    return HIDDEN
