"""`python -m reverie.timetable`: the commands without the rest of Reverie."""

import sys

from reverie.timetable.command_line import main

sys.exit(main())
