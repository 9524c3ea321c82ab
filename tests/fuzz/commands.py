#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""Fuzzes whole commands of the built tool: what they read is mutated, what they must never do is looked for.

    tests/fuzz/commands.py KIND [--seconds N] [--seed S] [--probe PATH] [--corpus DIR]

KIND: sysroot, from (a report), event-log, tpm (a swtpm whose real answers are mutated). An input that
reaches edges that no other has reached is kept in CORPUS/KIND for as long as this runs, and mutated
further. The edges are those that clang's -fsanitize-coverage=trace-pc-guard reports; of a build without
it nothing is known of them, and the inputs are those of the corpus. --seconds 0: the corpus alone.

Wrong is: a sanitizer's finding, a signal, a status that the tool does not have, a control character in
what is printed, a command that takes over 60 s. What was wrong is left in CORPUS/KIND-failed.
"""
import argparse
import glob
import os
import random
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "swtpm"))
from swtpm import Swtpm, listen_pair  # pylint: disable=wrong-import-position

CRASH = 99
LIMIT_S = 60
DATA = os.path.join(HERE, "..", "data")
NUMBERS = [0, 1, 127, 128, 255, 256, 65535, 65536, 1 << 31, (1 << 32) - 1, 1 << 63, (1 << 64) - 1]
CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")
COMMANDS = {
    "sysroot": ["list", "list -t", "doctor", "tcti", "pcrs --log", "info", "report -O /dev/null",
                "tcti recommend", "tcti emit generator"],
    "from": ["list", "doctor", "doctor --fix-script", "info", "caps", "keys", "nv", "ek", "pcrs", "tcti",
             "metrics", "fapi check", "report -O /dev/null", "report -O /dev/null --redact",
             "info -o json", "tcti emit fapi", ""],
    "event-log": ["pcrs --log-file {input}", "pcrs -o json --log-file {input}"],
    "tpm": ["info", "caps", "pcrs", "keys", "nv", "ek", "attest --self-test", "doctor",
            "watch --count 1", "metrics"],
}


def mutate_bytes(data, rng):
    data = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        at = rng.randrange(len(data) + 1)
        what = rng.randrange(7)
        if what == 0 and at < len(data):
            data[at] ^= 1 << rng.randrange(8)
        elif what == 1 and at < len(data):
            data[at] = rng.randrange(256)
        elif what == 2:
            del data[at:at + rng.choice((1, 4, 32, 4096))]
        elif what == 3:
            data[at:at] = data[at:at + rng.choice((1, 8, 64, 1024))]
        elif what == 4:
            size = rng.choice((1, 2, 4, 8))
            number = rng.choice(NUMBERS) & ((1 << 8 * size) - 1)
            data[at:at + size] = number.to_bytes(size, rng.choice(("little", "big")))
        elif what == 5:
            data[at:at] = rng.choice((b"\0", b"\n", b"\x1b[31m", b"\xff\xfe", b"'", b'"', b"$(id)", b"\xe2\x80\xae"))
        else:
            del data[at:]
    return bytes(data[:1 << 20])


def mutate_json(data, rng):
    """One value for another, so that more than the reader is reached."""
    text = data.decode("utf-8", "replace")
    values = list(re.finditer(r'"(?:[^"\\]|\\.)*"(?!\s*:)|-?\d+(?:\.\d+)?|true|false|null|\[\]|\{\}', text))
    if not values or rng.randrange(8) == 0:
        return mutate_bytes(data, rng)
    for _ in range(rng.choice((1, 2, 5))):
        value = rng.choice(values)
        if value.end() > len(text):
            continue
        new = rng.choice([str(n) for n in NUMBERS] + ["null", "true", '""', '"\\u001b[31m"', "[]", "{}", "-1", "1e308",
                         '"' + "A" * 5000 + '"', "\"';$(id)`\"", rng.choice(values)[0]])
        text = text[:value.start()] + new + text[value.end():]
        values = [v for v in values if v.end() <= value.start()] or values[:1]
    return text.encode("utf-8", "replace")


class Sanitized:
    """The built tool, and the edges that it has reached."""

    def __init__(self, probe, work):
        self.probe, self.cover = probe, os.path.join(work, "cover")
        os.mkdir(self.cover)
        self.edges = set()
        self.environment = dict(os.environ, TSS2_LOG="all+none", HOME=work, XDG_RUNTIME_DIR=work,
                                UBSAN_OPTIONS=f"exitcode={CRASH}", LSAN_OPTIONS=f"exitcode={CRASH}",
                                ASAN_OPTIONS=f"exitcode={CRASH}:coverage=1:coverage_dir={self.cover}")

    def new_edges(self):
        found = 0
        for path in glob.glob(os.path.join(self.cover, "*.sancov")):
            if os.path.basename(path).startswith("tpm-probe."):
                with open(path, "rb") as file:
                    data = file.read()[8:]
                reached = set(struct.unpack(f"<{len(data) // 8}Q", data[:len(data) // 8 * 8]))
                found += len(reached - self.edges)
                self.edges |= reached
            os.unlink(path)
        return found

    def run(self, words):
        """What was wrong, or None."""
        try:
            done = subprocess.run([self.probe] + words, env=self.environment, stdin=subprocess.DEVNULL,
                                  capture_output=True, timeout=LIMIT_S, check=False)
        except subprocess.TimeoutExpired:
            return f"takes over {LIMIT_S} s"
        if done.returncode < 0 or done.returncode == CRASH or done.returncode > 9:
            return f"status {done.returncode}: {done.stderr[-3000:].decode(errors='replace')}"
        found = CONTROL.search(done.stdout + done.stderr)
        return f"prints {found[0]!r}" if found else None


class MutatingTpm:
    """Stands before a swtpm; alters the answers that an input names: "NUMBER SEED" lines."""

    def __init__(self, work):
        self.swtpm = Swtpm(work)
        self.changes, self.count = {}, 0
        data, control, self.port = listen_pair()
        data.listen(8)
        threading.Thread(target=self.accept, args=(control, 1, self.pump), daemon=True).start()
        threading.Thread(target=self.accept, args=(data, 0, self.relay), daemon=True).start()

    def accept(self, listener, offset, function):
        while True:
            client, _ = listener.accept()
            server = socket.create_connection(("127.0.0.1", self.swtpm.port + offset))
            threading.Thread(target=function, args=(client, server), daemon=True).start()

    @staticmethod
    def pump(client, server):
        def one_way(source, target):
            try:
                while data := source.recv(4096):
                    target.sendall(data)
                target.shutdown(socket.SHUT_WR)
            except OSError:
                pass
        threading.Thread(target=one_way, args=(server, client), daemon=True).start()
        one_way(client, server)

    @staticmethod
    def message(stream):
        data = b""
        while len(data) < 10 or len(data) < struct.unpack_from(">I", data, 2)[0]:
            more = stream.recv(4096)
            if not more:
                raise ConnectionError
            data += more
        return data

    def relay(self, client, server):
        with client, server:
            try:
                while True:
                    server.sendall(self.message(client))
                    answer = self.message(server)
                    seed = self.changes.get(self.count)
                    self.count += 1
                    client.sendall(answer if seed is None else self.altered(answer, seed))
            except OSError:
                return

    @staticmethod
    def altered(answer, seed):
        rng = random.Random(seed)
        if rng.randrange(6) == 0:
            code = rng.choice((0x101, 0x100, 0x921, 0x922, 0x120, 0x143, 0x18b, 0x98e, rng.randrange(1 << 32)))
            return struct.pack(">HII", 0x8001, 10, code)
        body = mutate_bytes(answer[10:], rng)[:4086]
        size = 10 + len(body) if rng.randrange(8) else rng.choice(NUMBERS) & 0xffffffff
        return answer[:2] + struct.pack(">I", size) + answer[6:10] + body

    def take(self, script):
        self.count = 0
        self.changes = {int(a): int(b) for a, b in re.findall(rb"(\d{1,6}) (\d{1,18})", script)}


def seeds(kind):
    if kind == "sysroot":
        return [name.encode() for name in sorted(os.listdir(os.path.join(DATA, "sysroot"))) if name != "README"]
    if kind == "tpm":
        return [b"", b"3 1\n"]
    paths = sorted(glob.glob(os.path.join(DATA, "eventlog", "*.bin")) if kind == "event-log" else
                   glob.glob(os.path.join(HERE, "corpus", "fuzz_json", "*")))
    result = []
    for path in paths:
        with open(path, "rb") as file:
            result.append(file.read())
    if kind == "from":
        made = subprocess.run([os.path.join(HERE, "..", "report", "make_full.py")], stdout=subprocess.PIPE,
                              check=True)
        result.append(made.stdout)
    return result


def mutate(kind, data, rng):
    if kind == "from":
        return mutate_json(data, rng)
    if kind == "event-log":
        return mutate_bytes(data, rng)
    # What is changed, by numbers: of a tree "PATH\nSEED...", of a TPM "ANSWER SEED".
    if kind == "tpm":
        return data + b"%d %d\n" % (rng.randrange(rng.choice((6, 30, 150))), rng.randrange(1 << 30))
    return data + b"\n%d" % rng.randrange(1 << 30)


def build_tree(data, place):
    """A copy of the tree that the first line names, with one thing changed for each seed below."""
    name, *changes = data.decode(errors="replace").split("\n")
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(os.path.join(DATA, "sysroot", name), place, symlinks=True)
    for seed in changes:
        rng = random.Random(seed)
        files = sorted(os.path.join(d, f) for d, _, fs in os.walk(place) for f in fs)
        if not files:
            return
        path, what = rng.choice(files), rng.randrange(9)
        if what < 6 and os.path.isfile(path) and not os.path.islink(path):
            os.chmod(path, 0o600)
            with open(path, "rb+") as file:
                data = mutate_bytes(file.read(), rng)
                file.seek(0)
                file.truncate()
                file.write(data)
            continue
        os.unlink(path)
        if what == 6:
            os.symlink(rng.choice(("..", ".", "/etc/shadow", "../" * 30 + "dev/null", os.path.basename(path))), path)
        elif what == 7:
            os.mkfifo(path)
        elif what == 8:
            os.mkdir(path)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=sorted(COMMANDS))
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--probe", default=os.path.join(os.environ.get("B", "build/release"), "tpm-probe"))
    parser.add_argument("--corpus", default="build/fuzz-commands/corpus")
    arguments = parser.parse_args()
    kind, rng, failures, runs = arguments.kind, random.Random(arguments.seed), 0, 0
    committed = []
    for path in sorted(glob.glob(os.path.join(HERE, "corpus", "commands-" + kind, "*"))):
        with open(path, "rb") as file:
            committed.append(file.read())
    kept, failed = (os.path.join(arguments.corpus, kind + end) for end in ("", "-failed"))
    os.makedirs(kept, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        tool = Sanitized(os.path.abspath(arguments.probe), work)
        tpm = MutatingTpm(work) if kind == "tpm" else None
        place = os.path.join(work, "input")

        def attempt(data, commands):
            nonlocal failures, runs
            for command in commands:
                if tpm:
                    tpm.take(data)
                    words = ["-T", f"swtpm:host=127.0.0.1,port={tpm.port}", "--timeout", "20000"]
                elif kind == "sysroot":
                    build_tree(data, place)
                    words = ["--sysroot", place]
                else:
                    with open(place, "wb") as file:
                        file.write(data)
                    words = ["--from", place] if kind == "from" else []
                words = words + command.format(input=place).split()
                wrong = tool.run(words)
                runs += 1
                if wrong:
                    failures += 1
                    os.makedirs(failed, exist_ok=True)
                    with open(os.path.join(failed, f"{runs}"), "wb") as file:
                        file.write(data)
                    print(f"{kind}: {failed}/{runs}: tpm-probe {' '.join(words)}: {wrong}", flush=True)

        pool = seeds(kind) + committed
        end = time.monotonic() + arguments.seconds
        for data in pool:
            if arguments.seconds and time.monotonic() > end - arguments.seconds / 2:
                break
            attempt(data, COMMANDS[kind] if not arguments.seconds else [rng.choice(COMMANDS[kind])])
            tool.new_edges()
        while time.monotonic() < end:
            data = mutate(kind, rng.choice(pool), rng)
            attempt(data, [rng.choice(COMMANDS[kind])])
            if tool.new_edges():
                pool.append(data)
                with open(os.path.join(kept, f"{arguments.seed}-{runs}"), "wb") as file:
                    file.write(data)
        if tpm:
            tpm.swtpm.__exit__()
    print(f"{kind}: {runs} runs, {failures} failures, {len(pool)} inputs, {len(tool.edges)} edges reached")
    sys.exit(failures > 0)


if __name__ == "__main__":
    main()
