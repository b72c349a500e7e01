"""Reading over HTTP as production meets it: one deadline, retries within a budget, a breaker, shared calls, turns, credentials."""
