"""The whole directory as one YAML file: read, checked, compared, stored and written back.

`nodes` turns text into lines and values without trusting it; `codecs` reads one value of a kind and writes it back; `words` says what the
file may hold; `reading` and `checks` turn it into a `Directory` or into sentences; `loading` takes the same `Directory` from the tables,
`storing` brings the tables to it, `writing` makes text of it.
"""
