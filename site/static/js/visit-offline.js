// form[data-worker]: the visit's report form is kept on this phone, to open without network.
// [data-forget-report]: the report is filed, its copy goes.

async function ask(worker, message) {
  const channel = new MessageChannel();
  const answered = new Promise((resolve) => (channel.port1.onmessage = resolve));
  worker.postMessage(message, [channel.port2]);
  await answered;
}

// The page itself, and each file of ours that it has loaded.
function parts() {
  const loaded = performance.getEntriesByType("resource").map((entry) => new URL(entry.name));
  const ours = loaded.filter((address) => address.origin === location.origin);
  return [location.pathname, ...new Set(ours.map((address) => address.pathname))];
}

async function keep(form) {
  await navigator.serviceWorker.register(form.dataset.worker);
  const { active } = await navigator.serviceWorker.ready;
  await ask(active, { keep: parts() });
  form.querySelector("[data-offline-ready]").hidden = false;
}

async function forget(address) {
  const known = await navigator.serviceWorker.getRegistration(address);
  known?.active?.postMessage({ forget: address });
}

if ("serviceWorker" in navigator) {
  const form = document.querySelector("form[data-worker]");
  const filed = document.querySelector("[data-forget-report]");
  if (form && navigator.onLine) {
    if (document.readyState === "complete") keep(form);
    else window.addEventListener("load", () => keep(form));
  }
  if (filed) forget(filed.dataset.forgetReport);
}
