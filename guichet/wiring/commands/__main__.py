import sys

from guichet.wiring.commands import main

sys.exit(main())
