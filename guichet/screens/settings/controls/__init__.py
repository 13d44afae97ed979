"""How each kind of value is asked for on a form: drawn from a plain value of the directory, read back into one, and shown in words.

A control trusts nothing: what it reads is checked by the directory's own codecs, like a file.
"""
