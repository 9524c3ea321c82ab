#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""
Make reference.csv anew: the median time of each operation on each device of the TPMScan data set.

    git clone https://github.com/crocs-muni/tpmscan-dataset
    probe/bench/reference-from-tpmscan.py tpmscan-dataset > probe/bench/reference.csv

The data set has a folder MAKER/FIRMWARE/DEVICE for each device, with raw timings of tpm2-algtest in
detail/Perf_*.csv: duration in seconds, duration_extra, return_code. Nothing of it that names a device
comes into the table.
"""

import pathlib
import statistics
import sys

# Our operation; the data set's file; how many objects were loaded meanwhile: a primary key, always,
# and the key that is used.
OPERATIONS = [
    ("create_p256", "Create:ECC_0x0003", 1),
    ("create_rsa2048", "Create:RSA_2048", 1),
    ("ecdh_keygen_p256", "ECDH_KeyGen:0x0003", 2),
    ("ecdh_zgen_p256", "ECDH_ZGen:0x0003", 2),
    ("encrypt_decrypt_aes128", "EncryptDecrypt:0x0006_128_0x0043_encrypt", 2),
    ("get_random_32", "GetRandom", 1),
    ("hash_256", "Hash:0x000b", 1),
    ("hmac_sha256", "HMAC", 2),
    ("rsa_decrypt", "RSA_Decrypt:RSA_2048_0x0017", 2),
    ("rsa_encrypt", "RSA_Encrypt:RSA_2048_0x0017", 2),
    ("sign_p256", "Sign:ECC_0x0003_0x0018", 2),
    ("sign_p384", "Sign:ECC_0x0004_0x0018", 2),
    ("sign_rsa2048", "Sign:RSA_2048_0x0014", 2),
    ("verify_p256", "VerifySignature:ECC_0x0003_0x0018", 2),
    ("verify_p384", "VerifySignature:ECC_0x0004_0x0018", 2),
    ("verify_rsa2048", "VerifySignature:RSA_2048_0x0014", 2),
]
MIN_SAMPLES = 20
MIN_DEVICES = 10
# A run whose GetRandom takes longer went through a resource manager that swapped each loaded object
# in and out: every other time of it has the same on top, once for each object. No other device has a
# median above 11.2 ms.
LONGEST_GET_RANDOM_NS = 15_000_000

HEADER = """\
# SPDX-License-Identifier: BSD-2-Clause
# How long TPM commands take on real devices: the median of each operation, one row for each device.
#
# Computed by reference-from-tpmscan.py from the raw timings of the TPMScan data set,
# https://github.com/crocs-muni/tpmscan-dataset (CRoCS, Masaryk University): {devices} of its {folders}
# devices. Only commands that succeeded count, and medians of at least {samples} of them; operations that
# fewer than {least} devices have are left out.
#
# Left out are {swapped} runs whose GetRandom has a median of {limit} ms or more: a resource manager swapped
# the loaded objects in and out around every command, which is not the TPM's time. The slowest of all
# others takes {slowest:.1f} ms. {unknown} devices without GetRandom are left out too.
#
# loaded_objects: what was loaded meanwhile: a primary key in every run, and the key that is used.
# manufacturer: the TPM vendor id. device: a number of this table's own, the same in all operations.
#
# Key generation (create_rsa2048) is a lottery: its median is no more than a hint.
"""


def median_ns(path):
    """None: too few."""
    if not path.exists():
        return None
    durations = []
    for line in path.read_text(errors="replace").splitlines():
        columns = [column.strip() for column in line.split(",")]
        if len(columns) == 3 and columns[2] == "0000":
            durations.append(round(float(columns[0]) * 1e9))
    return round(statistics.median(durations)) if len(durations) >= MIN_SAMPLES else None


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folders = sorted(path for path in pathlib.Path(sys.argv[1]).glob("*/*/*") if (path / "detail").is_dir())
    devices = []
    swapped = unknown = 0
    for folder in folders:
        medians = {name: median_ns(folder / "detail" / f"Perf_{file}.csv") for name, file, _ in OPERATIONS}
        if medians["get_random_32"] is None:
            unknown += 1
        elif medians["get_random_32"] >= LONGEST_GET_RANDOM_NS:
            swapped += 1
        else:
            devices.append((folder.parts[-3], folder.parts[-2], medians))
    # By maker, firmware as text, and medians: the data set's own names leave no trace in the order.
    devices.sort(key=lambda device: (device[0], device[1], sorted((k, v or 0) for k, v in device[2].items())))
    print(
        HEADER.format(
            devices=len(devices),
            folders=len(folders),
            samples=MIN_SAMPLES,
            least=MIN_DEVICES,
            swapped=swapped,
            limit=LONGEST_GET_RANDOM_NS // 1_000_000,
            slowest=max(medians["get_random_32"] for _, _, medians in devices) / 1e6,
            unknown=unknown,
        ),
        end="",
    )
    print("operation,manufacturer,firmware,device,loaded_objects,median_ns")
    for name, _, loaded in OPERATIONS:
        rows = [
            f"{name},{maker},{firmware},{number},{loaded},{medians[name]}"
            for number, (maker, firmware, medians) in enumerate(devices, 1)
            if medians[name] is not None
        ]
        if len(rows) >= MIN_DEVICES:
            print("\n".join(rows))


main()
