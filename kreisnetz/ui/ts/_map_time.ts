/** A slider over the months, for the field with the day: the text beside it says the date in words. */

const DAY = 86_400_000;

export class Slider {
  private readonly days: string[] = [];

  constructor(
    place: HTMLElement,
    private readonly field: HTMLInputElement,
    private readonly changed: () => void,
  ) {
    const range = place.querySelector<HTMLInputElement>("input");
    const text = place.querySelector<HTMLElement>("output");
    const first = Date.parse(place.dataset["first"] ?? "");
    const last = Date.parse(place.dataset["last"] ?? "");
    if (!range || !text || Number.isNaN(first) || Number.isNaN(last)) return;
    this.fill(first, last);
    range.max = String(this.days.length - 1);
    const show = (): void => {
      text.textContent = words(field.value);
      range.setAttribute("aria-valuetext", text.textContent);
    };
    const follow = (): void => {
      const later = this.days.findIndex((day) => day >= field.value);
      range.value = String(later < 0 ? this.days.length - 1 : later);
      show();
    };
    range.addEventListener("input", () => {
      this.field.value = this.days[Number(range.value)] ?? this.field.value;
      show();
      this.changed();
    });
    // The form hears "change" of the day's own field; that of the slider is already under way.
    range.addEventListener("change", (event) => event.stopPropagation());
    field.addEventListener("change", follow);
    follow();
    place.hidden = false;
  }

  /** The first of every month, and the two ends. */
  private fill(first: number, last: number): void {
    const begin = new Date(first);
    this.days.push(iso(begin));
    for (let month = 1; ; month += 1) {
      const day = new Date(Date.UTC(begin.getUTCFullYear(), begin.getUTCMonth() + month, 1));
      if (day.getTime() >= last + DAY) break;
      this.days.push(iso(day));
    }
    if (this.days.at(-1) !== iso(new Date(last))) this.days.push(iso(new Date(last)));
    if (!this.days.includes(this.field.value)) this.days.push(this.field.value);
    this.days.sort();
  }
}

function iso(day: Date): string {
  return day.toISOString().slice(0, 10);
}

function words(day: string): string {
  const known = new Date(`${day}T12:00:00`);
  if (Number.isNaN(known.getTime())) return "";
  return known.toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "long", year: "numeric" });
}
