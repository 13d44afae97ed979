"""Whole calls through the running product, with real telephones: what one side plays, the other must hear."""
