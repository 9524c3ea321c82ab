#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""A TPM that answers garbage.

    tests/swtpm/garbage_tpm.py MODE READY
    tests/swtpm/garbage_tpm.py MODE --exec COMMAND...

The first stands on the two ports that the TCTI "swtpm" wants, and writes the port to READY. The
second stands at the other end of a socket, whose number takes the place of {fd} in COMMAND; it ends
with the command's status (128 + N for signal N). For the modes: ANSWERS.
"""
import random
import socket
import struct
import subprocess
import sys
import threading

sys.dont_write_bytecode = True
from swtpm import listen_pair  # pylint: disable=wrong-import-position

HEADER = struct.Struct(">HII")
NO_SESSIONS = 0x8001
GET_CAPABILITY = 0x17a
CAP_ALGS, CAP_HANDLES, CAP_COMMANDS, CAP_PP, CAP_AUDIT, CAP_PCRS = range(6)
CAP_PROPERTIES, CAP_PCR_PROPERTIES, CAP_CURVES = 6, 7, 8
# One item of each capability, from the number that it is asked for by.
CAPABILITY_ITEMS = {
    CAP_ALGS: lambda key: struct.pack(">HI", key & 0xffff, 0),
    CAP_HANDLES: lambda key: struct.pack(">I", key),
    CAP_COMMANDS: lambda key: struct.pack(">I", key),
    CAP_PP: lambda key: struct.pack(">I", key),
    CAP_AUDIT: lambda key: struct.pack(">I", key),
    CAP_PCRS: lambda key: struct.pack(">HB3s", 0xb, 3, b"\xff\xff\xff"),
    CAP_PROPERTIES: lambda key: struct.pack(">II", key, 1),
    CAP_PCR_PROPERTIES: lambda key: struct.pack(">IB3s", key, 3, b"\xff\xff\xff"),
    CAP_CURVES: lambda key: struct.pack(">H", key & 0xffff),
}


class Close(Exception):
    """Close the connection, after these bytes."""

    def __init__(self, data=b""):
        super().__init__()
        self.data = data


def response(code=0, parameters=b"", tag=NO_SESSIONS, size=None):
    real = HEADER.size + len(parameters)
    return HEADER.pack(tag, real if size is None else size, code) + parameters


def capability(command, more, items, count=None, other=0):
    """A TPM2_GetCapability response; items: a function of the first key asked for."""
    _, _, code = HEADER.unpack_from(command)
    if code != GET_CAPABILITY or len(command) < HEADER.size + 12:
        return response(0x143)
    cap, first, _ = struct.unpack_from(">III", command, HEADER.size)
    if cap not in CAPABILITY_ITEMS:
        return response(0x1c4)
    listed = [CAPABILITY_ITEMS[cap](key) for key in items(first)]
    return response(parameters=struct.pack(
        ">BII", more, cap + other, len(listed) if count is None else count) + b"".join(listed))


def with_escapes(command):
    """Every property is the text ESC [ 2 J: nothing of it may reach a terminal."""
    answer = bytearray(capability(command, 0, lambda first: range(first, first + 12)))
    if command[6:14] == struct.pack(">II", GET_CAPABILITY, CAP_PROPERTIES):
        for offset in range(HEADER.size + 9 + 4, len(answer), 8):
            answer[offset:offset + 4] = b"\x1b[2J"
    return bytes(answer)


def random_bytes(_):
    raise Close(random.Random(1).randbytes(200))


def close(data):
    raise Close(data)


ANSWERS = {
    # Not even a response.
    "random": random_bytes,
    "short": lambda _: close(b"\x80\x01\x00\x00\x00"),
    "empty": lambda _: close(b""),
    "silent": lambda _: None,
    # The header and what comes after it disagree.
    "huge": lambda _: response(size=0x7fffffff),
    "huge-closed": lambda _: close(response(size=0x7fffffff)),
    "zero": lambda _: response(size=0),
    "nine": lambda _: response(size=9),
    "cut-off": lambda _: close(response(parameters=bytes(20), size=400)),
    "wrong-tag": lambda _: response(tag=0xdead),
    "bare": lambda _: response(),
    # A header that is right, and a capability that is not.
    "count-huge": lambda command: capability(command, 0, lambda first: [first], 0xffffffff),
    "count-large": lambda command: capability(command, 0, lambda first: [first], 100),
    "other-capability": lambda command: capability(command, 0, lambda first: [first], other=3),
    "more-same": lambda command: capability(command, 1, lambda first: [1]),
    "more-none": lambda command: capability(command, 1, lambda first: []),
    "more-forever": lambda command: capability(command, 1, lambda first: [first, first + 1]),
    # A TPM's own refusals.
    "failure": lambda _: response(0x101),
    "not-started": lambda _: response(0x100),
    "retry": lambda _: response(0x922),
    "tpm12": lambda _: response(0x1e, tag=0x00c4),
    # Nothing wrong, but for a reader who trusts it.
    "escapes": with_escapes,
}


def read_exactly(connection, size):
    data = b""
    while len(data) < size:
        more = connection.recv(size - len(data))
        if not more:
            raise Close()
        data += more
    return data


def serve_commands(connection, answer):
    try:
        while True:
            header = read_exactly(connection, HEADER.size)
            size = HEADER.unpack(header)[1]
            reply = answer(header + read_exactly(connection, size - HEADER.size))
            if reply is not None:
                connection.sendall(reply)
    except Close as end:
        try:
            connection.sendall(end.data)
        except OSError:
            pass
    except OSError:
        pass
    connection.close()


def serve_control(listener):
    """Success for whatever swtpm's control channel is asked."""
    while True:
        connection, _ = listener.accept()
        with connection:
            try:
                while connection.recv(4096):
                    connection.sendall(bytes(4))
            except OSError:
                pass


def serve(mode, ready):
    data, control, port = listen_pair()
    data.listen(8)
    threading.Thread(target=serve_control, args=(control,), daemon=True).start()
    with open(ready, "w", encoding="ascii") as out:
        print(port, file=out)
    while True:
        connection, _ = data.accept()
        serve_commands(connection, ANSWERS[mode])


def execute(mode, command):
    ours, theirs = socket.socketpair()
    threading.Thread(target=serve_commands, args=(ours, ANSWERS[mode]), daemon=True).start()
    with theirs:
        process = subprocess.Popen(
            [word.replace("{fd}", str(theirs.fileno())) for word in command],
            pass_fds=[theirs.fileno()])
    status = process.wait()
    return status if status >= 0 else 128 - status


def main():
    if sys.argv[1] == "--modes":
        print("\n".join(ANSWERS))
    elif sys.argv[2] == "--exec":
        sys.exit(execute(sys.argv[1], sys.argv[3:]))
    else:
        serve(*sys.argv[1:])


if __name__ == "__main__":
    main()
