"""Stored scripts: drafted, reviewed, published and rolled back; the sessions of those who use them, and the verbs these may carry out."""
