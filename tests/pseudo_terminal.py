"""Whether this system gives out pseudo-terminals: without /dev/pts, as in the chroots in which packages are built, it does not.

Says why not, with exit status 1, when it is run.
"""

import os
import pty
import sys


def why_none():
    """The reason why there is no pseudo-terminal, or None."""
    try:
        for end in pty.openpty():
            os.close(end)
    except OSError as error:
        return "no pseudo-terminal can be opened: " + str(error)
    return None


if __name__ == "__main__":
    REASON = why_none()
    if REASON:
        sys.exit(REASON)
