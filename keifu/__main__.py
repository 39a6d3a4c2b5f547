"""`python -m keifu` is the command `keifu`."""

import sys

from keifu.cli import main

sys.exit(main())
