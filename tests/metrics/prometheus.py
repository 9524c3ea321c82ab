#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""From a TPM to an alert: swtpm, tpm-probe metrics --textfile, node_exporter, Prometheus with the
project's example configuration and alerts. Each value arrives; a lockout that wrong passwords cause
raises its alert; every query of the dashboard is answered. Prints TAP.

    B=build/release tests/metrics/prometheus.py
"""
import faulthandler
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

import yaml

os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
sys.dont_write_bytecode = True
sys.path.insert(0, "tests/swtpm")
import swtpm  # pylint: disable=wrong-import-position

PROBE = os.path.realpath(os.path.join(os.environ.get("B", "build/release"), "tpm-probe"))
MONITORING = "probe/monitoring/"
METRIC = re.compile(r"\b(?:tpm|node)_[a-z0-9_]+\b")
count = failed = 0


def check(ok, name, detail=""):
    global count, failed
    count += 1
    failed += not ok
    print(f"{'ok' if ok else 'not ok'} {count} - {name}", flush=True)
    if not ok:
        for line in str(detail).splitlines():
            print(f"# {line}")
    return bool(ok)


def run(*command, **options):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False, **options)


def wait_for(condition):
    """Polls until condition() is true; returns its value. Only the suite's limit ends it, and then it
    is shown where that was."""
    while not (value := condition()):
        time.sleep(0.05)
    return value


class Server:
    """A server on a free port of the loopback, until the with block ends."""

    def __init__(self, log, command, ready):
        for _ in range(10):
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.address = f"127.0.0.1:{probe.getsockname()[1]}"
            with open(log, "w", encoding="utf-8") as out:
                self.process = subprocess.Popen(
                    [*command, "--web.listen-address=" + self.address], stdout=out, stderr=out)
            # Somebody else may have taken the port meanwhile: then it ends.
            if wait_for(lambda: self.process.poll() is not None or self.get(ready) is not None) and \
                    self.process.poll() is None:
                return
            self.__exit__()
        with open(log, encoding="utf-8") as text:
            raise RuntimeError(text.read())

    def get(self, path):
        try:
            with urllib.request.urlopen(f"http://{self.address}{path}") as answer:
                return answer.read().decode()
        except (OSError, urllib.error.URLError):
            return None

    def api(self, path, **parameters):
        text = self.get(f"/api/v1/{path}?{urllib.parse.urlencode(parameters)}")
        return json.loads(text)["data"] if text else None

    def query(self, expression):
        """The samples of an instant query; None where it is refused."""
        data = self.api("query", query=expression)
        return None if data is None else data["result"]

    def value(self, expression):
        result = self.query(expression)
        return float(result[0]["value"][1]) if result else None

    def alerts(self):
        data = self.api("alerts") or {"alerts": []}
        return {a["labels"]["alertname"]: a for a in data["alerts"] if a["state"] == "firing"}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def configuration(folder, exporter):
    """The example, for this exporter and an impatient test."""
    with open(MONITORING + "prometheus-example.yml", encoding="utf-8") as text:
        config = yaml.safe_load(text)
    config["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s", "scrape_timeout": "1s"}
    config["rule_files"] = [os.path.realpath(MONITORING + name) for name in config["rule_files"]]
    config["scrape_configs"][0]["static_configs"][0]["targets"] = [exporter]
    path = os.path.join(folder, "prometheus.yml")
    with open(path, "w", encoding="utf-8") as out:
        yaml.safe_dump(config, out)
    return path


def expressions():
    """Every expression of the alerts and of the dashboard, with where it stands."""
    with open(MONITORING + "tpm-probe-alerts.yml", encoding="utf-8") as text:
        for group in yaml.safe_load(text)["groups"]:
            for rule in group["rules"]:
                yield rule["alert"], rule["expr"]
    with open(MONITORING + "tpm-probe-dashboard.json", encoding="utf-8") as text:
        dashboard = json.load(text)
    for variable in dashboard["templating"]["list"]:
        if variable["type"] == "query":
            yield "$" + variable["name"], variable["query"]["query"]
    for panel in dashboard["panels"]:
        for target in panel["targets"]:
            yield panel["title"], target["expr"]


def check_files(folder):
    """What promtool says of them."""
    rules = os.path.realpath(MONITORING + "tpm-probe-alerts.yml")
    for what, path in (("rules", rules), ("config", MONITORING + "prometheus-example.yml")):
        result = run("promtool", "check", what, path)
        check(result.returncode == 0, f"promtool check {what}", result.stdout)
    test = os.path.join(folder, "alerts_test.yml")
    with open("tests/metrics/alerts_test.yml", encoding="utf-8") as text, \
            open(test, "w", encoding="utf-8") as out:
        out.write(text.read().replace("[RULES]", f"[{rules}]"))
    result = run("promtool", "test", "rules", test)
    check(result.returncode == 0, "promtool test rules", result.stdout)
    # Each alert has such a test, and no test would pass without the alerts.
    with open("tests/metrics/alerts_test.yml", encoding="utf-8") as text:
        tested = text.read()
    with open(rules, encoding="utf-8") as text:
        groups = yaml.safe_load(text)
    for rule in groups["groups"][0]["rules"]:
        check(rule["alert"] in tested, f"{rule['alert']}: tested")
        check({"summary", "description"} <= set(rule["annotations"]) and
              rule["labels"]["severity"] in ("warning", "critical"), f"{rule['alert']}: explained")
    with open(test, "w", encoding="utf-8") as out:
        out.write(tested.replace("[RULES]", "[]"))
    check(run("promtool", "test", "rules", test).returncode != 0, "promtool test rules can fail")


def check_names(tcti):
    """Nobody asks for a metric that is not exported."""
    exported = set()
    text = run(PROBE, "-T", tcti, "metrics", "--textfile", "-", "--max-commands", "1").stdout
    text += run(PROBE, "-T", tcti, "metrics", "--textfile", "-").stdout
    text += run(PROBE, "--sysroot", "tests/data/sysroot/two", "metrics", "--textfile", "-").stdout
    # No simulator has a boot log, nor a volume.
    report = {"schema": "tpm-probe/1", "tpms": [{"name": "tpm0", "event_log": {
        "banks": ["sha256"], "pcrs": [{"bank": "sha256", "index": 0, "status": "equal"}]}}],
        "volumes": [{"source": "/dev/sda3", "name": "root", "verdict": "should_unlock", "bindings": []}]}
    text += run(PROBE, "--from", "/dev/stdin", "metrics", "--textfile", "-",
                input=json.dumps(report)).stdout
    for line in text.splitlines():
        if not line.startswith("#"):
            exported.add(re.split(r"[{ ]", line)[0])
    check(len(exported) > 45, f"{len(exported)} metrics are exported", sorted(exported))
    for place, expression in expressions():
        unknown = set(METRIC.findall(expression)) - exported
        check(not unknown, f"{place}: every metric in it is exported", f"{unknown}: {expression}")


def fail_authorisation(tcti, context):
    return run("tpm2_create", "-T", tcti, "-C", context, "-P", "wrong", "-u", "/dev/null",
               "-r", "/dev/null").returncode


def check_lockout(prometheus, folder, tcti, collect):
    """Wrong passwords, one after the other, up to the lockout."""
    context = os.path.join(folder, "primary.ctx")
    for command in (["tpm2_dictionarylockout", "-T", tcti, "--setup-parameters", "--max-tries=3",
                     "--recovery-time=10000", "--lockout-recovery-time=10000"],
                    ["tpm2_createprimary", "-T", tcti, "-C", "o", "-p", "secret", "-c", context],
                    ["tpm2_flushcontext", "-T", tcti, "-t"]):
        result = run(*command)
        check(result.returncode == 0, command[0], result.stdout)
    collect()
    check(wait_for(lambda: prometheus.value("tpm_lockout_max_tries") == 3),
          "Prometheus: tpm_lockout_max_tries 3")
    check(not {"TpmInLockout", "TpmLockoutNear"} & set(prometheus.alerts()), "no alert of a lockout")
    for tries in (1, 2):
        check(fail_authorisation(tcti, context) != 0, f"wrong password {tries}")
        run("tpm2_flushcontext", "-T", tcti, "-t")
    collect()
    check(wait_for(lambda: prometheus.value("tpm_lockout_counter") == 2),
          "Prometheus: tpm_lockout_counter 2")
    alert = wait_for(lambda: prometheus.alerts().get("TpmLockoutNear"))
    check(alert and alert["labels"]["tpm"] == "tcti" and "66.67%" in alert["annotations"]["summary"],
          "two of three tries raise TpmLockoutNear", alert)
    fail_authorisation(tcti, context)
    run("tpm2_flushcontext", "-T", tcti, "-t")
    collect()
    alert = wait_for(lambda: prometheus.alerts().get("TpmInLockout"))
    check(alert and alert["labels"]["severity"] == "critical", "the third one raises TpmInLockout", alert)
    check(wait_for(lambda: "TpmCriticalFinding" in prometheus.alerts()),
          "and TpmCriticalFinding: doctor sees it too")
    check(wait_for(lambda: prometheus.query('tpm_doctor_rule{rule="DA-001"}')), "which rule found it")
    check(wait_for(lambda: "TpmLockoutNear" not in prometheus.alerts()), "TpmLockoutNear ends there")
    result = run("tpm2_dictionarylockout", "-T", tcti, "--clear-lockout")
    check(result.returncode == 0, "the lockout is ended", result.stdout)
    collect()
    check(wait_for(lambda: not {"TpmInLockout", "TpmCriticalFinding"} & set(prometheus.alerts())),
          "and so are its alerts", prometheus.alerts())


def check_values(prometheus, text):
    """What the file says is what Prometheus answers. A scrape that comes late, on a busy machine, leaves
    a series without a value until the next one; another value is wrong at any time."""
    different = []
    samples = [line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#")]
    for series, value in samples:
        wait_for(lambda s=series: prometheus.query(s))
        got = prometheus.value(series)
        if got not in (None, float(value)):
            different.append(f"{series}: {value}, {got}")
    check(len(samples) > 80 and not different, f"Prometheus: the {len(samples)} values of the file",
          "\n".join(different))
    metadata = wait_for(lambda: prometheus.api("targets/metadata", metric="tpm_resets_total"))
    check(metadata and metadata[0]["type"] == "counter" and metadata[0]["help"],
          "Prometheus: tpm_resets_total is a counter, with a help", metadata)


def check_queries(prometheus):
    for place, expression in expressions():
        if place.startswith("$"):
            continue
        for name, value in (("$__rate_interval", "1m"), ("$job", ".*"), ("$instance", ".*")):
            expression = expression.replace(name, value)
        if place.startswith("Tpm"):
            check(prometheus.query(expression) is not None, f"{place}: Prometheus takes it", expression)
        else:
            # What counts changes needs two scrapes.
            check(wait_for(lambda e=expression: prometheus.query(e)), f"{place}: Prometheus answers",
                  expression)


def main():
    faulthandler.register(signal.SIGTERM, chain=True)
    os.environ["TSS2_LOG"] = "all+none"
    for name in ("TPM2TOOLS_TCTI", "TPM_PROBE_TCTI"):
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory() as folder:
        state, textfiles, runtime = (os.path.join(folder, n) for n in ("state", "node", "run"))
        for path in (state, textfiles, runtime):
            os.mkdir(path)
        check_files(folder)
        result = run("bash", "-c", '. tests/metrics/certified.sh; certify "$1" sha256 vm',
                     "bash", state, env=dict(os.environ, work=folder))
        check(result.returncode == 0, "a TPM with certificates", result.stdout)
        # As the service has it: a file below /run, and a link to it where node_exporter looks.
        file = os.path.join(runtime, "tpm.prom")
        os.symlink("../run/tpm.prom", os.path.join(textfiles, "tpm.prom"))
        with swtpm.Swtpm(state) as server:
            tcti = f"swtpm:host=127.0.0.1,port={server.port}"

            def collect():
                subprocess.run([PROBE, "-T", tcti, "metrics", "--textfile", file], check=True)

            collect()
            check_names(tcti)
            with Server(os.path.join(folder, "exporter.log"),
                        ["prometheus-node-exporter", "--collector.disable-defaults",
                         "--collector.textfile", "--collector.textfile.directory=" + textfiles],
                        "/") as exporter:
                text = exporter.get("/metrics")
                check("\nnode_textfile_scrape_error 0\n" in text, "node_exporter takes the file",
                      [line for line in text.splitlines() if "textfile" in line])
                with Server(os.path.join(folder, "prometheus.log"),
                            ["prometheus", "--config.file=" + configuration(folder, exporter.address),
                             "--storage.tsdb.path=" + os.path.join(folder, "data")],
                            "/-/ready") as prometheus:
                    check(wait_for(lambda: prometheus.value("tpm_probe_success") == 1),
                          "Prometheus: tpm_probe_success 1")
                    with open(file, encoding="utf-8") as lines:
                        check_values(prometheus, lines.read())
                    check_queries(prometheus)
                    check_lockout(prometheus, folder, tcti, collect)
    print(f"1..{count}")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
