#!/usr/bin/env python
"""Run a management command; see config/cli.py for what happens before."""

import sys

from config.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv))
