"""The inbox (what came in) and the journal (what happened, numbered): how processes learn of each other's facts."""
