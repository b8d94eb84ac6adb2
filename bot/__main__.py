"""``python -m bot`` and the ``kheo`` command."""

from __future__ import annotations

import sys

from bot import cli


def main() -> None:
    """Run the command line."""
    sys.exit(cli.main())


if __name__ == "__main__":
    main()
