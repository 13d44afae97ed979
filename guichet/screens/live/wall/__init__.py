"""Figures for a wall: whoever has a supervisor's link sees how many wait and how long, and nothing of anybody."""
