# SPDX-License-Identifier: BSD-2-Clause
"""A headless Chromium, driven through its debugging pipe: no port, no network, no waiting by time."""
import base64
import json
import os
import shutil
import subprocess
import tempfile



class Browser:
    """Use as a context: the process and its profile are gone behind it."""

    def __init__(self, program="chromium"):
        self.profile = tempfile.mkdtemp(prefix="tpm-probe-chromium.")
        commands, self.requests = os.pipe()
        self.answers, events = os.pipe()
        self.buffer = b""
        self.last_id = 0
        self.session = None
        self.seen = []

        def place_pipes():
            # Neither may be overwritten before it is placed.
            high = [os.dup2(commands, 20), os.dup2(events, 21)]
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        self.process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
             "--no-first-run", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
             f"--user-data-dir={self.profile}", "--remote-debugging-pipe"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            close_fds=False, preexec_fn=place_pipes)
        os.close(commands)
        os.close(events)

    def __enter__(self):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target,
                                 flatten=True)["sessionId"]
        self.call("Page.enable")
        self.call("Network.enable")
        return self

    def __exit__(self, *_):
        try:
            self.session = None
            self.call("Browser.close")
            self.process.wait()
        except (OSError, RuntimeError):
            self.process.kill()
            self.process.wait()
        os.close(self.requests)
        os.close(self.answers)
        shutil.rmtree(self.profile, ignore_errors=True)

    def message(self):
        while b"\0" not in self.buffer:
            got = os.read(self.answers, 1 << 20)
            if not got:
                raise RuntimeError("chromium has ended")
            self.buffer += got
        text, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(text)

    def call(self, method, **parameters):
        self.last_id += 1
        request = {"id": self.last_id, "method": method, "params": parameters}
        if self.session:
            request["sessionId"] = self.session
        data = json.dumps(request).encode() + b"\0"
        while data:
            data = data[os.write(self.requests, data):]
        while True:
            message = self.message()
            if message.get("id") == self.last_id:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]
            self.seen.append(message)

    def open(self, path, width, dark):
        """Load a file; returns the addresses of everything that it asked for."""
        self.seen.clear()
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900,
                  deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        self.call("Page.navigate", url="file://" + os.path.abspath(path))
        while not any(m.get("method") == "Page.loadEventFired" for m in self.seen):
            self.seen.append(self.message())
        return [m["params"]["request"]["url"] for m in self.seen
                if m.get("method") == "Network.requestWillBeSent"]

    def evaluate(self, expression):
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def screenshot(self, path, most=6000):
        """The page from its top on, not only what a window shows, but no higher than `most`."""
        width, height = self.evaluate(
            "[innerWidth, document.documentElement.getBoundingClientRect().height]")
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip={
            "x": 0, "y": 0, "width": width, "height": max(1, min(height, most)), "scale": 1})
        with open(path, "wb") as file:
            file.write(base64.b64decode(data["data"]))
