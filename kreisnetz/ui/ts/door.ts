/**
 * The door on a bad line. The list is already in the page; ticks show at once, wait in a queue and are sent until the
 * server has answered. Nothing here is needed: without it every button is an ordinary form button.
 *
 * What is kept: only the numbers of people whose tick the server has not got yet, in sessionStorage, so that a reload does
 * not lose them. No names, nothing beyond this tab; each entry goes when it is acknowledged.
 */

import { searchKey } from "./_door_words";
import { Camera, codeIn } from "./_door_camera";

interface Person {
  id: number;
  name: string;
  organisation: string;
  note: string;
  words: string;
  code: string;
  seat: boolean;
}

interface Answer {
  here: Record<string, string>;
  refused: Record<string, string>;
  standing: string;
  expected: number;
  people?: Person[];
  sentence?: string;
}

class SignedOut extends Error {}

const REFRESH = 20_000;
const PATIENCE = 12_000;
const LONGEST_PAUSE = 30_000;

class Door {
  private readonly list: HTMLUListElement;
  private readonly waiting: Map<number, boolean>;
  private readonly here = new Map<number, string>();
  private sending = false;
  private pause = 1000;
  private timer = 0;
  private standing: string;
  private words: string[] = [];

  constructor(private readonly form: HTMLFormElement) {
    this.list = form.querySelector("ul") as HTMLUListElement;
    this.standing = form.dataset["part"] === undefined ? (form.dataset["standing"] ?? "") : "";
    this.waiting = this.remembered();
    for (const row of this.rows()) {
      const since = row.querySelector(".kn-guest__since")?.textContent?.match(/\d\d:\d\d/)?.[0];
      if (since) this.here.set(idOf(row), since);
    }
  }

  start(): void {
    this.form.addEventListener("submit", (event) => this.onSubmit(event));
    this.startSearch();
    this.startCamera();
    window.addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
    window.addEventListener("beforeunload", (event) => {
      if (this.waiting.size && !signingIn) event.preventDefault();
    });
    for (const row of this.rows()) this.paint(row);
    this.count();
    this.schedule(this.waiting.size || !this.standing ? 0 : REFRESH);
  }

  // --- ticks -----------------------------------------------------------------------------------------------------

  private onSubmit(event: SubmitEvent): void {
    const button = event.submitter;
    if (!(button instanceof HTMLButtonElement)) return;
    event.preventDefault();
    const id = Number(button.value);
    this.set(id, button.name === "da");
  }

  private set(id: number, here: boolean): void {
    if (here) this.here.set(id, clock());
    else this.here.delete(id);
    this.waiting.set(id, here);
    this.remember();
    const row = this.row(id);
    if (row) this.paint(row);
    this.tell(this.text(here ? "now" : "undone", { name: nameOf(row) }), row);
    this.count();
    this.hurry();
  }

  private hurry(): void {
    this.pause = 1000;
    this.schedule(0);
  }

  private schedule(delay: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.exchange(), delay);
  }

  /** Send what waits, learn what others did. Failing means: wait a little longer each time, and try again. */
  private async exchange(): Promise<void> {
    if (this.sending) return;
    if (document.hidden && !this.waiting.size) return this.schedule(REFRESH);
    this.sending = true;
    const sent = new Map(this.waiting);
    try {
      const answer = await this.ask(sent);
      for (const [id, here] of sent) if (this.waiting.get(id) === here) this.waiting.delete(id);
      this.remember();
      this.take(answer);
      this.problem("");
      this.pause = 1000;
      this.sending = false;
      this.schedule(this.waiting.size ? 0 : REFRESH);
    } catch (error) {
      this.sending = false;
      if (error instanceof SignedOut) this.problem(this.text("signed-out"), true);
      this.count();
      this.pause = Math.min(LONGEST_PAUSE, this.pause * 2);
      this.schedule(this.waiting.size ? this.pause : Math.max(this.pause, REFRESH));
    }
  }

  private async ask(sent: Map<number, boolean>, code = ""): Promise<Answer> {
    const address = new URL(this.form.dataset["url"] ?? "", window.location.href);
    address.searchParams.set("stand", this.standing);
    if (code) address.searchParams.set("code", code);
    const token = this.form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
    const ticks = [...sent].map(([id, here]) => ({ id, here }));
    const stop = new AbortController();
    const timeout = window.setTimeout(() => stop.abort(), PATIENCE);
    try {
      const response = await fetch(address, {
        method: ticks.length ? "POST" : "GET",
        signal: stop.signal,
        headers: { Accept: "application/json", "X-CSRFToken": token },
        ...(ticks.length ? { body: JSON.stringify({ ticks }) } : {}),
      });
      const isJson = response.headers.get("Content-Type")?.startsWith("application/json") ?? false;
      if (response.redirected || response.status === 403 || (response.ok && !isJson)) throw new SignedOut();
      if (!response.ok) throw new Error(String(response.status));
      return (await response.json()) as Answer;
    } finally {
      window.clearTimeout(timeout);
    }
  }

  /** The server's word counts, except for ticks it does not know yet. */
  private take(answer: Answer): void {
    if (answer.people) this.renew(answer.people);
    this.standing = answer.standing;
    for (const row of this.rows()) {
      const id = idOf(row);
      if (this.waiting.has(id)) continue;
      const since = answer.here[id];
      if (since) this.here.set(id, since);
      else this.here.delete(id);
      this.paint(row);
    }
    const refused = Object.values(answer.refused).join(" ");
    if (refused) this.tell(refused, null);
    element("expected").textContent = String(answer.expected);
    this.count();
  }

  private renew(people: Person[]): void {
    const template = document.querySelector<HTMLTemplateElement>("template[data-door=row]");
    const known = new Map(this.rows().map((row) => [idOf(row), row]));
    const focused = document.activeElement;
    for (const person of people) {
      const row = known.get(person.id) ?? (template?.content.firstElementChild?.cloneNode(true) as HTMLLIElement);
      known.delete(person.id);
      fill(row, person);
      this.list.append(row);
      this.paint(row);
    }
    for (const row of known.values()) row.remove();
    if (focused instanceof HTMLElement && focused.isConnected) focused.focus({ preventScroll: true });
    this.filter();
  }

  // --- what is seen ----------------------------------------------------------------------------------------------

  private rows(): HTMLLIElement[] {
    return [...this.list.querySelectorAll("li")];
  }

  private row(id: number): HTMLLIElement | null {
    return this.list.querySelector<HTMLLIElement>(`li[data-guest="${id}"]`);
  }

  private paint(row: HTMLLIElement): void {
    const id = idOf(row);
    const waiting = this.waiting.get(id);
    if (waiting === true && !this.here.has(id)) this.here.set(id, clock());
    if (waiting === false) this.here.delete(id);
    const since = this.here.get(id);
    row.classList.toggle("kn-guest--here", since !== undefined);
    row.classList.toggle("kn-guest--waiting", waiting !== undefined);
    const shown = row.querySelector(".kn-guest__since");
    if (shown) shown.textContent = since ? this.text("since", { time: since }) : "";
    const button = row.querySelector("button");
    if (!button) return;
    button.name = since ? "weg" : "da";
    button.classList.toggle("kern-btn--primary", !since);
    button.classList.toggle("kern-btn--tertiary", since !== undefined);
    const label = button.querySelector(".kern-label");
    if (label) label.textContent = this.text(since ? "out" : "in");
  }

  private count(): void {
    const seated = this.rows().filter((row) => row.dataset["seat"] !== undefined);
    if (this.form.dataset["part"] === undefined || this.standing) {
      element("here").textContent = String(seated.filter((row) => this.here.has(idOf(row))).length);
    }
    const pending = element("pending");
    pending.hidden = this.waiting.size === 0;
    const text = this.waiting.size ? this.text("pending", { n: String(this.waiting.size) }) : "";
    if (pending.textContent !== text) pending.textContent = text;
  }

  private tell(sentence: string, row: HTMLElement | null): void {
    const result = element("result");
    result.hidden = !sentence;
    result.textContent = sentence;
    result.classList.toggle("kn-door-result--good", row?.classList.contains("kn-guest--here") ?? false);
    document.querySelector("section.kn-door-result")?.remove();
  }

  private problem(sentence: string, signIn = false): void {
    const box = element("problem");
    if (box.dataset["said"] === sentence) return;
    box.dataset["said"] = sentence;
    box.hidden = !sentence;
    box.textContent = sentence;
    if (!signIn) return;
    const link = document.createElement("a");
    link.className = "kern-link";
    link.href = window.location.pathname;
    link.textContent = this.text("sign-in");
    link.addEventListener("click", () => (signingIn = true));
    box.append(" ", link);
  }

  private text(name: string, values: Record<string, string> = {}): string {
    const key = `text${name.replace(/(^|-)([a-z])/g, (_all, _dash, letter: string) => letter.toUpperCase())}`;
    const sentence = this.form.dataset[key] ?? "";
    return sentence.replace(/\{(\w+)\}/g, (_all, value: string) => values[value] ?? "");
  }

  // --- search ----------------------------------------------------------------------------------------------------

  private startSearch(): void {
    const search = element("search") as HTMLFormElement;
    const input = search.querySelector("input") as HTMLInputElement;
    element("search-button").hidden = true;
    document.querySelector<HTMLElement>("[data-door=all]")?.remove();
    input.addEventListener("input", () => this.look(input.value));
    search.addEventListener("submit", (event) => {
      event.preventDefault();
      this.look(input.value);
      this.rows().find((row) => !row.hidden)?.querySelector("button")?.focus();
    });
    this.look(input.value);
  }

  private look(text: string): void {
    this.words = searchKey(text).split(" ").filter(Boolean);
    this.filter();
  }

  private filter(): void {
    let found = 0;
    for (const row of this.rows()) {
      const words = row.dataset["words"] ?? "";
      row.hidden = !this.words.every((word) => words.includes(word));
      if (!row.hidden) found += 1;
    }
    element("found").textContent = this.words.length ? this.text("found", { n: String(found) }) : "";
  }

  // --- codes -----------------------------------------------------------------------------------------------------

  private startCamera(): void {
    const camera = Camera.here((text) => void this.scanned(text));
    if (!camera) return;
    const button = element("scan");
    button.hidden = false;
    button.addEventListener("click", () => {
      this.tell(this.text("point"), null);
      void camera.start().catch(() => this.tell(this.text("no-camera"), null));
    });
    element("stop").addEventListener("click", () => camera.stop());
  }

  private async scanned(text: string): Promise<void> {
    const code = codeIn(text);
    const row = code ? this.list.querySelector<HTMLLIElement>(`li[data-code="${code}"]`) : null;
    if (!row) {
      this.tell(await this.stranger(text), null);
      return;
    }
    const note = row.querySelector(".kn-guest__note")?.textContent ?? "";
    const since = this.here.get(idOf(row));
    if (row.dataset["seat"] === undefined) this.tell(this.text("no-seat", { name: nameOf(row), note }), null);
    else if (since) this.tell(this.text("already", { name: nameOf(row), time: since }), null);
    else this.set(idOf(row), true);
  }

  /** A code that is not on this list: the server may know more. */
  private async stranger(text: string): Promise<string> {
    try {
      const answer = await this.ask(new Map(), text.slice(0, 300));
      return answer.sentence || this.text("unknown");
    } catch {
      return this.text("unknown");
    }
  }

  // --- what a reload must not lose -------------------------------------------------------------------------------

  private key(): string {
    return `einlass-${this.form.dataset["event"] ?? ""}`;
  }

  private remembered(): Map<number, boolean> {
    try {
      return new Map(JSON.parse(window.sessionStorage.getItem(this.key()) ?? "[]") as [number, boolean][]);
    } catch {
      return new Map();
    }
  }

  private remember(): void {
    try {
      if (this.waiting.size) window.sessionStorage.setItem(this.key(), JSON.stringify([...this.waiting]));
      else window.sessionStorage.removeItem(this.key());
    } catch {
      // No storage in this browser: the ticks live as long as the page.
    }
  }
}

let signingIn = false;

function element(name: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[data-door="${name}"]`);
  if (!found) throw new Error(`door: ${name} is missing`);
  return found;
}

function idOf(row: HTMLElement): number {
  return Number(row.dataset["guest"]);
}

function nameOf(row: HTMLElement | null): string {
  return row?.querySelector(".kn-guest__name")?.textContent ?? "";
}

function clock(): string {
  const now = new Date();
  return `${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`;
}

function fill(row: HTMLLIElement, person: Person): void {
  row.dataset["guest"] = String(person.id);
  row.dataset["words"] = person.words;
  row.dataset["code"] = person.code;
  if (person.seat) row.dataset["seat"] = "";
  else delete row.dataset["seat"];
  const texts = { name: person.name, more: person.organisation, note: person.note };
  for (const [part, text] of Object.entries(texts)) {
    const place = row.querySelector(`.kn-guest__${part}`);
    if (place && place.textContent !== text) place.textContent = text;
  }
  const name = row.querySelector(".kn-guest__name");
  if (name) name.id = `name-${person.id}`;
  const button = row.querySelector("button");
  if (!button) return;
  button.hidden = !person.seat;
  button.value = String(person.id);
  const label = button.querySelector(".kern-label");
  if (label) label.id = `tun-${person.id}`;
  button.setAttribute("aria-labelledby", `tun-${person.id} name-${person.id}`);
}

const form = document.querySelector<HTMLFormElement>("form[data-door=list]");
if (form) new Door(form).start();
