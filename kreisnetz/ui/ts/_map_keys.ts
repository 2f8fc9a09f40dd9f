/** One tab stop for the whole map: arrows go from neighbour to neighbour, Enter opens, Esc goes back. Knows nothing of drawing. */

import { words } from "./_map_words";

/** What is walked through: the drawing in the page, or the one by WebGL. */
export interface Source {
  /** All nodes, the largest first. */
  readonly all: readonly string[];
  /** True for regions, which are walked one after the other. */
  readonly flat: boolean;
  label(id: string): string;
  name(id: string): string;
  near(id: string): readonly string[];
  address(id: string): string;
  mark(here: string, centre: string): void;
}

export interface Zoomable {
  button(kind: string): void;
}

export class Navigator {
  here = "";
  onSearch: () => void = () => {};
  onOpen: (address: string) => void = () => {};
  onMove: (id: string) => void = () => {};
  private centre = "";
  private readonly before: string[] = [];

  constructor(
    private readonly stage: HTMLElement,
    private source: Source,
    private zoomable: Zoomable,
    private readonly say: (text: string) => void,
    signal: AbortSignal,
  ) {
    stage.addEventListener("keydown", (event) => this.key(event), { signal });
  }

  /** From now on another drawing is walked through. */
  use(source: Source, zoomable: Zoomable): void {
    this.source = source;
    this.zoomable = zoomable;
    this.centre = this.here = "";
    this.before.length = 0;
  }

  /** Somebody pointed at a node. */
  choose(id: string): void {
    this.before.length = 0;
    this.centre = id;
    this.go(id);
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const does: Record<string, () => void> = {
      ArrowRight: () => this.step(1),
      ArrowLeft: () => this.step(-1),
      ArrowDown: () => this.inwards(),
      ArrowUp: () => this.back(),
      Escape: () => this.back(true),
      Home: () => this.edge(0),
      End: () => this.edge(-1),
      Enter: () => this.open(),
      "/": () => this.onSearch(),
      "+": () => this.zoomable.button("in"),
      "-": () => this.zoomable.button("out"),
      "0": () => this.zoomable.button("reset"),
    };
    const action = does[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  private list(): readonly string[] {
    return this.source.flat ? this.source.all : this.source.near(this.centre);
  }

  private begin(): boolean {
    if (this.here) return false;
    const first = this.source.all[0];
    if (first) this.choose(first);
    return true;
  }

  private step(by: number): void {
    if (this.begin()) return;
    const list = this.list();
    if (!list.length) return;
    const place = list.indexOf(this.here);
    const next = place < 0 ? (by > 0 ? 0 : list.length - 1) : (place + by + list.length) % list.length;
    this.go(list[next] ?? this.here);
  }

  private edge(place: number): void {
    if (this.begin()) return;
    this.go(this.list().at(place) ?? this.here);
  }

  private inwards(): void {
    if (this.begin()) return;
    if (this.source.flat || this.here === this.centre) return this.step(1);
    const from = this.centre;
    this.before.push(from);
    this.centre = this.here;
    this.go(this.source.near(this.centre).find((id) => id !== from) ?? this.centre);
  }

  private back(leave = false): void {
    if (!this.here) return leave ? this.outwards() : undefined;
    if (!this.source.flat && this.here !== this.centre) return this.go(this.centre);
    const before = this.before.pop();
    if (before) {
      const here = this.centre;
      this.centre = before;
      return this.go(here);
    }
    if (!leave) return;
    this.here = this.centre = "";
    this.source.mark("", "");
    this.onMove("");
    this.say(words("left"));
  }

  /** Nothing is chosen: out of the part into the one around it. */
  private outwards(): void {
    const link = document.getElementById("kn-map-up");
    if (link instanceof HTMLAnchorElement) this.onOpen(link.href);
  }

  private open(): void {
    const address = this.here && this.source.address(this.here);
    if (address) this.onOpen(address);
  }

  private go(id: string): void {
    this.here = id;
    this.source.mark(id, this.centre);
    this.onMove(id);
    this.say(this.sentence());
    this.stage.dataset["here"] = id;
  }

  private sentence(): string {
    const list = this.list();
    const label = this.source.label(this.here);
    const place = list.indexOf(this.here);
    if (this.source.flat) return words("region", label, place + 1, list.length);
    if (!list.length) return words("alone", label);
    if (place < 0) return words("centre", label, list.length);
    return words("of", label, place + 1, list.length, this.source.name(this.centre));
  }
}
