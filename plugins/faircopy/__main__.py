"""`python -m faircopy`."""

import sys

from faircopy.cli import main

sys.exit(main())
