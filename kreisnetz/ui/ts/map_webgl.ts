/** Up to 10,000 single nodes by sigma; fetched only when a map is that large. Walked through by the same keys as the drawing. */

import Graph from "graphology";
import Sigma from "sigma";
import { ShapeProgram, SHAPES } from "./_map_shapes";
import type { Answer, Draw, Drawing, MapNode } from "./_map_large";
import type { Source } from "./_map_keys";

const FEW = 12;
const LOOKS = ["practice", "administration", "politics", "affected", "none", "network"];
const SHAPE_OF: Record<string, (typeof SHAPES)[number]> = {
  practice: "circle",
  administration: "square",
  politics: "triangle",
  affected: "diamond",
  none: "ring",
  network: "hexagon",
};

function lookOf(node: MapNode): string {
  if (node.kind === "network") return "network";
  return LOOKS.includes(node.group) ? node.group : "none";
}

/** The colours of the page, as the canvas understands them: painted once and read back. */
function colours(stage: HTMLElement): Map<string, string> {
  const style = getComputedStyle(stage);
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const read = (name: string): string => {
    const colour = style.getPropertyValue(`--kn-map-${name}`).trim() || "#555";
    if (!pen) return "#555555";
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    return `#${[...pen.getImageData(0, 0, 1, 1).data.slice(0, 3)].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  };
  return new Map([...LOOKS, "edge", "ground"].map((name) => [name, read(name)]));
}

class Walk implements Source {
  readonly flat = false;
  readonly all: readonly string[];
  here = "";
  centre = "";
  near: (id: string) => readonly string[];

  constructor(
    private readonly nodes: Map<string, MapNode>,
    beside: Map<string, string[]>,
    private readonly moved: (id: string) => void,
    private readonly said: HTMLElement,
  ) {
    this.near = (id) => beside.get(id) ?? [];
    this.all = [...nodes.keys()].sort((a, b) => this.near(b).length - this.near(a).length);
  }

  label(id: string): string {
    return this.nodes.get(id)?.title ?? "";
  }

  name(id: string): string {
    return this.nodes.get(id)?.label ?? "";
  }

  address(id: string): string {
    return this.nodes.get(id)?.url ?? "";
  }

  /** A screen reader gets the chosen node as an element of an unseen list. */
  mark(here: string, centre: string): void {
    this.here = here;
    this.centre = centre;
    this.said.textContent = this.label(here);
    this.moved(here);
  }
}

function neighbours(answer: Answer): Map<string, string[]> {
  const beside = new Map<string, string[]>();
  const add = (a: string, b: string): void => void (beside.get(a)?.push(b) ?? beside.set(a, [b]));
  for (const [one, other] of answer.edges) {
    const [a, b] = [answer.nodes[one]?.id, answer.nodes[other]?.id];
    if (!a || !b) continue;
    add(a, b);
    add(b, a);
  }
  const places = new Map(answer.nodes.map((node) => [node.id, node]));
  const angle = (from: MapNode | undefined, id: string): number => {
    const to = places.get(id);
    return from && to ? (Math.atan2(to.x - from.x, from.y - to.y) + 2 * Math.PI) % (2 * Math.PI) : 0;
  };
  for (const [id, near] of beside) near.sort((a, b) => angle(places.get(id), a) - angle(places.get(id), b));
  return beside;
}

/** Between two colours of six digits; share is that of the first. */
function mixed(one: string, other: string, share: number): string {
  const part = (colour: string, place: number): number => parseInt(colour.slice(place, place + 2), 16);
  const parts = [1, 3, 5].map((place) => Math.round(part(one, place) * share + part(other, place) * (1 - share)));
  return `#${parts.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

function graphOf(answer: Answer, colour: Map<string, string>): Graph {
  // Twenty thousand lines would cover everything else.
  const line = mixed(colour.get("edge") ?? "#999999", colour.get("ground") ?? "#ffffff", answer.edges.length > 5000 ? 0.3 : 0.7);
  const graph = new Graph({ type: "undirected" });
  for (const node of answer.nodes) {
    const look = lookOf(node);
    const size = (node.kind === "network" ? 4.5 : 2.2) + Math.sqrt(node.n) * (node.kind === "network" ? 0.7 : 0.35);
    graph.addNode(node.id, {
      x: node.x,
      y: -node.y,
      size: Math.min(size, 16),
      label: node.label,
      color: colour.get(look) ?? "#555555",
      shape: SHAPES.indexOf(SHAPE_OF[look] ?? "ring"),
    });
  }
  for (const [one, other] of answer.edges) {
    const [a, b] = [answer.nodes[one]?.id, answer.nodes[other]?.id];
    if (a && b && !graph.hasEdge(a, b)) graph.addEdge(a, b, { size: 0.6, color: line });
  }
  return graph;
}

const draw: Draw = (stage, answer, keys, only) => {
  const place = document.createElement("div");
  place.className = "kn-map__gl";
  const said = document.createElement("span");
  said.id = "kn-map-chosen";
  said.className = "kern-sr-only";
  stage.classList.add("kn-map__stage--gl");
  stage.append(place, said);
  const colour = colours(stage);
  const text = getComputedStyle(stage).color;
  const beside = neighbours(answer);
  const nodes = new Map(answer.nodes.map((node) => [node.id, node]));
  const sigma = new Sigma(graphOf(answer, colour), place, {
    nodeProgramClasses: { shape: ShapeProgram },
    defaultNodeType: "shape",
    labelColor: { color: text },
    labelFont: getComputedStyle(document.body).fontFamily,
    labelSize: 13,
    labelRenderedSizeThreshold: 7,
    hideEdgesOnMove: answer.edges.length > 20_000,
    minCameraRatio: 0.02,
    maxCameraRatio: 1.5,
    zIndex: true,
  });
  const walk = new Walk(nodes, beside, (id) => look(id), said);
  const near = (id: string): boolean => id === walk.here || id === walk.centre || walk.near(walk.centre).includes(id);
  // A handful of neighbours are all named; of many only those that find room.
  const named = (id: string): boolean => id === walk.here || id === walk.centre || walk.near(walk.centre).length <= FEW;
  const look = (id: string): void => {
    only(id);
    if (id) stage.setAttribute("aria-describedby", said.id);
    sigma.refresh({ skipIndexation: true });
    const at = id ? sigma.getNodeDisplayData(id) : undefined;
    if (at) void sigma.getCamera().animate({ x: at.x, y: at.y }, { duration: calm() ? 0 : 200 });
  };
  sigma.setSetting("nodeReducer", (id, data) =>
    !walk.here ? data : near(id) ? { ...data, forceLabel: named(id), highlighted: id === walk.here, zIndex: 1 } : { ...data, color: colour.get("edge") ?? "", label: "" },
  );
  sigma.setSetting("edgeReducer", (edge, data) => {
    if (!walk.centre) return data;
    const mine = sigma.getGraph().extremities(edge).includes(walk.centre);
    return mine ? { ...data, size: 1.6, color: colour.get("network") ?? "" } : { ...data, hidden: true };
  });
  sigma.on("clickNode", ({ node }) => (node === walk.here ? keys.onOpen(walk.address(node)) : keys.choose(node)));
  const drawing: Drawing = {
    button: (kind) => {
      const options = { duration: calm() ? 0 : 150 };
      if (kind === "in") void sigma.getCamera().animatedZoom(options);
      else if (kind === "out") void sigma.getCamera().animatedUnzoom(options);
      else void sigma.getCamera().animatedReset(options);
    },
    end: () => sigma.kill(),
  };
  keys.use(walk, drawing);
  return drawing;
};

function calm(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

window.dispatchEvent(new CustomEvent("kn-map-webgl", { detail: draw }));
