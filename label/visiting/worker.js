// The visitors' service worker: the report form opens without network, with what it needs to work.
// It keeps nothing else, and nothing longer than KEPT_DAYS.
const CACHE = "visites-1";
const KEPT_DAYS = 15;
const DAY = 24 * 60 * 60 * 1000;
const REPORT = /\/visites\/\d+\/compte-rendu\/$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(start()));
self.addEventListener("message", (event) => event.waitUntil(told(event)));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  const isReport = request.mode === "navigate" && REPORT.test(address.pathname);
  const isPart = ["script", "style", "image"].includes(request.destination);
  if (isReport || isPart) event.respondWith(fresh(request, isReport));
});

async function start() {
  for (const name of await caches.keys()) {
    if (name.startsWith("visites-") && name !== CACHE) await caches.delete(name);
  }
  await self.clients.claim();
}

async function told(event) {
  const cache = await caches.open(CACHE);
  const { keep = [], forget } = event.data ?? {};
  if (forget) await cache.delete(forget);
  for (const address of keep) {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (answer.ok && !answer.redirected) await cache.put(address, answer);
  }
  event.ports[0]?.postMessage("done");
}

async function fresh(request, isReport) {
  try {
    const answer = await fetch(request);
    // Signed out, or filed: the copy is worth nothing any more.
    if (isReport && (answer.redirected || answer.type === "opaqueredirect")) await forget(request);
    return answer;
  } catch (error) {
    const kept = await keptOf(request);
    if (kept) return kept;
    throw error;
  }
}

async function keptOf(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, { ignoreSearch: true, ignoreVary: true });
  if (!kept) return undefined;
  const made = Date.parse(kept.headers.get("Date") ?? "");
  if (made && Date.now() - made > KEPT_DAYS * DAY) {
    await forget(request);
    return undefined;
  }
  return kept;
}

async function forget(request) {
  const cache = await caches.open(CACHE);
  await cache.delete(request, { ignoreSearch: true, ignoreVary: true });
}
