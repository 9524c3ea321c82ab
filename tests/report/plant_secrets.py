#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""Put secrets into every free text of a report, in every encoding that a program may give them.

    tests/report/plant_secrets.py HOST USER SECRETS <report.json >planted.json

SECRETS: a file to write, one line for each text that must be in nothing that is called redacted.
"""
import base64
import json
import sys
import urllib.parse


def encodings(word):
    """The word and what programs make of it: pairs of text and the part that must be gone."""
    yield word, word
    yield word.upper(), word.upper()
    if "-" in word:
        yield word.replace("-", "--") + "-root", word.replace("-", "--")
        yield word.replace("-", "\\x2d"), word.replace("-", "\\x2d")
        quoted = urllib.parse.quote(word).replace("-", "%2D").replace(".", "%2E")
        yield quoted, quoted
    yield word.encode().hex(), word.encode().hex()
    yield word.encode("utf-16-le").hex(), word.encode("utf-16-le").hex()
    for before in ("", "x", "xy"):
        text = base64.b64encode((before + word + "z").encode()).decode()
        yield text, text[4:-4]


def main():
    host, user, file = sys.argv[1:]
    lines, gone = [], []

    def plant(text, secret):
        lines.append(text)
        gone.append(secret)

    for word in (host, user):
        for text, secret in encodings(word):
            plant(f"tpm tpm0: {text} asked", secret)
    plant("Kernel command line: ro rd.luks.options=tpm2-device=auto luks.passphrase=geheim-4711 "
          "ip=10.20.30.40", "geheim-4711")
    gone.append("10.20.30.40")
    plant("tpm0: BOOT_IMAGE=/vmlinuz-host root=/dev/mapper/vg4711-root", "vg4711")
    plant("tpm proxy luks.passphrase=geheim-4712 done", "geheim-4712")
    plant("tpm2-abrmd: connection from 192.168.47.11", "192.168.47.11")
    plant("tpm2-abrmd: connection from (172.16.47.11)", "172.16.47.11")
    plant("tpm2-abrmd: peer fe80::5054:ff:fe12:4711", "fe80::5054:ff:fe12:4711")
    plant("tpm2-abrmd: peer [2001:db8:4711::1]:2321", "2001:db8:4711::1")
    plant("tpm: MAC 52:54:00:12:47:11", "52:54:00:12:47:11")
    plant("tpm: MAC 525400124711", "525400124711")
    plant("tpm: enx525400124712 is up", "525400124712")
    plant("tpm: disk serial WD-4711X is locked", "WD-4711X")
    plant("tpm: Serial Number: WD-4712X", "WD-4712X")
    plant("tpm: S/N=WD-4713X", "WD-4713X")
    plant("tpm: unlocked /dev/mapper/luks4711-data", "luks4711")
    plant("tpm: mail jo.4711@example.org", "jo.4711@example.org")
    plant("jo4711@box4711:~# tpm2_getcap", "jo4711@box4711")
    plant("tpm: /home/jo4712/key", "jo4712")
    plant("tpm: /run/media/jo4713/STICK", "jo4713")
    plant("tpm: PARTUUID=0b5d3c5e-4711-4222-8333-123456789abc", "0b5d3c5e-4711")
    plant("tpm: auth_token=tok4711 used", "tok4711")
    plant("tpm: key 00112233445566778899aabb4711", "8899aabb4711")
    plant("tpm: asset tag: INV4711", "INV4711")
    plant("tpm: swtpm:host=tpm4711.example.org,port=2321", "tpm4711")
    report = json.load(sys.stdin)
    # A command line goes to its end, and would take what stands behind it along.
    everything = " | ".join(line for line in lines
                            if "ommand line" not in line and "BOOT_IMAGE" not in line)
    where = report["host"]
    where["kernel_log"] = lines
    where["settings"] = [{"name": "TPM2TOOLS_TCTI", "value": everything, "source": everything,
                          "scope": everything}]
    where["tpm_cmdline"] = lines
    for tpm in report["tpms"]:
        tpm["connection"]["error_text"] = everything
        tpm["connection"]["remedy"] = everything
        for node in tpm.get("nodes") or []:
            node["links"] = lines
            node["properties"] = [f"ID_X={line}" for line in lines]
    report["error"] = {"exit_status": 1, "message": everything, "remedy": everything}
    with open(file, "w", encoding="utf-8") as out:
        out.write("\n".join(gone) + "\n")
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    main()
