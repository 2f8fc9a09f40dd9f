/** The picture as PNG, made in the browser from the SVG file of the server. */

const SHARPER = 2;
const WIDEST = 8000;

export function files(live: HTMLElement, svg: SVGSVGElement, signal: AbortSignal): void {
  const button = live.querySelector<HTMLButtonElement>("#kn-map-png");
  const link = live.querySelector<HTMLAnchorElement>("#kn-map-svg-file");
  if (!button || !link) return;
  if (button.parentElement) button.parentElement.hidden = false;
  const { width, height } = svg.viewBox.baseVal;
  button.addEventListener("click", () => void take(link.href, width, height), { signal });
}

async function take(address: string, width: number, height: number): Promise<void> {
  const answer = await fetch(address);
  if (!answer.ok) return;
  const scale = Math.min(SHARPER, WIDEST / width);
  const sized = (await answer.text()).replace("<svg ", `<svg width="${width}" height="${height}" `);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(sized)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (!blob) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = "netzwerkkarte.png";
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
