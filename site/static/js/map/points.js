// Pins and clusters: what the server answers for the query and the box in view, never more.

import { gather, sizeOf } from "./gather.js";

const TOGETHER = 0.00005; // degrees, about 5 m
// An open popup stays clear of what stands over the map, and so do the results when it opens:
// the zoom at the top left, buttons and counts at the bottom.
const ROOM = { autoPanPaddingTopLeft: [66, 76], autoPanPaddingBottomRight: [12, 96] };
const CLEAR = { left: 76, top: 36, right: 36, bottom: 136 }; // pixels

// Paddings for a view that shows bounds with nothing over them, as far as the map is large enough.
export function roomIn(map) {
  const { x, y } = map.getSize();
  const part = (pixels, size) => Math.min(pixels, Math.round(size / 4));
  return {
    paddingTopLeft: [part(CLEAR.left, x), part(CLEAR.top, y)],
    paddingBottomRight: [part(CLEAR.right, x), part(CLEAR.bottom, y)],
  };
}

export class Points {
  constructor(map, area) {
    this.map = map;
    this.area = area;
    this.kinds = JSON.parse(area.dataset.kinds);
    this.popup = area.querySelector("[data-map-popup]");
    this.markers = new Map();
    this.pending = null;
    map.on("popupopen", ({ popup }) => this.welcome(popup));
    map.getContainer().addEventListener("keydown", (event) => {
      if (event.key === "Escape") map.closePopup();
    });
  }

  // Ask the server and draw; a newer question drops the older one. Null when it was dropped.
  async load(parameters) {
    this.pending?.abort();
    const { signal } = (this.pending = new AbortController());
    try {
      const response = await fetch(`${this.area.dataset.points}?${parameters}`, { signal });
      if (!response.ok) throw new Error(`${response.status} ${response.url}`);
      return await response.json();
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  }

  // Keep the markers that stay, so that an open popup and the focus stay too.
  draw({ features }) {
    // In reading order: north to south, then west to east.
    const ordered = gather(features, this.map).sort(
      ({ geometry: { coordinates: a } }, { geometry: { coordinates: b } }) =>
        b[1] - a[1] || a[0] - b[0],
    );
    const wanted = new Map(ordered.map((feature) => [keyOf(feature), feature]));
    for (const [key, marker] of this.markers) {
      if (wanted.has(key)) continue;
      if (marker.getElement()?.contains(document.activeElement)) this.map.getContainer().focus();
      marker.remove();
      this.markers.delete(key);
    }
    for (const [key, feature] of wanted) {
      if (!this.markers.has(key)) this.markers.set(key, this.mark(feature));
    }
    // Tab goes through the page in its order: put the kept and the new ones in one.
    for (const key of wanted.keys()) {
      const icon = this.markers.get(key).getElement();
      if (icon !== document.activeElement) icon.parentNode.append(icon);
    }
  }

  // Where each stands, with the box of its icon around that point, in pixels.
  obstacles() {
    return [...this.markers.values()].map((marker) => {
      const { iconSize, iconAnchor } = marker.options.icon.options;
      const [width, height] = iconSize;
      const [left, top] = iconAnchor ?? [width / 2, height / 2];
      return { at: marker.getLatLng(), left, top, right: width - left, bottom: height - top };
    });
  }

  mark(feature) {
    const { properties } = feature;
    const [longitude, latitude] = feature.geometry.coordinates;
    const marker = L.marker([latitude, longitude], {
      icon: properties.cluster ? this.clusterIcon(properties) : this.pinIcon(properties),
      riseOnHover: true,
    }).addTo(this.map);
    const icon = marker.getElement();
    icon.setAttribute("aria-label", this.nameOf(properties));
    icon.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      this.byKeyboard = true;
      marker.fire("click");
    });
    const places = placesToTell(properties);
    if (places) {
      // On a narrow map, beside the buttons of the zoom.
      const maxWidth = Math.min(280, this.map.getSize().x - 130);
      marker.bindPopup(() => this.tell(places), { maxWidth, minWidth: 160, ...ROOM });
      this.sendBack(marker);
    } else {
      marker.on("click", () => this.zoomInto(properties, marker));
    }
    return marker;
  }

  zoomInto({ bbox: [west, south, east, north] }, marker) {
    const { map } = this;
    this.byKeyboard = false;
    const bounds = L.latLngBounds([south, west], [north, east]);
    const zoom = Math.min(map.getBoundsZoom(bounds, false, [30, 30]), map.getMaxZoom());
    if (zoom > map.getZoom()) map.setView(bounds.getCenter(), zoom);
    else map.setView(marker.getLatLng(), Math.min(map.getZoom() + 1, map.getMaxZoom()));
    map.getContainer().focus();
  }

  pinIcon({ icone, label }) {
    const pin = svg("svg", { viewBox: "0 0 42 54", width: 42, height: 54, "aria-hidden": "true" });
    pin.append(
      svg("path", {
        class: "pinned",
        d: "M21 52C9 38 3 30 3 20a18 18 0 0 1 36 0C39 30 33 38 21 52z",
      }),
      this.symbol(icone, { x: 10, y: 9, width: 22, height: 22 }),
    );
    if (label) pin.append(this.symbol("label", { x: 27, y: 0, width: 15, height: 15, class: "seal" }));
    return L.divIcon({
      html: pin,
      className: "pin",
      iconSize: [42, 54],
      iconAnchor: [21, 52],
      popupAnchor: [0, -44],
    });
  }

  clusterIcon({ nombre }) {
    const size = sizeOf(nombre);
    const text = document.createElement("span");
    text.textContent = nombre.toLocaleString(document.documentElement.lang, {
      notation: nombre > 9999 ? "compact" : "standard",
    });
    return L.divIcon({ html: text, className: "clu", iconSize: [size, size] });
  }

  symbol(name, { class: extra = "", ...box }) {
    const icon = svg("svg", { class: `ico ${extra}`, ...box });
    icon.append(svg("use", { href: `${this.area.dataset.sprite}#${name}` }));
    return icon;
  }

  nameOf({ cluster, nombre, nom, type }) {
    if (cluster) return this.area.dataset.textCluster.replace("#", nombre);
    return [nom, this.kinds[type]].filter(Boolean).join(", ");
  }

  tell(places) {
    const content = document.createElement("div");
    content.className = "stack tight";
    content.append(...places.map((properties) => this.fill(properties)));
    return content;
  }

  fill({ nom, type, commune, url, ouvert, etat, absence, label }) {
    const content = this.popup.content.firstElementChild.cloneNode(true);
    const link = content.querySelector("a");
    link.textContent = nom;
    link.href = url;
    const kind = [this.kinds[type], commune].filter(Boolean).join(" · ");
    content.querySelector("[data-kind]").textContent = kind;
    const state = content.querySelector("[data-state]");
    // Open, but without what is asked for.
    state.textContent = absence || etat;
    state.classList.add(absence || ouvert === null ? "idle" : ouvert ? "open" : "shut");
    if (!state.textContent) state.parentNode.remove();
    if (!label) content.querySelector("[data-labelled]").remove();
    return content;
  }

  welcome(popup) {
    const element = popup.getElement();
    const close = element.querySelector(".leaflet-popup-close-button");
    close?.setAttribute("aria-label", this.area.dataset.textClose);
    if (this.byKeyboard) element.querySelector("a")?.focus({ preventScroll: true });
    this.byKeyboard = false;
  }

  // Closing from inside the popup would leave the focus nowhere: asked before the popup goes,
  // since without animations its event comes after.
  sendBack(marker) {
    const popup = marker.getPopup();
    const { onRemove } = popup;
    popup.onRemove = (map) => {
      const isInside = popup.getElement()?.contains(document.activeElement);
      onRemove.call(popup, map);
      const icon = marker.getElement();
      if (isInside) (icon?.isConnected ? icon : map.getContainer()).focus({ preventScroll: true });
    };
  }
}

// A place, or places at the same point, that no zoom would part; null for a group to zoom into.
function placesToTell(properties) {
  if (!properties.cluster) return [properties];
  const [west, south, east, north] = properties.bbox;
  if (!properties.places || east - west > TOGETHER || north - south > TOGETHER) return null;
  return properties.places.map((place) => place.properties);
}

function keyOf({ properties, geometry }) {
  return properties.cluster ? `${geometry.coordinates} ${properties.nombre}` : properties.id;
}

function svg(name, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
