#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""Waits for the end of processes that are not the caller's children.

    tests/swtpm/wait_end.py SECONDS PID...

Exit status 0 when all of them have ended, 1 when the time is over.
"""
import os
import select
import sys
import time

end = time.monotonic() + float(sys.argv[1])
for pid in map(int, sys.argv[2:]):
    try:
        poll = select.poll()
        poll.register(os.pidfd_open(pid), select.POLLIN)
    except ProcessLookupError:
        continue
    if not poll.poll(max(0, end - time.monotonic()) * 1000):
        sys.exit(f"{pid} has not ended: {open(f'/proc/{pid}/cmdline', encoding='ascii').read()}")
