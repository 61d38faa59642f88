// Leaflet, fetched once and only for a map that is open. Its addresses come from the page,
// because the names of static files carry their digest.
let loading = null;

export function loadLeaflet({ leaflet, leafletStyle }) {
  loading ??= Promise.all([addStyle(leafletStyle), addScript(leaflet)]).then(() => window.L);
  return loading;
}

function addStyle(href) {
  // Before our own styles, which adjust it.
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  const loaded = settled(link);
  document.head.insertBefore(link, document.head.querySelector("link[rel=stylesheet]"));
  return loaded;
}

function addScript(src) {
  const script = Object.assign(document.createElement("script"), { src });
  const loaded = settled(script);
  document.head.append(script);
  return loaded;
}

function settled(element) {
  return new Promise((resolve, reject) => {
    element.addEventListener("load", resolve);
    element.addEventListener("error", () => reject(new Error(element.src ?? element.href)));
  });
}
