/** The network map comes alive: keys, mouse and fingers, filters without reload, a slider for the day. Without it the page stands. */

import { Navigator } from "./_map_keys";
import { files } from "./_map_files";
import { Slider } from "./_map_time";
import { View } from "./_map_view";
import { words } from "./_map_words";
import { drawLarge, type Answer, type Drawing } from "./_map_large";
import { Picture } from "./_map_picture";

const WAIT = 300;

/** Everything that hangs on one answer of the server; made anew with each. */
class LiveMap {
  private readonly stop = new AbortController();
  private drawing: Drawing | undefined;

  constructor(
    private readonly live: HTMLElement,
    private readonly page: Page,
  ) {
    const stage = live.querySelector<HTMLElement>("#kn-map-stage");
    const svg = live.querySelector<SVGSVGElement>("#kn-map-svg");
    if (!stage || !svg) return;
    stage.classList.add("kn-map__stage--live");
    stage.setAttribute("role", "application");
    for (const hidden of live.querySelectorAll<HTMLElement>(".kn-map__tools, .kn-map__hint")) hidden.hidden = false;
    const view = new View(svg, stage, this.stop.signal);
    const keys = new Navigator(stage, new Picture(svg, stage, view), view, (text) => page.say(text), this.stop.signal);
    keys.onSearch = () => page.search();
    keys.onOpen = (address) => page.open(address);
    this.buttons(view, keys);
    files(live, svg, this.stop.signal);
    const script = live.dataset["webgl"];
    if (script) void this.draw(script, stage, keys);
  }

  /** From 1,000 nodes on the browser draws them itself; without WebGL or answer the regions stay. */
  private async draw(script: string, stage: HTMLElement, keys: Navigator): Promise<void> {
    try {
      const [draw, answer] = await Promise.all([
        drawLarge(script),
        fetch(this.live.dataset["json"] ?? "", { signal: this.stop.signal }).then((found) => found.json() as Promise<Answer>),
      ]);
      if (!this.stop.signal.aborted) this.drawing = draw(stage, answer, keys, keys.onMove);
      this.live.dataset["drawn"] = String(answer.nodes.length);
    } catch (problem) {
      stage.classList.remove("kn-map__stage--gl");
      if (!this.stop.signal.aborted) console.warn(problem);
    }
  }

  private buttons(view: View, keys: Navigator): void {
    for (const button of this.live.querySelectorAll<HTMLElement>("[data-zoom]")) {
      button.addEventListener("click", () => (this.drawing ?? view).button(button.dataset["zoom"] ?? ""));
    }
    const only = this.live.querySelector<HTMLButtonElement>("[data-focus-node]");
    if (!only) return;
    keys.onMove = (id) => (only.disabled = !id || id.startsWith("r"));
    only.addEventListener("click", () => keys.here && this.page.focusOn(keys.here));
  }

  end(): void {
    this.stop.abort();
    this.drawing?.end();
  }
}

class Page {
  private map: LiveMap | undefined;
  private waiting = 0;
  private asked = 0;
  private focus = new URL(window.location.href).searchParams.get("fokus") ?? "";

  constructor(private readonly form: HTMLFormElement) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.apply();
    });
    form.addEventListener("change", () => this.apply());
    form.querySelector("#kn-map-q")?.addEventListener("input", () => this.soon());
    form.querySelector("#kn-map-all")?.addEventListener("click", (event) => {
      event.preventDefault();
      this.clear();
    });
    document.addEventListener("click", (event) => this.click(event));
    window.addEventListener("popstate", () => window.location.reload());
    const slider = form.querySelector<HTMLElement>(".kn-map__time");
    const day = form.querySelector<HTMLInputElement>("#kn-map-tag");
    if (slider && day) new Slider(slider, day, () => this.soon());
    this.start();
  }

  private start(): void {
    const live = document.getElementById("kn-map-live");
    if (live) this.map = new LiveMap(live, this);
  }

  say(text: string): void {
    const place = document.getElementById("kn-map-said");
    if (place) place.textContent = text;
  }

  search(): void {
    const details = this.form.querySelector("details");
    if (details) details.open = true;
    this.form.querySelector<HTMLInputElement>("#kn-map-q")?.focus();
  }

  focusOn(id: string): void {
    this.focus = id;
    this.apply();
  }

  /** Links that stay on this page (regions, focus off) are answered in place; all others are followed. */
  open(address: string): void {
    const url = new URL(address, window.location.href);
    // In a frame of somebody else's page everything but the map opens in the whole window.
    if (url.pathname !== window.location.pathname) window.open(url, document.querySelector("base")?.target || "_self");
    else void this.load(url);
  }

  private soon(): void {
    window.clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => this.apply(), WAIT);
  }

  private clear(): void {
    this.focus = "";
    this.form.querySelectorAll<HTMLSelectElement>("select").forEach((select) => (select.value = ""));
    const words = this.form.querySelector<HTMLInputElement>("#kn-map-q");
    if (words) words.value = "";
    void this.load(new URL(this.form.action));
  }

  private apply(): void {
    window.clearTimeout(this.waiting);
    const url = new URL(this.form.action);
    for (const [name, value] of new FormData(this.form)) if (value) url.searchParams.set(name, String(value));
    const day = this.form.querySelector<HTMLInputElement>("#kn-map-tag");
    if (day && day.value === day.defaultValue && !new URL(window.location.href).searchParams.has("tag")) {
      url.searchParams.delete("tag");
    }
    if (this.focus) url.searchParams.set("fokus", this.focus);
    void this.load(url);
  }

  private async load(url: URL): Promise<void> {
    const number = ++this.asked;
    let text: string;
    try {
      const answer = await fetch(url, { headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(String(answer.status));
      text = await answer.text();
    } catch {
      window.location.assign(url);
      return;
    }
    if (number !== this.asked) return;
    const found = new DOMParser().parseFromString(text, "text/html").getElementById("kn-map-live");
    const here = document.getElementById("kn-map-live");
    if (!found || !here) return;
    const had = here.contains(document.activeElement);
    this.map?.end();
    here.replaceWith(document.adoptNode(found));
    window.history.replaceState(null, "", url);
    this.focus = url.searchParams.get("fokus") ?? "";
    this.start();
    if (had) document.getElementById("kn-map-stage")?.focus();
    this.say(document.getElementById("kn-map-summary")?.firstChild?.textContent?.trim() ?? words("changed"));
  }

  private click(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest<Element>("#kn-map-live a[href]") : null;
    const address = link?.getAttribute("href");
    if (!address || address.startsWith("#") || event.defaultPrevented) return;
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || link?.hasAttribute("download")) return;
    if (new URL(address, window.location.href).pathname !== window.location.pathname) return;
    event.preventDefault();
    this.open(address);
  }
}

const form = document.getElementById("kn-map-form");
if (form instanceof HTMLFormElement) new Page(form);
