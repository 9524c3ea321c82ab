#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""A server that takes connections and answers nothing.

    tests/security/silent_server.py control|data READY
    tests/security/silent_server.py PATH READY

The first stands on the two ports that the TCTIs "swtpm" and "mssim" want; with "data" its control port
answers that all is well. It writes the port to READY. The second stands on a socket of that PATH, as a
D-Bus would, and writes 1.
"""
import os
import socket
import struct
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "swtpm"))
sys.dont_write_bytecode = True
from swtpm import listen_pair  # pylint: disable=wrong-import-position

connections = []


def serve(listener, answer):
    while True:
        connection, _ = listener.accept()
        connections.append(connection)
        if answer:
            threading.Thread(target=obey, args=(connection,), daemon=True).start()


def obey(connection):
    while connection.recv(4096):
        connection.sendall(struct.pack(">I", 0))


def main():
    what, ready = sys.argv[1:]
    if what in ("control", "data"):
        first, second, said = listen_pair()
        first.listen(64)
        threading.Thread(target=serve, args=(second, what == "data"), daemon=True).start()
    else:
        first = socket.socket(socket.AF_UNIX)
        first.bind(what)
        first.listen(64)
        said = 1
    with open(ready, "w", encoding="ascii") as out:
        print(said, file=out)
    serve(first, False)


if __name__ == "__main__":
    main()
