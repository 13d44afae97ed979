"""Found the town of the journeys: a program that fills the database of `GUICHET_DATA` before the house is started."""

from guichet.wiring.commands.house import close_connections, enter, migrate_apart


def main() -> None:
    with enter():
        migrate_apart()
        from tests.journeys.town import build  # needs Django, which is ready from here on

        build()
        close_connections()


if __name__ == "__main__":
    main()
