# SPDX-License-Identifier: BSD-2-Clause
"""Boots that never were: event logs, systemd's measurements, and what the PCRs come to."""

import hashlib
import json
import os
import struct
import uuid

VARIABLE, BOOT, APPLICATION, DRIVER, GPT = 0x80000001, 0x80000002, 0x80000003, 0x80000004, 0x80000006
ACTION, BLOB, HANDOFF, BLOB2, HANDOFF2 = 0x80000007, 0x80000008, 0x80000009, 0x8000000A, 0x8000000B
AUTHORITY, SEPARATOR, IPL, CRTM, TAG, FLAGS, NO_ACTION = 0x800000E0, 4, 0xD, 8, 6, 0xA, 3
GLOBAL = uuid.UUID("8be4df61-93ca-11d2-aa0d-00e098032b8c").bytes_le
SECURITY = uuid.UUID("d719b2cb-3d3a-4596-a3bc-dad00e67656f").bytes_le
SHIM = uuid.UUID("605dab50-e046-4300-abb6-3dd810dd8b23").bytes_le
SHA256_TYPE = uuid.UUID("c1c41626-504c-4092-aca9-41f936934328").bytes_le
X509_TYPE = uuid.UUID("a5c059a1-94e4-4aa7-87b5-ab155c2bf072").bytes_le
BANKS = {"sha1": (4, 20), "sha256": (0xB, 32)}


def digest(bank, data):
    return hashlib.new(bank, data).digest()


class Event:
    """measured: the bytes whose digest is extended, where they are not the data."""

    def __init__(self, pcr, kind, data, measured=None):
        self.pcr, self.kind, self.data = pcr, kind, data
        self.measured = data if measured is None else measured


def utf16(text):
    return text.encode("utf-16-le")


def variable(pcr, kind, name, value, owner=GLOBAL):
    return Event(pcr, kind, owner + struct.pack("<QQ", len(name), len(value)) + utf16(name) + value)


def node(kind, subtype, body):
    return struct.pack("<BBH", kind, subtype, 4 + len(body)) + body


END = node(0x7F, 0xFF, b"")


def pci(*hops):
    path = node(2, 1, struct.pack("<II", 0x0A0341D0, 0))
    for device, function in hops:
        path += node(1, 1, bytes([function, device]))
    return path


def image(pcr, kind, path, contents, address=0x1000):
    """A program: its path and contents; where it was loaded is in the data and not measured."""
    data = struct.pack("<QQQQ", address, len(contents), 0, len(path + END)) + path + END
    return Event(pcr, kind, data, contents.encode())


def file_path(name):
    return pci((0x1F, 2)) + node(4, 4, utf16(name) + b"\0\0")


def signature_list(kind, owner, entries):
    size = 16 + len(entries[0])
    body = b"".join(owner + entry for entry in entries)
    return kind + struct.pack("<III", 28 + len(body), 0, size) + body


def hashes(numbers):
    return signature_list(SHA256_TYPE, bytes(16), [hashlib.sha256(str(n).encode()).digest() for n in numbers])


def load_option(name):
    path = file_path("\\EFI\\x.efi") + END
    return struct.pack("<IH", 1, len(path)) + utf16(name) + b"\0\0" + path


def gpt(partitions, disk=1):
    header = b"EFI PART" + bytes(48) + bytes([disk]) * 16 + bytes(12) + struct.pack("<II", 128, 0)
    entry = uuid.UUID("0fc63daf-8483-4772-8e79-3d69d8477de4").bytes_le + bytes(112)
    return header[:92] + struct.pack("<Q", partitions) + entry * partitions


def text(pcr, words, measured=None):
    return Event(pcr, IPL, words.encode() + b"\0", (words if measured is None else measured).encode())


def section(name, contents):
    """A section of a unified kernel image: its name, then its contents."""
    return [Event(11, IPL, name.encode() + b"\0"), Event(11, IPL, name.encode() + b"\0", contents.encode())]


def tag(pcr, number, words, measured):
    return Event(pcr, TAG, struct.pack("<II", number, len(words)) + words, measured.encode())


class Boot:
    """Names of events stand for them, so that a variant can replace, add and remove them."""

    def __init__(self):
        self.events = {}
        self.phases = [(11, "phase", "enter-initrd"), (15, "volume-key", "cryptsetup:root:1234"),
                       (11, "phase", "leave-initrd"), (11, "phase", "sysinit")]
        self.boot_id = "11111111-2222-3333-4444-555555555501"
        self.kernel, self.firmware = "6.1.0-18-amd64", "1.21"
        self.command_line = "root=/dev/sda2 ro quiet"
        self._usual()

    def _usual(self):
        events = self.events
        events["crtm"] = Event(0, CRTM, utf16("1.21\0"))
        events["blob"] = Event(0, BLOB, struct.pack("<QQ", 0xFF000000, 4096), b"firmware 1.21")
        events["blob2"] = Event(0, BLOB2, b"\x07MAIN FV" + struct.pack("<QQ", 0xFE000000, 4096), b"main")
        events["secureboot"] = variable(7, VARIABLE, "SecureBoot", b"\1")
        events["PK"] = variable(7, VARIABLE, "PK", signature_list(X509_TYPE, bytes(16), [b"owner"]))
        events["KEK"] = variable(7, VARIABLE, "KEK", signature_list(X509_TYPE, bytes(16), [b"kek"]))
        events["db"] = variable(7, VARIABLE, "db", signature_list(X509_TYPE, bytes(16), [b"2011"]), SECURITY)
        events["dbx"] = variable(7, VARIABLE, "dbx", hashes(range(371)), SECURITY)
        events["order"] = variable(1, BOOT, "BootOrder", struct.pack("<HH", 1, 0))
        events["boot0001"] = variable(1, BOOT, "Boot0001", load_option("debian"))
        events["flags"] = Event(1, FLAGS, b"setup", b"settings")
        events["tables"] = Event(1, HANDOFF, struct.pack("<Q", 1) + SHIM + struct.pack("<Q", 0x7F000000), b"smbios")
        events["rom"] = image(2, DRIVER, pci((1, 0), (0, 0)), "network ROM")
        for pcr in range(8):
            events[f"separator{pcr}"] = Event(pcr, SEPARATOR, bytes(4))
        events["calling"] = Event(4, ACTION, b"Calling EFI Application from Boot Option")
        events["gpt"] = Event(5, GPT, gpt(3))
        events["authority"] = variable(7, AUTHORITY, "db", bytes(16) + b"certificate 2011", SECURITY)
        events["shim"] = image(4, APPLICATION, file_path("\\EFI\\debian\\shimx64.efi"), "shim 15.7")
        events["sbat"] = variable(7, AUTHORITY, "SbatLevel", b"sbat,1,2021030218\n", SHIM)
        events["mok"] = text(14, "MokList", "keys")
        events["moklist"] = variable(7, AUTHORITY, "MokListRT", b"keys", SHIM)
        events["loader"] = image(4, APPLICATION, file_path("\\EFI\\debian\\grubx64.efi"), "grub 2.06")
        events["cfg"] = text(9, "(hd0,gpt2)/boot/grub/grub.cfg", "set timeout=5")
        events["cmd1"] = text(8, "grub_cmd: set root=hd0,gpt2")
        events["cmd2"] = text(8, "grub_cmd: insmod gzio")
        events["linux"] = text(8, "grub_cmd: linux /vmlinuz-6.1.0-18-amd64 root=/dev/sda2 ro quiet")
        events["vmlinuz"] = text(9, "(hd0,gpt2)/boot/vmlinuz-6.1.0-18-amd64", "kernel 18")
        events["cmdline"] = text(8, "kernel_cmdline: /vmlinuz-6.1.0-18-amd64 root=/dev/sda2 ro quiet")
        events["initrd"] = text(9, "(hd0,gpt2)/boot/initrd.img-6.1.0-18-amd64", "initrd 18")
        events["kernel"] = image(4, APPLICATION, file_path("\\EFI\\Linux\\debian.efi"), "uki 18")
        for name in (".osrel", ".linux", ".initrd", ".cmdline"):
            first, second = section(name, name + " 18")
            events["name" + name], events["contents" + name] = first, second
        events["stub"] = Event(12, IPL, utf16("root=/dev/sda2 ro quiet\0"))
        events["extension"] = text(13, "base.raw", "extension")
        events["conf"] = tag(5, 0xF5BC582A, utf16("loader.conf\0"), "timeout 3")
        events["efi-line"] = tag(9, 0x8F3B22ED, b"LOAD_OPTIONS::Load Options\0", "root=/dev/sda2 ro quiet")
        events["efi-initrd"] = tag(9, 0x8F3B22EC, b"Linux initrd\0", "initrd 18")
        events["exit"] = Event(5, ACTION, b"Exit Boot Services Returned with Success")

    def replace(self, name, event):
        self.events[name] = event
        return self

    def add_after(self, name, new, event):
        items = list(self.events.items())
        place = [key for key, _ in items].index(name) + 1
        self.events = dict(items[:place] + [(new, event)] + items[place:])
        return self

    def remove(self, *names):
        for name in names:
            del self.events[name]
        return self

    def log(self):
        """As the firmware keeps it."""
        header = b"Spec ID Event03\0" + struct.pack("<IBBBBI", 0, 0, 2, 0, 2, len(BANKS))
        header += b"".join(struct.pack("<HH", number, size) for number, size in BANKS.values()) + b"\0"
        out = struct.pack("<II", 0, NO_ACTION) + bytes(20) + struct.pack("<I", len(header)) + header
        for event in self.events.values():
            out += struct.pack("<III", event.pcr, event.kind, len(BANKS))
            for bank, (number, _) in BANKS.items():
                out += struct.pack("<H", number) + digest(bank, event.measured)
            out += struct.pack("<I", len(event.data)) + event.data
        return out

    def pcrs(self, bank):
        values = [bytes(BANKS[bank][1])] * 24
        for event in self.events.values():
            if event.kind == NO_ACTION:
                continue
            values[event.pcr] = digest(bank, values[event.pcr] + digest(bank, event.measured))
        for pcr, _, words in self.phases:
            values[pcr] = digest(bank, values[pcr] + digest(bank, words.encode()))
        return values

    def measurements(self):
        """/run/log/systemd/tpm2-measure.log"""
        return b"".join(b"\x1e" + json.dumps(self._measurement(i)).encode() + b"\n" for i in range(len(self.phases)))

    def _measurement(self, i):
        pcr, kind, words = self.phases[i]
        return {"pcr": pcr, "content_type": "systemd",
                "digests": [{"hashAlg": bank, "digest": digest(bank, words.encode()).hex()} for bank in BANKS],
                "content": {"string": words, "bootId": self.boot_id.replace("-", ""),
                            "timestamp": 1000000 * (i + 1), "eventType": kind}}

    def cel(self):
        """What systemd-pcrlock cel prints."""
        records = [{"pcr": event.pcr, "content_type": "pcclient_std",
                    "digests": [{"hashAlg": bank, "digest": digest(bank, event.measured).hex()} for bank in BANKS],
                    "content": {"event_type": str(event.kind), "event_data": event.data.hex()}}
                   for event in self.events.values()]
        records += [self._measurement(i) for i in range(len(self.phases))]
        return json.dumps([dict(record, recnum=i + 1) for i, record in enumerate(records)])

    def write_sysroot(self, path):
        """A copy of such a machine's files."""
        def write(name, contents):
            full = os.path.join(path, name)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "wb") as out:
                out.write(contents if isinstance(contents, bytes) else contents.encode())

        write("sys/kernel/security/tpm0/binary_bios_measurements", self.log())
        write("sys/class/tpm/tpm0/dev", "10:224\n")
        write("sys/class/tpm/tpm0/tpm_version_major", "2\n")
        for bank in BANKS:
            for pcr, value in enumerate(self.pcrs(bank)):
                write(f"sys/class/tpm/tpm0/pcr-{bank}/{pcr}", value.hex().upper() + "\n")
        write("sys/class/dmi/id/bios_version", self.firmware + "\n")
        write("proc/sys/kernel/random/boot_id", self.boot_id + "\n")
        write("proc/sys/kernel/osrelease", self.kernel + "\n")
        write("proc/cmdline", self.command_line + "\n")
        if self.phases:
            write("run/log/systemd/tpm2-measure.log", self.measurements())
