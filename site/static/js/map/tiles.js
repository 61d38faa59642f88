// [data-map-tiles]: the detailed ground, from another host: only on a click, then for the visit.
const KEY = "fond-detaille";

export function offerTiles(map, area, say) {
  const button = area.querySelector("[data-map-tiles]");
  const { tiles, attribution } = area.dataset;
  if (!button || !tiles) return;
  let layer = null;
  let arrived = 0;

  button.hidden = false;
  button.addEventListener("click", () => (layer ? remove() : add()));
  if (remembered()) add();

  function add() {
    arrived = 0;
    layer = L.tileLayer(tiles, { attribution, maxZoom: 18, className: "tiles" });
    layer.on("tileload", () => (arrived += 1));
    layer.on("tileerror", () => {
      // One tile missing at the edge is nothing; none at all is a ground that does not come.
      if (layer && !arrived) {
        remove();
        say(area.dataset.textTilesFailed);
      }
    });
    layer.addTo(map);
    remember(true);
    mark();
  }

  function remove() {
    layer.remove();
    layer = null;
    remember(false);
    mark();
  }

  function mark() {
    button.setAttribute("aria-pressed", String(Boolean(layer)));
    area.classList.toggle("has-tiles", Boolean(layer));
  }
}

function remember(wanted) {
  try {
    if (wanted) sessionStorage.setItem(KEY, "1");
    else sessionStorage.removeItem(KEY);
  } catch {
    // Storage refused: asked again on the next page.
  }
}

function remembered() {
  try {
    return sessionStorage.getItem(KEY) === "1";
  } catch {
    return false;
  }
}
