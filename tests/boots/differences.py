#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""boots diff: pairs of boots with one difference of each kind. It is named, and nothing else is. TAP."""

import json
import os
import re
import struct
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(__file__))
import boot_logs as logs  # noqa: E402
from boot_logs import Boot, Event, file_path, image, text, utf16, variable  # noqa: E402

TOOL = os.path.realpath(os.path.join(os.environ.get("B", "build/release"), "tpm-probe"))
count = failed = 0


def check(ok, name, detail=""):
    global count, failed
    count += 1
    failed += not ok
    print(f"{'ok' if ok else 'not ok'} {count} - {name}")
    if not ok:
        for line in str(detail).splitlines():
            print(f"# {line}")


def tool(*arguments):
    return subprocess.run([TOOL, *arguments], check=False, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)


def path_of(boot, name, kind):
    path = os.path.join(work, name)
    if kind == "sysroot":
        boot.write_sysroot(path)
        return path
    with open(path, "wb") as out:
        out.write(boot.log() if kind == "binary" else boot.cel().encode())
    return path


def diff(then, now, kind="sysroot", other=None):
    done = tool("boots", "diff", path_of(then, f"then-{count}", kind), path_of(now, f"now-{count}", other or kind),
                "-o", "json")
    try:
        return done, json.loads(done.stdout)
    except ValueError:
        return done, {"pcrs": [], "differences": [], "boots": []}


def changes(report):
    """(PCR, kind, text) of all."""
    return [(pcr["pcr"], change["kind"], change["text"]) for pcr in report["pcrs"] for change in pcr["changes"]]


def names(name, now, *expected, differences=()):
    """expected: (PCR, kind, pattern) of each change, and there is no other."""
    done, report = diff(Boot(), now)
    got = changes(report)
    fits = len(got) == len(expected) and all(
        pcr == want[0] and kind == want[1] and re.search(want[2], words)
        for (pcr, kind, words), want in zip(got, expected))
    fits = fits and len(report["differences"]) == len(differences) and all(
        re.search(want, words) for words, want in zip(report["differences"], differences))
    check(done.returncode == 0 and fits, name, f"{got}\n{report['differences']}\n{done.stderr}")
    # By value and by why: what the model promises of each.
    check(all(pcr["then"] != pcr["now"] and pcr["bank"] == "sha256" and
              all(change["why"] for change in pcr["changes"]) for pcr in report["pcrs"]),
          f"{name}: values and causes", report["pcrs"])


work_directory = tempfile.TemporaryDirectory()
work = work_directory.name

names("unchanged", Boot())
names("the command line: quiet removed",
      Boot().replace("cmdline", text(8, "kernel_cmdline: /vmlinuz-6.1.0-18-amd64 root=/dev/sda2 ro")),
      (8, "changed", "^kernel command line: `quiet` removed$"))
names("the command line: a value, a kernel, a word",
      Boot().replace("cmdline", text(8, "kernel_cmdline: /vmlinuz-6.1.0-20-amd64 root=/dev/sdb2 ro quiet debug")),
      (8, "changed", "`/vmlinuz-6.1.0-18-amd64` -> `/vmlinuz-6.1.0-20-amd64`, "
                     "`root=/dev/sda2` -> `root=/dev/sdb2`, `debug` added$"))
names("the stub's command line", Boot().replace("stub", Event(12, logs.IPL, utf16("root=/dev/sda2 ro\0"))),
      (12, "changed", "^kernel command line: `quiet` removed$"))
unrecorded = Boot().replace("efi-line", logs.tag(9, 0x8F3B22ED, b"LOAD_OPTIONS::Load Options\0", "root=/dev/sda2 ro"))
unrecorded.command_line = "root=/dev/sda2 ro"
names("the command line that the log does not have", unrecorded,
      (9, "changed", "^kernel command line: `quiet` removed$"))
names("dbx: three more", Boot().replace("dbx", variable(7, logs.VARIABLE, "dbx", logs.hashes(range(374)),
                                                        logs.SECURITY)),
      (7, "changed", r"^dbx updated: 3 hashes more \(371 -> 374\)$"))
names("dbx: some replaced", Boot().replace("dbx", variable(7, logs.VARIABLE, "dbx", logs.hashes(range(1, 373)),
                                                           logs.SECURITY)),
      (7, "changed", r"^dbx updated: 2 hashes added, 1 removed \(371 -> 372\)$"))
names("db: a certificate", Boot().replace("db", variable(7, logs.VARIABLE, "db", logs.signature_list(
    logs.X509_TYPE, bytes(16), [b"2011", b"2023"]), logs.SECURITY)),
      (7, "changed", r"^db updated: 1 certificate more \(1 -> 2\)$"))
names("Secure Boot off", Boot().replace("secureboot", variable(7, logs.VARIABLE, "SecureBoot", b"\0")),
      (7, "changed", "^Secure Boot switched off$"), differences=["Secure Boot is off"])
firmware = Boot().replace("crtm", Event(0, logs.CRTM, utf16("1.24\0")))
firmware.firmware = "1.24"
names("the firmware's version", firmware, (0, "changed", "^firmware 1.21 -> 1.24$"),
      differences=["firmware 1.21 -> 1.24"])
names("the firmware's code", Boot().replace("blob", Event(0, logs.BLOB, Boot().events["blob"].data, b"1.24")),
      (0, "changed", "^firmware code changed"))
names("the boot order", Boot().replace("order", variable(1, logs.BOOT, "BootOrder", struct.pack("<HH", 0, 1))),
      (1, "changed", "^boot order: 0001, 0000 -> 0000, 0001$"))
names("a boot entry", Boot().add_after("boot0001", "boot0002", variable(1, logs.BOOT, "Boot0002",
                                                                         logs.load_option("USB stick"))),
      (1, "added", '^boot entry Boot0002 "USB stick" is new$'))
names("a setting of the firmware", Boot().replace("flags", Event(1, logs.FLAGS, b"setup", b"other")),
      (1, "changed", "EV_PLATFORM_CONFIG_FLAGS"))
names("tables", Boot().replace("tables", Event(1, logs.HANDOFF, Boot().events["tables"].data, b"other")),
      (1, "changed", "tables of the firmware changed"))
names("an option ROM", Boot().add_after("rom", "rom2", image(2, logs.DRIVER, logs.pci((2, 0), (0, 0)), "RAID")),
      (2, "added", r"^option ROM of PciRoot\(0x0\)/Pci\(0x2,0x0\)/Pci\(0x0,0x0\) is new$"))
with_card = Boot().add_after("rom", "rom2", image(2, logs.DRIVER, logs.pci((2, 0), (0, 0)), "RAID"))
card_path = path_of(with_card, "card", "sysroot")
os.makedirs(os.path.join(card_path, "sys/devices/pci0000:00/0000:00:02.0/0000:3b:00.0"))
os.makedirs(os.path.join(card_path, "sys/devices/pci0000:00/0000:00:01.0/0000:02:00.0"))
done = tool("boots", "diff", path_of(Boot(), "no-card", "sysroot"), card_path, "-o", "json")
check(changes(json.loads(done.stdout)) == [(2, "added", "option ROM of 0000:3b:00.0 is new")],
      "an option ROM, by its address on the bus", done.stdout)
names("another loader", Boot().replace("loader", image(
    4, logs.APPLICATION, file_path("\\EFI\\systemd\\systemd-bootx64.efi"), "sd-boot")),
      (4, "changed", "^systemd-boot instead of GRUB$"))
names("the same loader, updated", Boot().replace("loader", image(
    4, logs.APPLICATION, file_path("\\EFI\\debian\\grubx64.efi"), "grub 2.12")),
      (4, "changed", "^GRUB is another version$"))
names("a loader more", Boot().add_after("calling", "fwupd", image(
    4, logs.APPLICATION, file_path("\\EFI\\debian\\fwupdx64.efi"), "fwupd")),
      (4, "added", "^fwupd's updater is new$"))
names("a boot entry that returned", Boot().add_after("calling", "returned", Event(
    4, logs.ACTION, b"Returning from EFI Application from Boot Option")),
      (4, "added", "Returning from EFI Application"))
names("a partition", Boot().replace("gpt", Event(5, logs.GPT, logs.gpt(4))),
      (5, "changed", "^partition table: 3 -> 4 partitions$"))
names("another disk", Boot().replace("gpt", Event(5, logs.GPT, logs.gpt(3, disk=2))),
      (5, "changed", "^partition table of another disk$"))
names("loader.conf", Boot().replace("conf", logs.tag(5, 0xF5BC582A, utf16("loader.conf\0"), "timeout 0")),
      (5, "changed", "loader.conf"))
names("the certificate that verifies the loader", Boot().replace("authority", variable(
    7, logs.AUTHORITY, "db", bytes(16) + b"certificate 2023", logs.SECURITY)),
      (7, "changed", "^db verifies a program"))
names("SBAT", Boot().replace("sbat", variable(7, logs.AUTHORITY, "SbatLevel", b"sbat,1,2024010900\n", logs.SHIM)),
      (7, "changed", "SbatLevel"))
names("MOK", Boot().replace("mok", text(14, "MokList", "other keys")), (14, "changed", "MokList"))
names("a command of GRUB's", Boot().replace("cmd1", text(8, "grub_cmd: set root=hd0,gpt3")),
      (8, "changed", "grub_cmd: set root=hd0,gpt3 instead of grub_cmd: set root=hd0,gpt2"))
names("the initrd", Boot().replace("initrd", text(9, "(hd0,gpt2)/boot/initrd.img-6.1.0-18-amd64", "anew")),
      (9, "changed", "initrd.img-6.1.0-18-amd64 has other contents"))
kernel = Boot().replace("vmlinuz", text(9, "(hd0,gpt2)/boot/vmlinuz-6.1.0-20-amd64", "kernel 20"))
kernel.kernel = "6.1.0-20-amd64"
names("the kernel", kernel, (9, "changed", "vmlinuz-6.1.0-20-amd64 instead of .*vmlinuz-6.1.0-18-amd64"),
      differences=["kernel 6.1.0-18-amd64 -> 6.1.0-20-amd64"])
names("the initrd by the kernel's stub", Boot().replace("efi-initrd", logs.tag(
    9, 0x8F3B22EC, b"Linux initrd\0", "anew")), (9, "changed", "Linux initrd"))
names("the kernel's image", Boot().replace("contents.linux", logs.section(".linux", "20")[1]),
      (11, "changed", "^section .linux of the kernel image has other contents$"))
names("a credential", Boot().add_after("stub", "cred", text(12, "nvpcr-anchor.cred", "anchor")),
      (12, "added", "^nvpcr-anchor.cred is new$"))
names("an extension", Boot().add_after("extension", "more", text(13, "debug.raw", "debug")),
      (13, "added", "^debug.raw is new$"))
volumes = Boot()
volumes.phases[1] = (15, "volume-key", "cryptsetup:data:5678")
names("a volume", volumes, (15, "changed", "volume-key"))
names("the order", Boot().remove("cmd1").add_after("cmd2", "cmd1", Boot().events["cmd1"]),
      (8, "moved", "comes at another place"))

# ---- Noise ---------------------------------------------------------------------------------------------
names("the address of a program", Boot().replace("shim", image(
    4, logs.APPLICATION, file_path("\\EFI\\debian\\shimx64.efi"), "shim 15.7", address=0x7777000)))
names("the address of tables", Boot().replace("tables", Event(
    1, logs.HANDOFF, Boot().events["tables"].data[:-8] + bytes(8), b"smbios")))
names("a record that extends nothing", Boot().add_after("blob", "none", Event(
    0, logs.NO_ACTION, b"SP800-155 Event\0" + bytes(20))))
names("the order among PCRs", Boot().remove("cfg").add_after("cmd2", "cfg", Boot().events["cfg"]))
later = Boot()
later.phases.append((11, "phase", "ready"))
names("a later phase of the same boot", later)

# ---- systemd 252 to 254 measures phases and keeps no log of them --------------------------------------------------
def unlogged(*phases):
    boot = Boot()
    boot.phases = [(11, "phase", phase) for phase in phases]
    path = path_of(boot, f"unlogged-{len(phases)}", "sysroot")
    os.unlink(os.path.join(path, "run/log/systemd/tpm2-measure.log"))
    return path


three, four = unlogged("enter-initrd", "leave-initrd", "sysinit"), unlogged("enter-initrd", "leave-initrd",
                                                                             "sysinit", "ready")
check(not json.loads(tool("boots", "diff", three, four, "-o", "json").stdout)["pcrs"], "a later phase without a log")
five = unlogged("enter-initrd", "leave-initrd", "sysinit", "ready", "other")
done = tool("boots", "diff", three, five, "-o", "json")
check([c[:2] for c in changes(json.loads(done.stdout))] == [(11, "unlogged")], "another measurement without a log",
      done.stdout)

# ---- A log that was altered: what it says was not measured --------------------------------------------------------
altered = Boot()
altered.replace("cmdline", Event(8, logs.IPL, b"kernel_cmdline: /vmlinuz-6.1.0-18-amd64 root=/dev/sda2 ro\0",
                                 altered.events["cmdline"].measured))
done, found = diff(Boot(), altered, "binary")
check(len(changes(found)) == 1 and re.search("^kernel command line: `quiet` removed; only the log's data differ",
                                             changes(found)[0][2]), "data without their digest", changes(found))

# ---- Every pair of forms: of the first difference above ----------------------------------------------------
quieter = Boot().replace("cmdline", text(8, "kernel_cmdline: /vmlinuz-6.1.0-18-amd64 root=/dev/sda2 ro"))
for then_kind in ("sysroot", "binary", "cel"):
    for now_kind in ("sysroot", "binary", "cel"):
        done, found = diff(Boot(), quieter, then_kind, now_kind)
        # A binary log has nothing of what systemd measures later.
        got = [change for change in changes(found) if change[0] == 8]
        check(got == [(8, "changed", "kernel command line: `quiet` removed")],
              f"{then_kind} and {now_kind}", f"{changes(found)} {done.stderr}")

# ---- Statuses ------------------------------------------------------------------------------------------
then, now = path_of(Boot(), "then", "binary"), path_of(quieter, "now", "binary")
check(tool("changes", then, now, "--exit-code").returncode == 6, "changes --exit-code: 6 where they differ")
check(tool("changes", then, then, "--exit-code").returncode == 0, "changes --exit-code: 0 where they do not")
check(tool("boots", "diff", then, now).returncode == 0, "0 without it")
check(tool("boots", "diff", then, os.path.join(work, "missing")).returncode == 1, "1: there is no such file")
logs.BANKS = {"sha1": (4, 20)}
other = path_of(Boot(), "sha1", "binary")
logs.BANKS = {"sha256": (0xB, 32)}
done = tool("boots", "diff", other, path_of(Boot(), "sha256", "binary"))
check(done.returncode == 1 and "no PCR bank in common" in done.stderr, "1: no PCR bank in common", done.stderr)
check(tool("boots", "diff", then, now, now).returncode == 2, "2: an operand too many")
print(f"1..{count}")
sys.exit(failed > 0)
