"""`python -m reverie.instruments`."""

import sys

from reverie.instruments.command_line import main

sys.exit(main())
