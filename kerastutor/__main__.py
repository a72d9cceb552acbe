"""`python -m kerastutor`: the same commands as the `kerastutor` script."""

import sys

from kerastutor.course.cli import main

if __name__ == "__main__":
    sys.exit(main())
