"""A phone number of the demo for each case that a lookup can meet. Apart from the people, for a start that greets makes none of them."""

from app.generator.numbers import set_aside

RICH, FAMILY, FIFTY, SIXTY, INACTIVE = map(set_aside, (9999, 5, 50, 60, 0))

DEMO_NUMBERS: tuple[tuple[str, str], ...] = (
    (str(RICH.numeric), "one person, with every field filled in"),
    (str(FAMILY.numeric), "a family of five that shares a landline"),
    (str(FIFTY.numeric), "50 people, as many as one lookup returns; with includeInactive there is one too many"),
    (str(SIXTY.numeric), 'more people than one lookup returns: TOO_MANY_PROFILES, unless phoneType is "Helpdesk"'),
    (str(INACTIVE.numeric), "one person, who is inactive: found with includeInactive alone"),
)
"""Numbers to try, and what each shows."""
