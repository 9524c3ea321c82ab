#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""Stands before a swtpm and writes down each TPM command: an independent count.

    tests/swtpm/counting_proxy.py SWTPM_PORT LOG READY

LOG gets one line per command, its code in hexadecimal, before swtpm sees the command. The port to
connect to is written to READY.
"""
import socket
import struct
import sys
import threading

sys.dont_write_bytecode = True
from swtpm import listen_pair  # pylint: disable=wrong-import-position

HEADER = struct.Struct(">HII")


def pump(source, target, on_data):
    try:
        while data := source.recv(65536):
            on_data(data)
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        # One side is gone; the other one shall notice.
        source.close()
        target.close()


def command_logger(log):
    """A stream may bring half a command, or two."""
    stream = bytearray()

    def on_data(data):
        stream.extend(data)
        while len(stream) >= HEADER.size:
            _, size, code = HEADER.unpack_from(stream)
            if len(stream) < max(size, HEADER.size):
                break
            with open(log, "a", encoding="ascii") as out:
                print(f"0x{code:x}", file=out)
            del stream[:max(size, HEADER.size)]

    return on_data


def serve(listener, port, make_observer):
    while True:
        client, _ = listener.accept()
        server = socket.create_connection(("127.0.0.1", port))
        for arguments in ((client, server, make_observer()), (server, client, lambda data: None)):
            threading.Thread(target=pump, args=arguments, daemon=True).start()


def main():
    upstream, log, ready = sys.argv[1:]
    data, control, port = listen_pair()
    data.listen(8)
    threading.Thread(target=serve, daemon=True,
                     args=(control, int(upstream) + 1, lambda: lambda data: None)).start()
    with open(ready, "w", encoding="ascii") as out:
        print(port, file=out)
    serve(data, int(upstream), lambda: command_logger(log))


if __name__ == "__main__":
    main()
