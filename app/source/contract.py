"""Where the upstream's reads are found and what their parameters are called: the one place to change when a real account differs.

Only ``implied``, ``includeConsentHistory`` and ``phoneType`` are documented by the vendor; every other name and path here is assumed.
The names inside its answers are in ``wire.py``.
"""

from msgspec import Struct

PROFILE_ID = "{profileId}"
"""Stands in ``profile_path`` for the id."""


class UpstreamContract(Struct, frozen=True, kw_only=True):
    """Paths, which follow the base and the account, and the names of query parameters.

    Attributes:
        phone_path: profiles by phone number.
        email_path: profiles by e-mail address.
        alternate_id_path: one profile by its id in another system.
        profile_path: one profile by its id, which takes the place of ``{profileId}``.
        phone_number: the digits of the number.
        phone_type: only numbers of this type.
        email_address: the address.
        email_type: only addresses of this type.
        alternate_id: the id in another system.
        alternate_id_type: which other system.
        implied: implied preferences too.
        include_inactive: inactive profiles too.
        include_consent_history: every consent record.
    """

    phone_path: str = "Profile/Phone"
    email_path: str = "Profile/Email"
    alternate_id_path: str = "Profile/AlternateId"
    profile_path: str = f"Profile/{PROFILE_ID}"
    phone_number: str = "phoneNumber"
    phone_type: str = "phoneType"
    email_address: str = "emailAddress"
    email_type: str = "emailType"
    alternate_id: str = "alternateId"
    alternate_id_type: str = "alternateIdType"
    implied: str = "implied"
    include_inactive: str = "includeInactive"
    include_consent_history: str = "includeConsentHistory"

    def __post_init__(self) -> None:
        """Refuse a path that cannot name a profile.

        Raises:
            ValueError: when ``profile_path`` has no place for the id.
        """
        if PROFILE_ID not in self.profile_path:
            raise ValueError(f"profile_path needs {PROFILE_ID} where the id belongs")
