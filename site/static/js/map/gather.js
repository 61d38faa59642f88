// Pins and groups that would lie over each other on this screen become one group: the server does
// not know how wide the map is. Nothing is lost, the counts add up.
const PIN = 30; // pixels between two pins, at least

export function sizeOf(number) {
  return 36 + Math.min(24, Math.round(Math.log10(number) * 8));
}

export function gather(features, map) {
  // At the last zoom nothing comes apart any more: only what stands at the same point is joined.
  const isLast = map.getZoom() >= map.getMaxZoom();
  const groups = [];
  for (const feature of [...features].sort((a, b) => numberOf(b) - numberOf(a))) {
    const [longitude, latitude] = feature.geometry.coordinates;
    const at = map.project([latitude, longitude]);
    const near = groups.find(
      (group) => group.at.distanceTo(at) < (isLast ? 1 : reach(group, feature)),
    );
    if (near) near.features.push(feature);
    else groups.push({ at, features: [feature] });
  }
  return groups.map((group) => (group.features.length > 1 ? join(group.features) : group.features[0]));
}

function reach({ features: [first] }, feature) {
  if (numberOf(first) === 1) return PIN;
  return 0.42 * (sizeOf(numberOf(first)) + sizeOf(numberOf(feature)));
}

function join(features) {
  const boxes = features.map(({ geometry, properties }) => {
    const [longitude, latitude] = geometry.coordinates;
    return properties.bbox ?? [longitude, latitude, longitude, latitude];
  });
  const side = (index, choose) => choose(...boxes.map((box) => box[index]));
  return {
    geometry: features[0].geometry, // on the largest, so that a group does not slide off its town
    properties: {
      cluster: true,
      nombre: features.reduce((total, feature) => total + numberOf(feature), 0),
      bbox: [side(0, Math.min), side(1, Math.min), side(2, Math.max), side(3, Math.max)],
      places: features.every(({ properties }) => !properties.cluster) && features,
    },
  };
}

function numberOf({ properties }) {
  return properties.nombre ?? 1;
}
