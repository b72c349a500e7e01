"""Who is calling, and what they may read: ``principal.py`` says what is known of a caller, and each other file is one scheme."""
