/** Zoom and pan of the drawing: wheel, drag, two fingers, buttons. Letters keep their size on the screen; labels appear as room allows. */

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const STEP = 1.4;
const NEAREST = 24;
const STILL = 4;

export class View {
  private readonly whole: Box;
  private box: Box;
  private readonly fingers = new Map<number, { x: number; y: number }>();
  private moved = 0;
  private gap = 0;
  private waiting = 0;

  constructor(
    private readonly svg: SVGSVGElement,
    private readonly stage: HTMLElement,
    signal: AbortSignal,
  ) {
    const { x, y, width, height } = svg.viewBox.baseVal;
    this.whole = { x, y, width, height };
    this.box = { ...this.whole };
    const on = { signal };
    stage.addEventListener("wheel", (event) => this.wheel(event), { signal, passive: false });
    stage.addEventListener("pointerdown", (event) => this.down(event), on);
    stage.addEventListener("pointermove", (event) => this.drag(event), on);
    for (const end of ["pointerup", "pointercancel", "pointerleave"] as const) {
      stage.addEventListener(end, (event) => this.up(event), on);
    }
    stage.addEventListener("click", (event) => this.click(event), { signal, capture: true });
    stage.addEventListener("dragstart", (event) => event.preventDefault(), on);
    window.addEventListener("resize", () => this.later(), on);
    this.labels();
  }

  button(kind: string): void {
    const middle = { x: this.box.x + this.box.width / 2, y: this.box.y + this.box.height / 2 };
    if (kind === "reset") this.set({ ...this.whole });
    else this.zoom(kind === "in" ? STEP : 1 / STEP, middle.x, middle.y);
  }

  /** Bring a place into sight without changing the size. */
  show(x: number, y: number): void {
    const { width, height } = this.box;
    const inside = x > this.box.x + width * 0.05 && x < this.box.x + width * 0.95 && y > this.box.y + height * 0.05 && y < this.box.y + height * 0.92;
    if (!inside) this.set({ x: x - width / 2, y: y - height / 2, width, height });
  }

  private zoom(by: number, x: number, y: number): void {
    const width = Math.min(this.whole.width, Math.max(this.whole.width / NEAREST, this.box.width / by));
    const scale = width / this.box.width;
    const left = x - (x - this.box.x) * scale;
    const top = y - (y - this.box.y) * scale;
    this.set({ x: left, y: top, width, height: this.box.height * scale });
  }

  private set(box: Box): void {
    const limit = (low: number, size: number, all: number, from: number): number =>
      size >= all ? from : Math.min(from + all - size * 0.5, Math.max(from - size * 0.5, low));
    box.x = limit(box.x, box.width, this.whole.width, this.whole.x);
    box.y = limit(box.y, box.height, this.whole.height, this.whole.y);
    const zoomed = box.width !== this.box.width;
    this.box = box;
    this.svg.setAttribute("viewBox", `${box.x} ${box.y} ${box.width} ${box.height}`);
    this.stage.classList.toggle("is-zoomed", box.width < this.whole.width * 0.99);
    if (zoomed) this.later();
  }

  /** Place on the screen -> place in the drawing. */
  private at(clientX: number, clientY: number): { x: number; y: number } {
    const matrix = this.svg.getScreenCTM();
    if (!matrix) return { x: 0, y: 0 };
    const point = new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse());
    return { x: point.x, y: point.y };
  }

  /** The wheel scrolls the page, as everywhere, until the map was chosen or the control key is held. */
  private wheel(event: WheelEvent): void {
    if (!event.ctrlKey && document.activeElement !== this.stage) return;
    event.preventDefault();
    const { x, y } = this.at(event.clientX, event.clientY);
    this.zoom(Math.exp(-event.deltaY * 0.0015), x, y);
  }

  private down(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.moved = 0;
    this.gap = this.spread();
  }

  private spread(): number {
    const [a, b] = [...this.fingers.values()];
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
  }

  private drag(event: PointerEvent): void {
    const before = this.fingers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    this.moved += Math.hypot(now.x - before.x, now.y - before.y);
    const [from, to] = [this.at(before.x, before.y), this.at(now.x, now.y)];
    this.fingers.set(event.pointerId, now);
    if (this.moved <= STILL) return;
    if (this.fingers.size === 1 && !this.stage.hasPointerCapture(event.pointerId)) this.stage.setPointerCapture(event.pointerId);
    this.stage.classList.add("is-dragged");
    if (this.fingers.size === 2) {
      const gap = this.spread();
      if (this.gap > 0 && gap > 0) this.zoom(gap / this.gap, to.x, to.y);
      this.gap = gap;
    } else {
      this.set({ ...this.box, x: this.box.x + from.x - to.x, y: this.box.y + from.y - to.y });
    }
  }

  private up(event: PointerEvent): void {
    this.fingers.delete(event.pointerId);
    this.gap = this.spread();
    if (!this.fingers.size) this.stage.classList.remove("is-dragged");
  }

  /** The end of dragging is no click on what lies there. */
  private click(event: MouseEvent): void {
    if (this.moved > STILL) {
      event.preventDefault();
      event.stopPropagation();
    }
    this.moved = 0;
  }

  /** Something was chosen or the size has changed: which labels have room now? */
  later(): void {
    window.clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => this.labels(), 90);
  }

  /** Letters as large as on the page around; where there is no room, a label waits for more zoom. */
  private labels(): void {
    const wide = this.svg.clientWidth || 1;
    const scale = Math.max(this.box.width / wide, this.box.height / (this.svg.clientHeight || 1));
    const letter = Number(this.svg.dataset["letter"] ?? 13) * scale;
    this.svg.setAttribute("font-size", letter.toFixed(2));
    const nodes = [...this.svg.querySelectorAll<SVGGraphicsElement>("[id^=k-]")].map((element) => dotOf(element));
    const inSight = nodes.filter((dot) => dot.text && this.near(dot));
    const blocked = inSight.map((dot) => around(dot));
    const taken: Box[] = [];
    for (const dot of inSight.sort((a, b) => b.rank - a.rank)) {
      dot.text?.setAttribute("y", (dot.radius + 0.95 * letter).toFixed(1));
      const half = 0.29 * letter * (dot.text?.textContent?.length ?? 0);
      const box = { x: dot.x - half, y: dot.y + dot.radius + 0.15 * letter, width: 2 * half, height: 1.1 * letter };
      const free = taken.every((other) => apart(box, other)) && (dot.first || blocked.every((other) => apart(box, other)));
      dot.text?.classList.toggle("kn-map__label--more", !free);
      if (free) taken.push(box);
    }
  }

  /** In sight or just beside it. */
  private near(dot: Dot): boolean {
    const { x, y, width, height } = this.box;
    return dot.x > x - width / 2 && dot.x < x + width * 1.5 && dot.y > y - height / 2 && dot.y < y + height * 1.5;
  }
}

interface Dot {
  text: SVGTextElement | null;
  x: number;
  y: number;
  radius: number;
  rank: number;
  first: boolean;
}

/** Those that are chosen come first, then networks, then the largest. */
function dotOf(element: SVGGraphicsElement): Dot {
  const at = element.transform.baseVal.consolidate()?.matrix;
  const radius = Number(element.dataset["r"]);
  const names = element.classList;
  const chosen = names.contains("is-here") ? 4000 : names.contains("is-near") ? 2000 : 0;
  const first = chosen > 0 || names.contains("kn-map__node--network");
  const rank = radius + chosen + (names.contains("kn-map__node--network") ? 1000 : 0);
  return { text: element.querySelector(".kn-map__label"), x: at?.e ?? 0, y: at?.f ?? 0, radius, rank, first };
}

function around(dot: Dot): Box {
  const reach = 0.8 * dot.radius;
  return { x: dot.x - reach, y: dot.y - reach, width: 2 * reach, height: 2 * reach };
}

function apart(a: Box, b: Box): boolean {
  return a.x + a.width < b.x || b.x + b.width < a.x || a.y + a.height < b.y || b.y + b.height < a.y;
}
