"""How the counter does: counted from the journal, each contact once (R7), per quarter of an hour, channel, queue, reason and territory."""
