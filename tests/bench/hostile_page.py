"""A web page in a real browser tries to use the running service; prints what it got.

Run as ``python -m tests.bench.hostile_page [BROWSER]``, with the package, the tools and the root on
the path; the browser is Chromium, headless. The page knows the port and even the key, and stands
on another port; a second visit comes by a name that was rebound to this machine. The exit code is 1
when the page read or changed anything, or when the service does not answer the next good request.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

from tiktok_photo_video.backend.config import LOCAL_KEY_HEADER
from tiktok_photo_video.service.address import Address
from tiktok_photo_video.service.launch import ensure_service, service_log, stop_service
from tiktok_photo_video.wire import routes

REBOUND = "rebound.example"
STOP = f"{routes.EXTENSION_PREFIX}/stop"
PAGE = """<!doctype html><meta charset=utf-8><body><script>
const at = "http://%(host)s:%(port)d", key = "%(key)s", got = {};
const tries = {
  simple: () => fetch(at + "%(about)s").then(r => r.text()),
  with_key: () => fetch(at + "%(about)s", {headers: {"%(header)s": key}}).then(r => r.text()),
  with_credentials: () => fetch(at + "%(about)s", {credentials: "include"}).then(r => r.text()),
  opaque_get: () => fetch(at + "%(about)s", {mode: "no-cors"}).then(r => r.type + r.status),
  opaque_stop: () => fetch(at + "%(stop)s", {mode: "no-cors", method: "POST", body: "x"})
    .then(r => r.type + r.status),
  beacon: () => Promise.resolve(navigator.sendBeacon(at + "%(stop)s", "x")),
  image: () => new Promise((yes, no) => { const i = new Image(); i.onload = () => yes(i.width);
    i.onerror = no; i.src = at + "%(about)s"; }),
  script: () => new Promise((yes, no) => { const s = document.createElement("script");
    s.onload = () => yes("ran"); s.onerror = no; s.src = at + "%(about)s";
    document.body.append(s); }),
  socket: () => new Promise((yes, no) => {
    const w = new WebSocket("ws://%(host)s:%(port)d/run_sse");
    w.onopen = () => yes("open"); w.onerror = no; }),
  events: () => new Promise((yes, no) => { const e = new EventSource(at + "/run_sse");
    e.onopen = () => yes("open"); e.onerror = no; }),
  form: () => new Promise(yes => { const f = document.createElement("form"), i =
    document.createElement("iframe"); i.name = "to"; document.body.append(i); f.target = "to";
    f.method = "post"; f.enctype = "multipart/form-data"; f.action = at + "%(stop)s";
    document.body.append(f); i.onload = () => { try { yes(i.contentDocument.body.innerText); }
    catch (error) { yes("blocked"); } }; f.submit(); }),
};
(async () => {
  for (const [name, attempt] of Object.entries(tries)) {
    try { got[name] = String(await attempt()); } catch (error) { got[name] = "refused"; }
  }
  await fetch("/report", {method: "POST", body: JSON.stringify(got)});
})();
</script>"""
# What a page may see: that something is there, and nothing of what it says.
HARMLESS = {"refused", "blocked", "opaque0", "opaque403", "true"}


@contextmanager
def page_server(page: str, reports: list[dict[str, str]], heard: threading.Event) -> Iterator[int]:
    """The page on a port of its own, and where it reports to."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode())

        def do_POST(self) -> None:
            reports.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()
            heard.set()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def visit(browser: str, url: str, heard: threading.Event) -> None:
    """Open a page until it has reported."""
    with tempfile.TemporaryDirectory() as profile:
        process = subprocess.Popen(
            [
                browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
                f"--user-data-dir={profile}", "--remote-debugging-port=0",
                f"--host-resolver-rules=MAP {REBOUND} 127.0.0.1", url,
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            if not heard.wait(90):
                sys.stdout.write("the page did not report\n")
        finally:
            process.kill()
            process.wait()


def attacked(browser: str, address: Address, host: str) -> dict[str, str]:
    """What a page got that reaches the service under a name."""
    page = PAGE % {
        "host": host, "port": address.port, "key": address.key, "header": LOCAL_KEY_HEADER,
        "about": routes.ABOUT, "stop": STOP,
    }  # fmt: skip
    reports: list[dict[str, str]] = []
    heard = threading.Event()
    with page_server(page, reports, heard) as port:
        visit(browser, f"http://{host}:{port}/", heard)
    return reports[0] if reports else {"page": "no report"}


def main(browser: str) -> int:
    """Attack twice; gives the number of findings."""
    found = 0
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        address = ensure_service(home)
        for host in ("127.0.0.1", REBOUND):
            for name, got in attacked(browser, address, host).items():
                bad = got not in HARMLESS
                found += bad
                sys.stdout.write(f"{'FOUND ' if bad else ''}{host} {name}: {got[:200]}\n")
        answer = httpx.get(address.base_url + routes.ABOUT, headers={LOCAL_KEY_HEADER: address.key})
        sys.stdout.write(f"the next good request: {answer.status_code}\n")
        found += answer.status_code != httpx.codes.OK
        found += address.key in service_log(home).read_text(encoding="utf-8")
        stop_service(home)
    return found


if __name__ == "__main__":
    chosen = sys.argv[1] if len(sys.argv) > 1 else shutil.which("chromium") or "chromium"
    sys.exit(1 if main(chosen) else 0)
