"""A GraphQL gateway to people's profiles, with their consents and preferences."""
