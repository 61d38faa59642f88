// The open map: its ground, its points, and the search of the area in view.
import { drawGround } from "./ground.js";
import { loadLeaflet } from "./leaflet.js";
import { Points, roomIn } from "./points.js";
import { replaceResults } from "./results.js";
import { offerTiles } from "./tiles.js";

const GARD = [
  [43.46, 3.26],
  [44.46, 4.85],
];
const WORLD = [
  [-85, -180],
  [85, 180],
];
const REPLACED = ["rayon", "bbox", "page"]; // by the box in view; distances stay from the place
const STILL = 12; // pixels: less is a window that changed its size, not a reader who moved

// `onResults` is called when the parts of the page around the map were replaced.
export async function start(area, { onResults }) {
  await loadLeaflet(area.dataset);
  const view = new View(area, onResults);
  await view.begin();
  return view;
}

class View {
  constructor(area, onResults) {
    this.area = area;
    this.onResults = onResults;
    this.status = area.querySelector("[data-map-status]");
    this.here = area.querySelector("[data-map-here]");
    this.query = new URLSearchParams(area.dataset.query);
    this.map = makeMap(area);
    this.points = new Points(this.map, area);
    this.names = null;
  }

  async begin() {
    const { map, area } = this;
    area.classList.add("is-on");
    map.invalidateSize();
    this.fit(GARD);
    // The ground may come after the points, or not at all.
    const ground = drawGround(map, area.dataset.outlines)
      .then(({ names, bounds }) => {
        this.names = names;
        names.avoid(this.points.obstacles());
        return bounds;
      })
      .catch(() => null);
    offerTiles(map, area, (text) => this.say(text));
    this.here.addEventListener("click", () => this.searchHere());
    await this.showQuery(ground);
    map.on("autopanstart", () => (this.isAutopanning = true));
    map.on("moveend", () => this.onMove());
  }

  show() {
    this.map.invalidateSize({ pan: false });
  }

  focus() {
    this.map.getContainer().focus({ preventScroll: true });
  }

  // Show the answer of the page: its box if it has one, or all its places.
  async showQuery(ground) {
    const box = boxOf(this.query);
    if (box) {
      this.fit(box);
      await this.refresh(this.map.getBounds());
      return;
    }
    const found = await this.refresh(null);
    if (found?.features.length) return;
    const bounds = await ground;
    if (bounds) this.fit(bounds);
  }

  // Move without taking it for a move of the reader.
  fit(bounds, options = {}) {
    this.isQuiet = true;
    this.map.fitBounds(bounds, { animate: false, ...options });
    this.isQuiet = false;
    this.last = this.place();
  }

  // Without bounds: every place of the query, and the view that holds them.
  async refresh(bounds) {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    this.area.setAttribute("aria-busy", "true");
    try {
      const found = await this.points.load(this.parameters(bounds));
      if (!found) return null;
      if (!bounds && found.features.length) {
        this.fit(boundsOf(found), { ...roomIn(this.map), maxZoom: 14 });
      }
      this.points.draw(found);
      this.names?.avoid(this.points.obstacles());
      const { dataset } = this.area;
      this.say(
        found.total === 0
          ? dataset.textNone
          : found.total === 1
            ? dataset.textOne
            : dataset.textTotal.replace("#", found.total.toLocaleString("fr")),
      );
      return found;
    } catch (error) {
      console.warn(error);
      this.say(this.area.dataset.textFailed);
      return null;
    } finally {
      if (turn === this.turn) this.area.removeAttribute("aria-busy");
    }
  }

  onMove() {
    const isForPopup = this.isAutopanning;
    this.isAutopanning = false;
    if (this.isQuiet || this.isFollowing || isForPopup) return;
    const { map, last } = this;
    const place = this.place();
    const isStill =
      place.zoom === last.zoom &&
      map.project(place.center).distanceTo(map.project(last.center)) < STILL;
    if (isStill) return;
    this.last = place;
    this.here.hidden = false;
    clearTimeout(this.timer);
    this.area.setAttribute("aria-busy", "true");
    this.timer = setTimeout(() => this.refresh(map.getBounds()), 300);
  }

  place() {
    return { zoom: this.map.getZoom(), center: this.map.getCenter() };
  }

  // The area in view becomes the query: list, address and links follow.
  async searchHere() {
    const parameters = this.parameters(this.map.getBounds());
    parameters.set("vue", "carte");
    const address = new URL(`?${parameters}`, location.href);
    this.here.hidden = true;
    this.focus();
    this.area.setAttribute("aria-busy", "true");
    const page = await replaceResults(address.href);
    this.area.removeAttribute("aria-busy");
    if (!page) return;
    history.pushState(null, "", address);
    this.take(page);
    await this.refresh(this.map.getBounds());
  }

  // The browser went back or forward: show what the address says, whatever was just moved.
  async follow(address, { toMap }) {
    clearTimeout(this.timer);
    this.isFollowing = true;
    const page = await replaceResults(address);
    if (page) {
      this.take(page);
      this.here.hidden = true;
      if (toMap) await this.showQuery(null);
    }
    this.area.removeAttribute("aria-busy");
    this.isFollowing = false;
  }

  take(page) {
    this.onResults();
    this.query = new URLSearchParams(page.querySelector("[data-map]")?.dataset.query);
  }

  parameters(bounds) {
    const parameters = new URLSearchParams(this.query);
    if (bounds) {
      for (const name of REPLACED) parameters.delete(name);
      parameters.set("bbox", bounds.toBBoxString().split(",").map(rounded).join(","));
    }
    return parameters;
  }

  say(text) {
    this.status.textContent = text;
  }
}

function makeMap(area) {
  const { dataset } = area;
  const moves = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(area.querySelector("[data-map-canvas]"), {
    minZoom: 5,
    maxBounds: WORLD,
    maxZoom: 18,
    zoomControl: false,
    scrollWheelZoom: false,
    zoomAnimation: moves,
    fadeAnimation: moves,
    markerZoomAnimation: moves,
    inertia: moves,
  });
  if (!moves) {
    // Leaflet slides the map under a popup that it opens, whatever its options say.
    const slide = map.panBy;
    map.panBy = (offset, options) => slide.call(map, offset, { ...options, animate: false });
  }
  map.attributionControl.setPrefix("Leaflet");
  L.control
    .zoom({ zoomInTitle: dataset.textZoomIn, zoomOutTitle: dataset.textZoomOut })
    .addTo(map);
  // The wheel scrolls the page, until the reader is in the map.
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  const container = map.getContainer();
  container.setAttribute("role", "region");
  container.setAttribute("aria-label", dataset.textMap);
  return map;
}

// A hair smaller than the box of an address, or its own rounding would zoom out.
function boxOf(query) {
  const sides = (query.get("bbox") ?? "").split(",").map(Number);
  if (sides.length !== 4 || !sides.every(Number.isFinite)) return null;
  const [west, south, east, north] = sides;
  return L.latLngBounds([south, west], [north, east]).pad(-0.02);
}

function boundsOf(found) {
  return L.latLngBounds(
    found.features.flatMap(({ geometry, properties }) => {
      const [longitude, latitude] = geometry.coordinates;
      if (!properties.bbox) return [[latitude, longitude]];
      const [west, south, east, north] = properties.bbox;
      return [
        [south, west],
        [north, east],
      ];
    }),
  );
}

function rounded(degrees) {
  return Number(degrees).toFixed(5);
}
