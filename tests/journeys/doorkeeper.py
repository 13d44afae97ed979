"""Makes links as the product mails them, and lets time pass: a program, run beside the house, that prints one address or nothing.

python -m tests.journeys.doorkeeper invite EMAIL ROLE SITE
python -m tests.journeys.doorkeeper forgotten EMAIL SITE
python -m tests.journeys.doorkeeper age EMAIL SITE
"""

import sys
from collections.abc import Callable

from guichet.wiring.commands.house import close_connections, enter


def main() -> None:
    with enter():
        from tests.journeys import links  # needs Django, which is ready from here on

        verb, *arguments = sys.argv[1:]
        verbs: dict[str, Callable[..., str]] = {"invite": links.invite, "forgotten": links.forgotten, "age": links.age}
        print(verbs[verb](*arguments))
        close_connections()


if __name__ == "__main__":
    main()
