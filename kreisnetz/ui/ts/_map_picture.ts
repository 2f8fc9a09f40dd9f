/** The drawing that the server made, as something to walk through: neighbours around the clock, marks on nodes and lines. */

import type { Source } from "./_map_keys";
import type { View } from "./_map_view";

interface Place {
  x: number;
  y: number;
}

export class Picture implements Source {
  readonly all: readonly string[];
  readonly flat: boolean;
  private readonly nodes = new Map<string, SVGGraphicsElement>();
  private readonly places = new Map<string, Place>();
  private readonly lines = new Map<string, SVGElement[]>();
  private readonly beside = new Map<string, string[]>();
  private marked: Element[] = [];

  constructor(
    private readonly svg: SVGSVGElement,
    private readonly stage: HTMLElement,
    private readonly view: View,
  ) {
    for (const node of svg.querySelectorAll<SVGGraphicsElement>("[id^=k-]")) {
      const id = node.id.slice(2);
      this.nodes.set(id, node);
      const at = node.transform.baseVal.consolidate()?.matrix;
      this.places.set(id, { x: at?.e ?? 0, y: at?.f ?? 0 });
    }
    for (const line of svg.querySelectorAll<SVGElement>("[data-e]")) this.line(line);
    for (const [id, near] of this.beside) near.sort((a, b) => this.angle(id, a) - this.angle(id, b));
    this.flat = [...this.nodes.keys()].every((id) => id.startsWith("r"));
    const size = (id: string): number => this.near(id).length;
    const ids = [...this.nodes.keys()];
    this.all = this.flat ? ids : ids.sort((a, b) => size(b) - size(a));
  }

  private line(line: SVGElement): void {
    const [a = "", b = ""] = (line.dataset["e"] ?? "").split(" ");
    for (const [from, to] of [[a, b], [b, a]] as const) {
      this.beside.set(from, [...(this.beside.get(from) ?? []), to]);
      this.lines.set(from, [...(this.lines.get(from) ?? []), line]);
    }
  }

  /** Clockwise from the top. */
  private angle(from: string, to: string): number {
    const [a, b] = [this.places.get(from), this.places.get(to)];
    if (!a || !b) return 0;
    return (Math.atan2(b.x - a.x, a.y - b.y) + 2 * Math.PI) % (2 * Math.PI);
  }

  label(id: string): string {
    return this.nodes.get(id)?.querySelector("title")?.textContent ?? "";
  }

  name(id: string): string {
    return this.label(id).split(",")[0] ?? "";
  }

  near(id: string): readonly string[] {
    return this.beside.get(id) ?? [];
  }

  address(id: string): string {
    return this.nodes.get(id)?.getAttribute("href") ?? "";
  }

  mark(here: string, centre: string): void {
    for (const element of this.marked) element.classList.remove("is-here", "is-near", "is-centre");
    this.marked = [];
    this.svg.classList.toggle("has-here", here !== "");
    const add = (element: Element | undefined, name: string): void => {
      if (!element) return;
      element.classList.add(name);
      this.marked.push(element);
    };
    add(this.nodes.get(here), "is-here");
    if (centre) {
      add(this.nodes.get(centre), "is-centre");
      add(this.nodes.get(centre), "is-near");
      for (const id of this.near(centre)) add(this.nodes.get(id), "is-near");
      for (const line of this.lines.get(centre) ?? []) add(line, "is-near");
    }
    const node = this.nodes.get(here);
    if (node) this.stage.setAttribute("aria-activedescendant", node.id);
    else this.stage.removeAttribute("aria-activedescendant");
    this.view.later();
    const place = this.places.get(here);
    if (place) this.view.show(place.x, place.y);
  }
}
