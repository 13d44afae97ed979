"""Makes links as the product mails them, and lets time pass: a program beside a house that answers each line with one address or nothing.

invite EMAIL ROLE SITE
forgotten EMAIL SITE
age EMAIL SITE
gather
prove ADDRESS
"""

import sys
from collections.abc import Callable

from guichet.wiring.commands.house import close_connections, enter


def main() -> None:
    with enter():
        from tests.journeys import links  # needs Django, which is ready from here on

        verbs: dict[str, Callable[..., str]] = {
            "invite": links.invite,
            "forgotten": links.forgotten,
            "age": links.age,
            "gather": links.gather,
            "prove": links.prove,
        }
        for line in sys.stdin:
            verb, *arguments = line.split()
            print("=", verbs[verb](*arguments), flush=True)
        close_connections()


if __name__ == "__main__":
    main()
