"""The hot doors of signed-in people: what an agent has in hand, what he does with it, and the supervisor's board, as it happens."""
