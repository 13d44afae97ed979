"""Texts as a voice says them: what is written for the eye (amounts, dates, hours, numbers, acronyms, addresses) put into words.

Pure: no Django, no clock, no file. What is sayable already stays as it is, so doing it twice changes nothing.
"""
