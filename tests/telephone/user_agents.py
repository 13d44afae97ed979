"""The user agents of a voice process alone, in a process of their own: sippy lives once in each. They read from a pipe what to register
(JSON by line), and write what they are told.

    python -m tests.telephone.user_agents PORT_OF_THE_EDGE PORT_OF_THEIR_OWN
"""

import asyncio
import json
import sys
from dataclasses import asdict

from guichet.channels.voice.sip.agents import UserAgents
from guichet.channels.voice.sip.words import Invited, Registering, Told


async def live(edge: int, own: int) -> None:
    agents: UserAgents

    def write(told: Told) -> None:
        print(json.dumps({"kind": type(told).__name__, **asdict(told)}), flush=True)
        if isinstance(told, Invited):
            agents.refuse(told.leg, 404, "Not In Service")

    agents = UserAgents(("127.0.0.1", own), ("127.0.0.1", edge), write)
    await agents.start()
    agents.open()
    while line := await asyncio.to_thread(sys.stdin.readline):
        agents.register(Registering(**json.loads(line)))
    await agents.stop()


if __name__ == "__main__":
    asyncio.run(live(int(sys.argv[1]), int(sys.argv[2])))
