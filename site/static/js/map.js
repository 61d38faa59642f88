// [data-map]: the results on a map, made only when the reader asks for it: a click on
// [data-map-open], or an address with vue=carte. [data-map-close] goes back to the list.
const area = document.querySelector("[data-map]");
const layout = area?.closest("[data-map-layout]");
let view = null;

if (layout) {
  // Asked for in the address: shown to those without JavaScript too; here the view decides.
  area.closest("[data-asked]")?.removeAttribute("data-asked");
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-map-open], [data-map-close]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const opens = link.matches("[data-map-open]");
    if (opens !== isOpen()) history.pushState(null, "", addressWith(opens));
    if (opens) open({ focus: true });
    else close();
  });
  // What the reader does next keeps the map open: another page, a filter, a new search.
  document.addEventListener("click", ({ target }) => {
    const link = target.closest("a[href]");
    if (!isOpen() || !link || link.pathname !== location.pathname || link.hash) return;
    link.search = withMap(new URLSearchParams(link.search));
  });
  document.addEventListener("formdata", ({ target, formData }) => {
    const address = new URL(target.action, location.href);
    if (isOpen() && address.pathname === location.pathname) formData.set("vue", "carte");
  });
  addEventListener("popstate", async () => {
    const opens = asksForMap();
    if (opens) await open({ focus: false });
    else close();
    await view?.follow(location.href, { toMap: opens });
  });
  if (asksForMap()) open({ focus: false });
}

async function open({ focus }) {
  layout.dataset.view = "map";
  mark();
  if (!view) {
    area.setAttribute("aria-busy", "true");
    try {
      const { start } = await import("./map/view.js");
      view ??= await start(area, { onResults: mark });
    } catch (error) {
      area.querySelector("[data-map-status]").textContent = area.dataset.textFailed;
      console.warn(error);
    }
    area.removeAttribute("aria-busy");
  }
  view?.show();
  mark();
  if (focus) {
    area.scrollIntoView({ block: "nearest" });
    view?.focus();
  }
}

function close() {
  delete layout.dataset.view;
  mark();
}

// The links say which of the two is shown; the results may have brought new links.
function mark() {
  for (const link of document.querySelectorAll("[data-map-open], [data-map-close]")) {
    if (link.matches("[data-map-open]") === isOpen()) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

function isOpen() {
  return layout.dataset.view === "map";
}

function asksForMap() {
  return new URLSearchParams(location.search).get("vue") === "carte";
}

function withMap(parameters) {
  parameters.set("vue", "carte");
  return parameters;
}

function addressWith(map) {
  const address = new URL(location.href);
  if (map) withMap(address.searchParams);
  else address.searchParams.delete("vue");
  return address;
}
