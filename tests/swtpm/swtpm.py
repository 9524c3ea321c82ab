#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""A swtpm on a free pair of ports: the TCTI "swtpm" wants the control port next to the other.

    tests/swtpm/swtpm.py DIRECTORY READY

becomes a swtpm with its state in DIRECTORY, so that the caller's child is swtpm itself. Its port is
written to READY (a FIFO, say) when swtpm answers; nothing is written if it has not started.
"""
import os
import socket
import struct
import subprocess
import sys

CMD_GET_CAPABILITY = 1


def listen_pair():
    """Two sockets on neighbouring free ports: the first bound, the second listening."""
    for _ in range(100):
        first = socket.socket()
        second = socket.socket()
        first.bind(("127.0.0.1", 0))
        port = first.getsockname()[1]
        try:
            second.bind(("127.0.0.1", port + 1))
        except (OSError, OverflowError):
            first.close()
            second.close()
            continue
        second.listen(8)
        return first, second, port
    raise RuntimeError("no two neighbouring ports are free")


def command_line(directory, port, control):
    """swtpm takes over a listening control socket, but insists on making the other one itself."""
    return ["swtpm", "socket", "--tpm2", "--tpmstate", "dir=" + directory,
            "--server", f"type=tcp,port={port}", "--ctrl", f"type=tcp,fd={control}",
            "--flags", "not-need-init,startup-clear"]


def answers(port):
    """Waits until swtpm answers on its control port; false: it has ended instead."""
    try:
        with socket.create_connection(("127.0.0.1", port + 1)) as connection:
            connection.sendall(struct.pack(">I", CMD_GET_CAPABILITY))
            return len(connection.recv(64)) > 0
    except ConnectionError:
        return False


class Swtpm:
    """A swtpm for the length of a with block."""

    def __init__(self, directory):
        for _ in range(20):
            first, second, self.port = listen_pair()
            first.close()
            with second:
                self.process = subprocess.Popen(
                    command_line(directory, self.port, second.fileno()),
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                    pass_fds=[second.fileno()])
            if answers(self.port):
                return
            self.__exit__()
        raise RuntimeError("swtpm does not start")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def main():
    directory, ready = sys.argv[1:]
    first, second, port = listen_pair()
    first.close()
    if os.fork() == 0:
        # A grandchild waits for swtpm, so that no zombie is left below swtpm.
        if os.fork() == 0:
            second.close()
            with open(ready, "w", encoding="ascii") as out:
                if answers(port):
                    print(port, file=out)
        os._exit(0)
    os.wait()
    second.set_inheritable(True)
    arguments = command_line(directory, port, second.fileno())
    os.execvp(arguments[0], arguments)


if __name__ == "__main__":
    main()
