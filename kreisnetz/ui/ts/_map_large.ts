/** Fetches the part that draws large maps, once; it says by an event that it is there. */

import type { Navigator, Zoomable } from "./_map_keys";

export interface MapNode {
  id: string;
  kind: "organisation" | "network";
  label: string;
  group: string;
  url: string;
  title: string;
  x: number;
  y: number;
  n: number;
}

export interface Answer {
  nodes: MapNode[];
  edges: [number, number][];
}

export interface Drawing extends Zoomable {
  end(): void;
}

export type Draw = (stage: HTMLElement, answer: Answer, keys: Navigator, chosen: (id: string) => void) => Drawing;

let loading: Promise<Draw> | undefined;

export function drawLarge(address: string): Promise<Draw> {
  loading ??= new Promise((found, failed) => {
    window.addEventListener("kn-map-webgl", (event) => found((event as CustomEvent<Draw>).detail), { once: true });
    const script = document.createElement("script");
    script.type = "module";
    script.src = address;
    script.addEventListener("error", () => failed(new Error("not loaded")));
    document.head.append(script);
  });
  return loading;
}
