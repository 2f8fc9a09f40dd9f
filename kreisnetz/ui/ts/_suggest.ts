/** Suggestions below a search field while somebody types: arrows choose, Enter opens, Esc closes. Without it the form is sent. */

interface Hit {
  label: string;
  hint: string;
  url: string;
}

const WAIT = 150;
const SHORTEST = 2;

class Suggestions {
  private hits: Hit[] = [];
  private chosen = -1;
  private waiting = 0;
  private asked = 0;

  constructor(
    private readonly address: string,
    private readonly field: HTMLInputElement,
    private readonly list: HTMLElement,
    private readonly status: HTMLElement,
  ) {
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-expanded", "false");
    field.addEventListener("input", () => {
      window.clearTimeout(this.waiting);
      this.waiting = window.setTimeout(() => void this.ask(), WAIT);
    });
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => window.setTimeout(() => this.close(), 150));
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => this.click(event));
  }

  private async ask(): Promise<void> {
    const typed = this.field.value.trim();
    const number = ++this.asked;
    if (typed.length < SHORTEST) return this.close();
    try {
      const answer = await fetch(`${this.address}?q=${encodeURIComponent(typed)}`);
      if (!answer.ok || number !== this.asked) return;
      this.show(((await answer.json()) as { hits: Hit[] }).hits);
    } catch {
      // No connection: the form still works as soon as there is one.
      this.close();
    }
  }

  private show(hits: Hit[]): void {
    this.hits = hits;
    this.chosen = -1;
    this.list.replaceChildren(
      ...hits.map((hit, number) => {
        const line = document.createElement("li");
        line.id = `${this.list.id}-${number}`;
        line.setAttribute("role", "option");
        line.setAttribute("aria-selected", "false");
        line.append(hit.label);
        const hint = document.createElement("small");
        hint.textContent = hit.hint;
        line.append(hint);
        return line;
      }),
    );
    this.list.hidden = hits.length === 0;
    this.field.setAttribute("aria-expanded", String(hits.length > 0));
    this.field.removeAttribute("aria-activedescendant");
    this.status.textContent = `${this.status.dataset["suggestStatus"] ?? ""} ${hits.length}`;
  }

  private close(): void {
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
    this.chosen = -1;
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !this.list.hidden) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.choose((this.chosen + step + this.hits.length) % this.hits.length);
    } else if (event.key === "Enter" && this.chosen >= 0) {
      event.preventDefault();
      this.open(this.chosen);
    }
  }

  private choose(number: number): void {
    this.chosen = number;
    [...this.list.children].forEach((line, at) => {
      line.setAttribute("aria-selected", String(at === number));
      if (at === number) {
        this.field.setAttribute("aria-activedescendant", line.id);
        line.scrollIntoView({ block: "nearest" });
      }
    });
  }

  private click(event: MouseEvent): void {
    const line = event.target instanceof Element ? event.target.closest("[role=option]") : null;
    if (line) this.open([...this.list.children].indexOf(line));
  }

  private open(number: number): void {
    const hit = this.hits[number];
    if (hit) window.location.assign(hit.url);
  }
}

/** Every <form data-suggest="address"> gets its list. */
export function suggest(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-suggest]")) {
    const field = form.querySelector<HTMLInputElement>("input[type=search]");
    const list = form.querySelector<HTMLElement>("[role=listbox]");
    const status = form.querySelector<HTMLElement>("[data-suggest-status]");
    if (field && list && status) new Suggestions(form.dataset["suggest"] ?? "", field, list, status);
  }
}
