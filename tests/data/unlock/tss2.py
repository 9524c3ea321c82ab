#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Writes a TSS2 PRIVATE KEY. Arguments: public and private part, parameters of TPM2_PolicyPCR, and with --grub (DER, in the
list of alternatives, behind one that does not hold) those of TPM2_PolicyAuthorize."""
import base64
import sys


def der(tag, content):
    size = len(content)
    head = bytes([size]) if size < 128 else (lambda n: bytes([0x80 | len(n)]) + n)(size.to_bytes((size.bit_length() + 7) // 8, "big"))
    return bytes([tag]) + head + content


def step(command, parameters):
    number = der(2, command.to_bytes(2, "big"))
    return der(0x30, der(0xA0, number) + der(0xA1, der(4, parameters)))


grub = sys.argv[1] == "--grub"
public, private, pcr, *authorize = (open(name, "rb").read() for name in sys.argv[1 + grub:])
policy = step(0x17F, pcr)
fields = der(6, bytes.fromhex("678105" "0a0105")) + der(0xA0, der(1, b"\xff"))
if grub:
    other = step(0x17F, pcr[:-1] + bytes([pcr[-1] ^ 1])) + step(0x16A, authorize[0])
    right = policy + step(0x16A, authorize[0])
    alternatives = b"".join(der(0x30, der(0xA0, der(0x0C, name)) + der(0xA1, der(0x30, steps)))
                            for name, steps in ((b"previous", other), (b"current", right)))
    fields += der(0xA3, der(0x30, alternatives))
else:
    fields += der(0xA1, der(0x30, policy))
fields += der(2, bytes.fromhex("0081000001")) + der(4, public) + der(4, private)
key = der(0x30, fields)
if grub:
    sys.stdout.buffer.write(key)
else:
    print("-----BEGIN TSS2 PRIVATE KEY-----")
    sys.stdout.write(base64.encodebytes(key).decode())
    print("-----END TSS2 PRIVATE KEY-----")
