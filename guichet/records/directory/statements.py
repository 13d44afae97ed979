"""Hand-written statements for the hot doors."""

SEATS_OF_SESSIONS = """
select wanted.key, account_id, organisation_id, roles, language, agent_id, is_held
from unnest(%s::text[]) as wanted(key) cross join lateral directory_seat_of_session(wanted.key)
"""
"""Who sits behind session keys: no row for one that is unknown or expired, or whose account or organisation is closed.

`roles` is text[]; `agent_id` is null for an account to whom nothing is routed; `is_held`: its session is locked, or
lacks a proof. It runs before `SET_ORGANISATION`: the function reads as the tables' owner.
"""
