"""Guichet, the open multichannel counter of a public administration."""
