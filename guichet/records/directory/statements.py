"""Hand-written statements for the hot doors."""

SEAT_OF_SESSION = """
select account_id, organisation_id, roles, language, agent_id from directory_seat_of_session(%s)
"""
"""Who sits behind a session key: no row when the session is unknown or expired, or its account or organisation closed.

`roles` is text[]; `agent_id` is null for an account to whom nothing is routed. It runs before `SET_ORGANISATION`: the function reads as
the tables' owner.
"""
