#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""Stands before a swtpm and alters one byte on its way: what a TPM, or who sits between, could do.

    tests/swtpm/altering_proxy.py SWTPM_PORT WHAT READY

WHAT: a row of RULES, the first command of its kind is concerned (of those that read certificates and PCRs, all); or "stall:FILE":
TPM2_Quote never gets an answer, and FILE is made when it comes. The port to connect to is written to
READY.
"""
import socket
import struct
import sys
import threading

sys.dont_write_bytecode = True
from swtpm import listen_pair  # pylint: disable=wrong-import-position

HEADER = struct.Struct(">HII")
CREATE_PRIMARY, NV_READ, CREATE, ACTIVATE, LOAD, QUOTE = 0x131, 0x14e, 0x153, 0x147, 0x157, 0x158
SIGN, UNSEAL, PCR_READ = 0x15d, 0x15e, 0x17e
PARAMETERS = HEADER.size + 4  # of a response with sessions
PRIMARY = PARAMETERS + 4
EK_CERTIFICATES = (b"\x01\xc0\x00\x02", b"\x01\xc0\x00\x0a", b"\x01\xc0\x00\x16")


def flip(data, offset):
    altered = bytearray(data)
    altered[offset] ^= 1
    return bytes(altered)


def signature_offset(response):
    """Behind the quote: algorithm and hash, then the size and bytes of a number."""
    attest = struct.unpack_from(">H", response, PARAMETERS)[0]
    return PARAMETERS + 2 + attest + 4 + 2 + 5


# Name: (command's code, alters the command, alters the response)
RULES = {
    "nothing": (None, None, None),
    "ek": (CREATE_PRIMARY, None, lambda c, r: flip(r, PRIMARY + 60)),
    "ak": (LOAD, lambda c: flip(c, len(c) - 4), None),
    "credential": (ACTIVATE, lambda c: flip(c, len(c) - 3), None),
    "secret": (ACTIVATE, None, lambda c, r: flip(r, PARAMETERS + 5)),
    "quote": (QUOTE, None, lambda c, r: flip(r, PARAMETERS + 2 + 70)),
    "signature": (QUOTE, None, lambda c, r: flip(r, signature_offset(r))),
    # handle, size of authorisations, one of nine bytes, size of the nonce
    "nonce": (QUOTE, lambda c: flip(c, HEADER.size + 4 + 4 + 9 + 2 + 3), None),
    "pcr": (PCR_READ, None, lambda c, r: flip(r, len(r) - 1)),
    # Every piece that is read of a certificate.
    "certificate": (NV_READ, None,
                    lambda c, r: flip(r, len(r) - 12) if c[14:18] in EK_CERTIFICATES else r),
    "sealed": (UNSEAL, None, lambda c, r: flip(r, PARAMETERS + 4)),
    "wrapped": (SIGN, None, lambda c, r: flip(r, PARAMETERS + 12)),
}


class Connection:
    done = False  # of all connections: a command of the rule's kind was altered

    def __init__(self, client, port, what):
        self.client = client
        self.server = socket.create_connection(("127.0.0.1", port))
        self.stall = what.removeprefix("stall:") if what.startswith("stall:") else None
        rule = (QUOTE, None, None) if self.stall else RULES[what]
        self.code, self.alter_command, self.alter_response = rule

    def read_exactly(self, stream, size):
        data = b""
        while len(data) < size:
            more = stream.recv(size - len(data))
            if not more:
                raise ConnectionError
            data += more
        return data

    def read_message(self, stream):
        header = self.read_exactly(stream, HEADER.size)
        return header + self.read_exactly(stream, HEADER.unpack(header)[1] - HEADER.size)

    def run(self):
        try:
            while True:
                command = self.read_message(self.client)
                concerned = HEADER.unpack_from(command)[2] == self.code and not Connection.done
                if concerned and self.stall:
                    with open(self.stall, "w", encoding="ascii"):
                        self.read_message(self.client)  # until it is gone
                Connection.done = concerned and self.code not in (NV_READ, PCR_READ) or Connection.done
                if concerned and self.alter_command:
                    command = self.alter_command(command)
                self.server.sendall(command)
                response = self.read_message(self.server)
                if concerned and self.alter_response and HEADER.unpack_from(response)[2] == 0:
                    response = self.alter_response(command, response)
                self.client.sendall(response)
        except OSError:
            self.client.close()
            self.server.close()


def pump(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        source.close()
        target.close()


def serve_control(listener, port):
    while True:
        client, _ = listener.accept()
        server = socket.create_connection(("127.0.0.1", port))
        for pair in ((client, server), (server, client)):
            threading.Thread(target=pump, args=pair, daemon=True).start()


def main():
    upstream, what, ready = sys.argv[1:]
    data, control, port = listen_pair()
    data.listen(8)
    threading.Thread(target=serve_control, args=(control, int(upstream) + 1), daemon=True).start()
    with open(ready, "w", encoding="ascii") as out:
        print(port, file=out)
    while True:
        client, _ = data.accept()
        connection = Connection(client, int(upstream), what)
        threading.Thread(target=connection.run, daemon=True).start()


if __name__ == "__main__":
    main()
