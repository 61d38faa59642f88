// [data-position]: a map with a point to move, opened with its <details>; it writes into the two
// numbers and follows them. Without it, or without JavaScript, the numbers are typed.
import { drawGround } from "./map/ground.js";
import { loadLeaflet } from "./map/leaflet.js";
import { offerTiles } from "./map/tiles.js";

const ZOOM = 13;
const PLACE = /^\s*(-?\d+\.\d+)[,;\s]+(-?\d+\.\d+)\s*$/; // « 43.8367, 4.3601 », as maps give it

class Position {
  constructor(area) {
    this.area = area;
    this.fields = ["latitude", "longitude"].map((name) => area.querySelector(`[name=${name}]`));
    this.status = area.querySelector("[data-position-status]");
    area.addEventListener("toggle", () => area.open && this.open());
    this.fields[0].addEventListener("paste", (event) => this.onPaste(event));
    for (const field of this.fields) field.addEventListener("change", () => this.follow());
    area.closest("form").addEventListener("draft:restored", () => this.follow());
    if (area.open) this.open();
  }

  async open() {
    if (this.map) return;
    try {
      await loadLeaflet(this.area.dataset);
    } catch {
      this.area.querySelector("[data-position-tools]").hidden = false;
      this.status.textContent = this.area.dataset.textFailed;
      return;
    }
    if (!this.map) this.draw();
  }

  draw() {
    const { area } = this;
    const { latitude, longitude, textZoomIn, textZoomOut, outlines } = area.dataset;
    const canvas = area.querySelector("[data-position-map]");
    canvas.hidden = false;
    canvas.classList.add("is-on");
    area.querySelector("[data-position-tools]").hidden = false;
    this.map = L.map(canvas, { attributionControl: false, zoomControl: false });
    L.control.zoom({ zoomInTitle: textZoomIn, zoomOutTitle: textZoomOut }).addTo(this.map);
    L.control.attribution({ prefix: false }).addTo(this.map);
    const start = this.typed() ?? { lat: Number(latitude), lng: Number(longitude) };
    this.map.setView(start, ZOOM);
    this.marker = L.marker(start, { draggable: true, keyboard: false, icon: this.icon() });
    this.marker.addTo(this.map).on("dragend", () => this.write(this.marker.getLatLng()));
    this.marker.setOpacity(this.typed() ? 1 : 0.6);
    this.map.on("click", ({ latlng }) => this.write(latlng));
    drawGround(this.map, outlines).catch(() => {});
    offerTiles(this.map, area, (text) => (this.status.textContent = text));
  }

  icon() {
    const html = `<svg class="ico" aria-hidden="true"><use href="${this.area.dataset.sprite}#pin"/></svg>`;
    return L.divIcon({ className: "position-pin", html, iconSize: [40, 40], iconAnchor: [20, 38] });
  }

  // The numbers, if both can be read.
  typed() {
    const [lat, lng] = this.fields.map(({ value }) => parseFloat(value.replace(",", ".")));
    return Number.isFinite(lat) && Number.isFinite(lng) ? { lat, lng } : null;
  }

  write({ lat, lng }) {
    [lat, lng].forEach((degrees, rank) => {
      const field = this.fields[rank];
      field.value = degrees.toFixed(6).replace(".", ",");
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  follow() {
    if (!this.map) return;
    const place = this.typed();
    this.marker.setOpacity(place ? 1 : 0.6);
    if (!place) return;
    this.marker.setLatLng(place);
    if (!this.map.getBounds().contains(place)) this.map.panTo(place);
  }

  onPaste(event) {
    const pasted = event.clipboardData.getData("text").match(PLACE);
    if (!pasted) return;
    event.preventDefault();
    this.write({ lat: Number(pasted[1]), lng: Number(pasted[2]) });
  }
}

for (const area of document.querySelectorAll("[data-position]")) new Position(area);
