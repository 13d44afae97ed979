"""The pages of the administrator: the whole directory, its history, the looks of the organisation, and the guide of the first set-up.

They work without scripts; htmx only spares a reload where a list is searched, a row is added or an effect is looked at.
"""
