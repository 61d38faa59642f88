// The ground of the map: outlines of the communes in our colours, and their names.
// The file is described in directory/outlines.py.

const LINE = 11; // half the height of a name, in pixels
// Pixels that a name may move down to be read; a town is worth a longer way.
const SHIFTS = [0, 22];
const TOWN_SHIFTS = [0, 22, 38, -38, 54, -54];
const TOWN = 5000; // inhabitants
// From afar a village says nothing of where one is: the scale from which it is named, and its size.
const NEAR = 10;
const VILLAGE = 1500;

export async function drawGround(map, address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  const ground = decode(await response.json());
  drawOutlines(map, ground.communes);
  const names = new Names(map, ground.communes);
  return { names, bounds: boundsOf(ground.communes) };
}

function decode({ scale, arcs, communes }) {
  const lines = arcs.map((steps) => {
    const line = [];
    let x = 0;
    let y = 0;
    for (let i = 0; i < steps.length; i += 2) {
      x += steps[i];
      y += steps[i + 1];
      line.push([y / scale, x / scale]);
    }
    return line;
  });
  const walk = (arc) => (arc < 0 ? [...lines[~arc]].reverse() : lines[arc]).slice(0, -1);
  return {
    communes: communes.map(({ rings, at, ...commune }) => ({
      ...commune,
      at: [at[1] / scale, at[0] / scale],
      rings: (rings ?? []).map((ring) => ring.flatMap(walk)),
    })),
  };
}

function drawOutlines(map, communes) {
  const renderer = L.svg({ padding: 0.6 });
  // The perimeter last: its edges lie over those of its neighbours.
  for (const commune of [...communes].sort((a, b) => a.ours - b.ours)) {
    if (!commune.rings.length) continue;
    L.polygon(commune.rings, {
      renderer,
      className: commune.ours ? "land-2" : "land-1",
      interactive: false,
      smoothFactor: 0, // each outline simplified alone would part from its neighbours
    }).addTo(map);
  }
  map.getPane("overlayPane").setAttribute("aria-hidden", "true");
}

function boundsOf(communes) {
  const ours = communes.filter((commune) => commune.ours);
  const places = (ours.length ? ours : communes).flatMap(({ rings, at }) => [at, ...rings.flat()]);
  return places.length ? L.latLngBounds(places) : null;
}

// Names of communes, the most populous first, each where no other name, pin or group stands:
// on its place, else a little below or above.
class Names {
  constructor(map, communes) {
    this.map = map;
    this.communes = [...communes].sort((a, b) => b.weight - a.weight);
    this.pane = map.createPane("names");
    this.pane.classList.add("leaflet-zoom-hide");
    this.pane.setAttribute("aria-hidden", "true");
    this.measure = document.createElement("canvas").getContext("2d");
    this.widths = new Map();
    this.obstacles = [];
    map.on("moveend", this.place, this);
    this.place();
  }

  avoid(obstacles) {
    this.obstacles = obstacles;
    this.place();
  }

  place() {
    const { map } = this;
    const { x: width, y: height } = map.getSize();
    const taken = this.obstacles.map(({ at, ...sides }) =>
      boxAt(map.latLngToContainerPoint(at), sides),
    );
    const shown = document.createDocumentFragment();
    this.measure.font = getComputedStyle(this.pane).font;
    const isFar = map.getZoom() < NEAR && this.communes.some(({ weight }) => weight >= VILLAGE);
    for (const commune of this.communes) {
      if (isFar && commune.weight < VILLAGE) continue;
      const at = map.latLngToContainerPoint(commune.at);
      const half = this.widthOf(commune.name) / 2 + 4;
      if (at.x < half || at.x > width - half || at.y < LINE || at.y > height - LINE) continue;
      const sides = { left: half, right: half, top: LINE, bottom: LINE };
      const isTown = commune.weight > TOWN;
      const shift = (isTown ? TOWN_SHIFTS : SHIFTS).find((down) => {
        const box = boxAt(at.add([0, down]), sides);
        return !taken.some((other) => overlaps(box, other));
      });
      if (shift === undefined) continue;
      taken.push(boxAt(at.add([0, shift]), sides));
      const name = document.createElement("span");
      name.textContent = commune.name;
      if (isTown) name.className = "town";
      L.DomUtil.setPosition(name, map.latLngToLayerPoint(commune.at).add([0, shift]));
      shown.append(name);
    }
    this.pane.replaceChildren(shown);
  }

  widthOf(name) {
    if (!this.widths.has(name)) this.widths.set(name, this.measure.measureText(name).width * 1.15);
    return this.widths.get(name);
  }
}

function boxAt({ x, y }, { left, right, top, bottom }) {
  return { left: x - left, right: x + right, top: y - top, bottom: y + bottom };
}

function overlaps(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
