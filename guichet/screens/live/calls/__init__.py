"""The telephone on the desk: what an agent's legs do, and what he wants of them. Signalling goes by SSE and POST (ADR 17)."""
