// [data-position]: the map of the page editor, wagtail-geo-widget's on our own Leaflet. It moves
// the two number fields and follows them; without it they are typed. Tiles only on a click.
import { drawGround } from "./map/ground.js";

function mount(input) {
  const options = JSON.parse(input.dataset.position);
  const numbers = ["latitude", "longitude"].map((name) => document.getElementById(`id_${name}`));
  const [latitude, longitude] = numbers;
  const position = new PositionField({
    ...options,
    id: input.id,
    defaultLocation: read(numbers) ?? options.defaultLocation,
    translations: {},
    write({ lat, lng }) {
      latitude.value = say(lat);
      longitude.value = say(lng);
      for (const field of numbers) field.dispatchEvent(new Event("change", { bubbles: true }));
    },
  });
  const follow = () => {
    const place = read(numbers);
    position.marker.setOpacity(place ? 1 : 0.4);
    if (place) position.showAt(place);
  };
  for (const field of numbers) {
    field.addEventListener("input", follow);
    field.addEventListener("change", follow);
  }
  // « 43.8367, 4.3601 » pasted whole, as other maps give it.
  latitude.addEventListener("paste", (event) => {
    const pasted = event.clipboardData.getData("text").match(/^\s*(-?\d+\.\d+)[,;\s]+(-?\d+\.\d+)\s*$/);
    if (!pasted) return;
    event.preventDefault();
    position.move({ lat: Number(pasted[1]), lng: Number(pasted[2]) });
  });
  follow();
  addButtons(position, options);
  drawGround(position.map, options.outlines).catch(() => {});
}

// The widget's own class reads an address and draws Leaflet's icons; ours draws a pin.
class PositionField extends window.LeafletField {
  constructor(options) {
    super(options);
    this.write = options.write;
    this.options = options;
  }

  initMap(mapElement, location) {
    const element = mapElement[0];
    element.classList.add("position-map");
    this.map = L.map(element, { attributionControl: false }).setView(location, this.zoom);
    this.marker = L.marker(location, {
      draggable: true,
      keyboard: false, // the number fields do it better
      icon: L.divIcon({ className: "position-pin", html: pin(), iconSize: [36, 36], iconAnchor: [18, 33] }),
    }).addTo(this.map);
    this.map.on("click", ({ latlng }) => this.move(latlng));
  }

  showAt(place) {
    this.setMapPosition(place);
    this.updateLatLng(place); // read by the widget once its tab is opened
  }

  move(place) {
    this.showAt(place);
    this.writeLocation(place);
  }

  // The hidden field would post the same place a second time.
  writeLocation(place) {
    this.write(place);
  }

  showTiles() {
    const { tiles, attribution } = this.options;
    L.control.attribution({ prefix: false }).addTo(this.map);
    L.tileLayer(tiles, { attribution, maxZoom: 18 }).addTo(this.map);
  }
}

function pin() {
  const { icons } = JSON.parse(document.querySelector("[data-position]").dataset.position);
  return `<svg aria-hidden="true"><use href="${icons}#pin"/></svg>`;
}

function addButtons(position, { tiles, showTiles, useCommune, communeUrl }) {
  const row = Object.assign(document.createElement("p"), { className: "position-buttons" });
  row.append(
    button(useCommune, async () => {
      const commune = document.getElementById("id_commune")?.value;
      if (!commune) return;
      const response = await fetch(communeUrl.replace("/0/", `/${commune}/`));
      const place = await response.json();
      if (place.latitude !== null) position.move({ lat: place.latitude, lng: place.longitude });
    }),
  );
  if (tiles) {
    const show = button(showTiles, () => {
      position.showTiles();
      show.remove();
    });
    row.append(" ", show);
  }
  position.mapEl[0].after(row);
}

function button(text, act) {
  const element = Object.assign(document.createElement("button"), {
    type: "button",
    className: "button button-small button-secondary",
    textContent: text,
  });
  element.addEventListener("click", act);
  return element;
}

function read(numbers) {
  const [lat, lng] = numbers.map((field) => parseFloat(field.value.replace(",", ".")));
  return Number.isFinite(lat) && Number.isFinite(lng) ? { lat, lng } : null;
}

function say(degrees) {
  return degrees.toFixed(6).replace(".", ",");
}

for (const input of document.querySelectorAll("[data-position]")) mount(input);
