"""Bytes, requests, time to read and layout shift of a first visit, in the system's Chromium."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

SLOW = {"offline": False, "latency": 300, "downloadThroughput": 64_000, "uploadThroughput": 16_000}
# name: address, budget of bytes, budget of requests
VISITS = {
    "home": ("/", 60_000, 12),
    "search": ("/ou-acheter/?q=fromage+de+ch%C3%A8vre&ou=uzes", 60_000, 12),
    "search with map": ("/ou-acheter/?ou=nimes&vue=carte", 150_000, 25),
    "place": (None, 60_000, 12),
}


def main() -> None:
    chromium = (
        os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    )
    if not chromium:
        print("no Chromium: first visits are not measured", file=sys.stderr)
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "bench.settings"}
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--pythonpath", "site", "--workers", "2", "--bind",
         f"127.0.0.1:{port}", "--log-level", "error", "madeingard.wsgi"],
        env=environment,
    )  # fmt: skip
    try:
        wait(port)
        for name in VISITS:
            visit(chromium, f"http://127.0.0.1:{port}", name)
    finally:
        server.terminate()
        server.wait()


def visit(chromium: str, site: str, name: str) -> None:
    from playwright.sync_api import sync_playwright

    address, bytes_budget, requests_budget = VISITS[name]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            page = browser.new_page(viewport={"width": 390, "height": 844})
            page.add_init_script(
                "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach("
                "e => { if (!e.hadRecentInput) window.shift += e.value }))"
                ".observe({type: 'layout-shift', buffered: true})"
            )
            devtools = page.context.new_cdp_session(page)
            devtools.send("Network.enable")
            devtools.send("Network.emulateNetworkConditions", SLOW)
            seen = {"bytes": 0, "requests": 0, "outside": 0, "images": set()}
            devtools.on("Network.loadingFinished", lambda e: count(seen, e))
            devtools.on("Network.requestWillBeSent", lambda e: note(seen, e, site))
            if address is None:
                address = first_place(site)
            page.goto(site + address, wait_until="load")
            if "map" in name:
                page.wait_for_timeout(4000)
            painted = page.evaluate(
                "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
            )
            shift = page.evaluate("window.shift")
        finally:
            browser.close()
    emit(f"{name}: first visit, bytes", seen["bytes"], bytes_budget)
    emit(f"{name}: first visit, requests", seen["requests"], requests_budget)
    emit(f"{name}: requests outside", seen["outside"], 0)
    emit(f"{name}: readable at 512 kbit/s (s)", round(painted / 1000, 2), 3)
    emit(f"{name}: layout shift", round(shift, 3), 0.02)


def note(seen, event, site):
    address = event["request"]["url"]
    if address.startswith("data:"):
        return
    if not address.startswith(site):
        seen["outside"] += 1
    if "/media/" in address:  # photos are counted apart: the budget is without them
        seen["images"].add(event["requestId"])
        return
    seen["requests"] += 1


def count(seen, event):
    if event["requestId"] not in seen["images"]:
        seen["bytes"] += int(event["encodedDataLength"])


def first_place(site: str) -> str:
    with urllib.request.urlopen(site + "/ou-acheter/points.geojson?ou=nimes&rayon=2") as answer:
        features = json.load(answer)["features"]
    return next(f["properties"]["url"] for f in features if not f["properties"].get("cluster"))


def wait(port: int) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/sante/vivant").close()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise SystemExit("the server did not start")


def emit(what, value, budget):
    found = {"database": "browser", "listings": None, "what": what, "value": value,
             "budget": f"≤ {budget}", "ok": value <= budget, "ms": None}  # fmt: skip
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
