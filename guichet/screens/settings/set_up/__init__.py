"""The guide of the first set-up: seven steps from an empty installation to a first contact that is answered.

Each step is kept when it is left, so that the guide goes on where it was interrupted. The first two are open to whoever holds the link that
`guichet serve` prints while nobody can sign in; the others to administrators.
"""
