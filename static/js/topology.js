// Outlines kept as TopoJSON: arcs shared by neighbours, as small differences on a grid.

/** Return the outlines of a topology as polygons for Leaflet: arrays of rings of [latitude, longitude]. */
export function outlinesOf(topology, name) {
  const arcs = topology.arcs.map((arc) => absolute(arc, topology.transform));
  return topology.objects[name].geometries.flatMap((shape) => {
    const polygons = shape.type === "Polygon" ? [shape.arcs] : shape.arcs ?? [];
    return polygons.map((rings) => rings.map((ring) => joined(ring, arcs)));
  });
}

function absolute(arc, { scale, translate }) {
  let x = 0;
  let y = 0;
  return arc.map(([dx, dy]) => {
    x += dx;
    y += dy;
    return [y * scale[1] + translate[1], x * scale[0] + translate[0]];
  });
}

function joined(ring, arcs) {
  // A negative number is the arc ~number, walked backwards.
  return ring.flatMap((number, rank) => {
    const arc = number < 0 ? [...arcs[~number]].reverse() : arcs[number];
    return rank ? arc.slice(1) : arc;
  });
}
