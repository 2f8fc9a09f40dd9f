/** What the map says aloud, in the language of the page. */

const GERMAN = {
  changed: "Die Karte hat sich geändert.",
  of: "%1, %2 von %3 Nachbarn von %4",
  centre: "%1, in der Mitte, %2 Nachbarn",
  region: "%1, Bereich %2 von %3",
  alone: "%1, ohne Nachbarn",
  left: "Keine Auswahl.",
  zoom: "Vergrößerung %1 Prozent",
};
const ENGLISH: typeof GERMAN = {
  changed: "The map has changed.",
  of: "%1, neighbour %2 of %3 of %4",
  centre: "%1, in the centre, %2 neighbours",
  region: "%1, area %2 of %3",
  alone: "%1, without neighbours",
  left: "Nothing selected.",
  zoom: "Zoom %1 per cent",
};

export function words(key: keyof typeof GERMAN, ...values: (string | number)[]): string {
  const text = (document.documentElement.lang.startsWith("en") ? ENGLISH : GERMAN)[key];
  return text.replace(/%(\d)/g, (_all, place: string) => String(values[Number(place) - 1] ?? ""));
}
