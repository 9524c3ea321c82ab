#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""What a command costs: prints milliseconds of processor time and kilobytes at most, the command's own
output to /dev/null.

    tests/report/measure.py COMMAND...
"""
import resource
import subprocess
import sys

subprocess.run(sys.argv[1:], check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
               stderr=subprocess.DEVNULL)
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(int(1000 * (usage.ru_utime + usage.ru_stime)), usage.ru_maxrss)
