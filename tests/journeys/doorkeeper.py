"""Makes links as the product mails them: a program, run beside the house, that prints one address.

python -m tests.journeys.doorkeeper invite EMAIL ROLE SITE
python -m tests.journeys.doorkeeper forgotten EMAIL SITE
"""

import sys

from guichet.wiring.commands.house import close_connections, enter


def main() -> None:
    with enter():
        from tests.journeys.links import forgotten, invite  # needs Django, which is ready from here on

        verb, *arguments = sys.argv[1:]
        print(invite(*arguments) if verb == "invite" else forgotten(*arguments))
        close_connections()


if __name__ == "__main__":
    main()
