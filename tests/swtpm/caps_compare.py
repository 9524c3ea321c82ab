#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""Every value that tpm2_getcap prints must be in `tpm-probe caps -o json` of the same TPM.

    TPM_PROBE=build/release/tpm-probe TCTI=device:/dev/tpmrm0 tests/swtpm/caps_compare.py

TPM_PROBE: the tool; by default that of $B, or build/release. TCTI: the TPM; without it a swtpm is
started, and given objects, sessions and a non-default state, so that every group has something to
compare. Prints TAP: one test per group of tpm2_getcap. That the comparison can fail is shown by
doctored reports, each of which it has to refuse.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import swtpm  # pylint: disable=wrong-import-position



def run(*command, **options):
    return subprocess.run(command, capture_output=True, check=False, **options)


def populate(work, environment):
    """Something in every range of handles, and flags that differ from a fresh TPM's."""
    start_session = bytes.fromhex(
        "8001" "0000002b" "00000176" "40000007" "40000007" "0010" + "5a" * 16
        + "0000" "00" "0010" "000b")
    steps = [
        ["tpm2_createprimary", "-Q", "-C", "o", "-G", "ecc", "-c", work + "/primary"],
        ["tpm2_evictcontrol", "-Q", "-C", "o", "-c", work + "/primary", "0x81000001"],
        ["tpm2_nvdefine", "-Q", "-C", "o", "-s", "8", "0x01500001"],
        ["tpm2_nvdefine", "-Q", "-C", "o", "-a", "ownerwrite|ownerread|nt=counter",
         "0x01500002"],
        ["tpm2_startauthsession", "-Q", "-S", work + "/session"],
        ["tpm2_startauthsession", "-Q", "--policy-session", "-S", work + "/policy"],
        ["tpm2_send", "-o", work + "/response"],
        ["tpm2_dictionarylockout", "-Q", "-s", "-n", "7", "-t", "100", "-l", "200"],
        ["tpm2_changeauth", "-Q", "-c", "owner", "secret"],
        ["tpm2_changeauth", "-Q", "-c", "lockout", "secret"],
    ]
    for step in steps:
        data = start_session if step[0] == "tpm2_send" else None
        done = run(*step, env=environment, input=data)
        if done.returncode:
            raise RuntimeError(f"{' '.join(step)}: {done.stderr.decode(errors='replace')}")


def parse_value(text):
    """A number, or the text without its quotes."""
    text = text.strip()
    if re.fullmatch(r"0[xX][0-9a-fA-F]+|[0-9]+", text):
        return int(text, 0)
    return text.strip('"')


def parse_getcap(text):
    """tpm2_getcap's output as a list of (key, value or list of (subkey, value)), repeats kept."""
    entries = []
    for line in text.splitlines():
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip())
        line = line.strip()
        if line.startswith("- "):
            line = line[2:].strip()
            if ": [" in line:
                key, values = line.split(": [", 1)
                numbers = [int(number) for number in re.findall(r"[0-9]+", values)]
                entries.append((key, numbers))
            else:
                entries.append((None, parse_value(line)))
            continue
        key, _, value = line.partition(":")
        if indent:
            entries[-1][1].append((key, parse_value(value)))
        elif value.strip():
            entries.append((key, parse_value(value)))
        elif key != "selected-pcrs":
            entries.append((key, []))
    return entries


class Comparison:
    """Counts the values, and keeps what differs."""

    def __init__(self):
        self.values = 0
        self.problems = []

    def equal(self, what, want, got):
        self.values += 1
        if want != got:
            self.problems.append(f"{what}: tpm2_getcap says {want!r}, tpm-probe {got!r}")


def find(records, name, used):
    """The next record of this name, that tpm2_getcap may have printed more than once."""
    for index, record in enumerate(records):
        if record.get("name") == name and index not in used:
            used.add(index)
            return record
    return None


def find_unknown(records, key, used):
    """What tpm2_getcap cannot name it prints by number: "unknown210", "0x123"."""
    match = re.fullmatch(r"(?:unknown|0[xX])?([0-9A-Fa-f]+)", key)
    for index, record in enumerate(records):
        if match and index not in used and int(match[1], 16) in (
                record.get("property"), record.get("command_index"), record.get("id"),
                record.get("value")):
            used.add(index)
            return record
    return None


def look_up(comparison, records, key, used):
    record = find(records, key, used) or find_unknown(records, key, used)
    if record is None:
        comparison.problems.append(f"{key}: not in tpm-probe's report")
        return None
    return record


def compare_algorithms(comparison, entries, records):
    used = set()
    for key, attributes in entries:
        record = look_up(comparison, records, key, used)
        for name, value in attributes if record else []:
            comparison.equal(f"{key} {name}", value, record["id" if name == "value" else name])


COMMAND_KEYS = {"commandIndex": "command_index", "cHandles": "c_handles", "rHandle": "r_handle",
                "V": "v", "Res": "res"}


def compare_commands(comparison, entries, records):
    used = set()
    for key, attributes in entries:
        record = look_up(comparison, records, key, used)
        for name, value in attributes if record else []:
            comparison.equal(f"{key} {name}", value, record[COMMAND_KEYS.get(name, name)])


def compare_properties(comparison, entries, records):
    used = set()
    for key, value in entries:
        record = look_up(comparison, records, key, used)
        if record is None:
            continue
        if not isinstance(value, list):
            comparison.equal(key, value, record["raw"])
            continue
        flags = {flag["name"]: flag["value"] for flag in record.get("flags") or []}
        for name, part in value:
            if name == "raw":
                comparison.equal(f"{key} raw", part, record["raw"])
            elif name == "value" and str(part).startswith("TPMA_MODES_"):
                comparison.equal(f"{key} {part}", 1, flags.get(part[len("TPMA_MODES_"):]))
            elif name == "value":
                # tpm2_getcap drops the blanks at both ends, tpm-probe those at the end.
                text = record.get("text")
                comparison.equal(f"{key} value", str(part).strip(), text and text.strip() or "")
            else:
                comparison.equal(f"{key} {name}", part, flags.get(name))


def compare_pcrs(comparison, entries, records):
    used = set()
    for bank, selected in entries:
        record = look_up(comparison, records, bank, used)
        if record:
            comparison.equal(bank, selected, record["selected"])


def compare_curves(comparison, entries, records):
    used = set()
    for key, value in entries:
        record = look_up(comparison, records, key, used)
        if record:
            comparison.equal(key, value, record["id"])


def compare_handles(comparison, entries, records):
    """One by one, in the TPM's order: a handle has nothing else to be found by."""
    for index, (_, handle) in enumerate(entries):
        record = records[index] if index < len(records) else None
        comparison.equal(f"handle {index}", handle, record)


GROUPS = {
    "algorithms": ("algorithms", compare_algorithms),
    "commands": ("commands", compare_commands),
    "pcrs": ("pcrs", compare_pcrs),
    "properties-fixed": ("properties_fixed", compare_properties),
    "properties-variable": ("properties_variable", compare_properties),
    "ecc-curves": ("ecc_curves", compare_curves),
    "handles-transient": ("handles_transient", compare_handles),
    "handles-persistent": ("handles_persistent", compare_handles),
    "handles-permanent": ("handles_permanent", compare_handles),
    "handles-pcr": ("handles_pcr", compare_handles),
    "handles-nv-index": ("handles_nv_index", compare_handles),
    "handles-loaded-session": ("handles_loaded_session", compare_handles),
    "handles-saved-session": ("handles_saved_session", compare_handles),
}


class Tap:
    def __init__(self):
        self.count = 0
        self.failed = 0

    def test(self, passed, name, *details):
        self.count += 1
        self.failed += not passed
        print(f"{'ok' if passed else 'not ok'} {self.count} - {name}")
        for detail in details if not passed else ():
            for line in str(detail).splitlines():
                print("#", line)

    def end(self):
        print(f"1..{self.count}")
        sys.exit(1 if self.failed else 0)


# tpm2_getcap does not print the properties that its tpm2-tss has no name for; an older one or a
# newer, so these groups may have more in tpm-probe's report.
MAY_BE_LONGER = {"properties-fixed", "properties-variable"}


def count_values(text):
    """How many values tpm2_getcap printed: a list in brackets is one. Without the parser."""
    return len(re.findall(r"^ *(?:- .+|[^-\s].*?:[ \t]+\S.*)$", text, re.MULTILINE))


def compare_group(group, text, records):
    """tpm2_getcap's output against tpm-probe's records."""
    comparison = Comparison()
    entries = parse_getcap(text)
    try:
        GROUPS[group][1](comparison, entries, records)
    except (KeyError, TypeError, AttributeError) as error:
        comparison.problems.append(f"a record of tpm-probe's: {type(error).__name__}: {error}")
    printed = count_values(text)
    if comparison.values != printed and not comparison.problems:
        comparison.problems.append(f"{printed} values printed, {comparison.values} compared")
    if len(records) != len(entries) and (len(records) < len(entries)
                                         or group not in MAY_BE_LONGER):
        comparison.problems.append(
            f"tpm2_getcap prints {len(entries)} entries, tpm-probe has {len(records)}")
    keys = [json.dumps(record, sort_keys=True) for record in records]
    if len(keys) != len(set(keys)):
        comparison.problems.append("tpm-probe has a record twice")
    return comparison


def doctored(group, records):
    """Reports with one fact wrong: a record lost, or something of it that both print."""
    for index, record in enumerate(records):
        before, after = records[:index], records[index + 1:]
        if not isinstance(record, dict):
            yield before + after
            yield before + [record + 1] + after
            continue
        if group not in MAY_BE_LONGER:
            yield before + after
        for key in {"algorithms": ["id", "hash", "method"], "pcrs": ["selected"],
                    "commands": ["value", "command_index", "nv", "c_handles", "v"],
                    "ecc-curves": ["id"]}.get(group, ["raw"]):
            if key == "raw" and record.get("flags") and group == "properties-variable":
                # Of these tpm2_getcap prints only the flags.
                first, *others = record["flags"]
                wrong = {"flags": [dict(first, value=1 - first["value"])] + others}
            elif key == "selected":
                wrong = {key: record[key][1:] or [1]}
            else:
                wrong = {key: record[key] + 1}
            yield before + [dict(record, **wrong)] + after


def compare(tap, probe, tcti, environment, populated):
    done = run(probe, "-T", tcti, "caps", "-o", "json")
    try:
        report = json.loads(done.stdout)
        capabilities = report["tpms"][0]["capabilities"]
    except (ValueError, KeyError, IndexError, TypeError) as error:
        tap.test(False, "tpm-probe caps -o json", f"{type(error).__name__}: {error}",
                 f"exit status {done.returncode}", done.stderr.decode(errors="replace"),
                 done.stdout.decode(errors="replace")[:400])
        return
    tap.test(done.returncode == 0, "tpm-probe caps -o json",
             f"exit status {done.returncode}", done.stderr.decode(errors="replace"))
    commands = report["tpms"][0].get("connection", {}).get("commands")
    tap.test(isinstance(commands, int) and 0 < commands <= 20,
             f"no more than 20 TPM commands: {commands}", commands)

    listed = run("tpm2_getcap", "-l", env=environment).stdout.decode()
    groups = [line[2:] for line in listed.splitlines() if line.startswith("- ")]
    tap.test(set(groups) - {"vendor"} == set(GROUPS), "every group of tpm2_getcap is compared",
             sorted(set(groups) ^ set(GROUPS)))
    refused, accepted = 0, []
    for group, (key, _) in GROUPS.items():
        printed = run("tpm2_getcap", group, env=environment)
        text = printed.stdout.decode()
        records = capabilities.get(key)
        if printed.returncode or records is None:
            tap.test(False, group, printed.stderr.decode(errors="replace"),
                     f"tpm-probe: {records!r}")
            continue
        comparison = compare_group(group, text, records)
        if populated and not comparison.values:
            comparison.problems.append("nothing to compare")
        tap.test(not comparison.problems, f"{group}: {comparison.values} values",
                 *comparison.problems)
        # Only where tpm2_getcap prints it too.
        names = {key for key, _ in parse_getcap(text)}
        same = [record for record in records if group not in MAY_BE_LONGER
                or record["name"] in names]
        for wrong in doctored(group, same):
            if compare_group(group, text, wrong).problems:
                refused += 1
            else:
                accepted.append((group, [record for record in wrong if record not in same]))
    tap.test(refused and not accepted, f"the comparison refuses {refused} doctored reports",
             *accepted)


def main():
    tap = Tap()
    probe = os.environ.get("TPM_PROBE") or os.path.join(os.environ.get("B", "build/release"),
                                                        "tpm-probe")
    tcti = os.environ.get("TCTI")
    if tcti:
        compare(tap, probe, tcti, dict(os.environ, TPM2TOOLS_TCTI=tcti), populated=False)
    else:
        with tempfile.TemporaryDirectory(prefix="caps_compare-") as work, \
                swtpm.Swtpm(work) as server:
            tcti = f"swtpm:host=127.0.0.1,port={server.port}"
            environment = dict(os.environ, TPM2TOOLS_TCTI=tcti)
            populate(work, environment)
            compare(tap, probe, tcti, environment, populated=True)
    tap.end()


if __name__ == "__main__":
    main()
