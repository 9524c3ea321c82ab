#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""Waits for the end of processes that are not the caller's children, however long it takes.

    tests/swtpm/wait_end.py PID...
"""
import os
import select
import sys

for pid in map(int, sys.argv[1:]):
    try:
        select.select([os.pidfd_open(pid)], [], [])
    except ProcessLookupError:
        continue
