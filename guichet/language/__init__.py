"""Engines for words: vectors and the language of a text, each behind a small contract.

A model comes from a folder or a package and is never fetched here; what is heavy runs in a process of its own (`process.py`), so that an
engine that hangs, dies or eats memory takes nothing else with it. Where a model is missing, `errors.py` says what is missing and how to get
it, and a person is always the other way.
"""
