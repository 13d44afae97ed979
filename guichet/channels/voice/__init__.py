"""Telephone: SIP at the edge, media in rtpengine, and a process that speaks for the house."""
