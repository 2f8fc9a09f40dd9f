/** Reads codes from the camera where the browser can do it by itself; elsewhere the page offers a photo instead. */

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
type DetectorClass = new (options: { formats: string[] }) => Detector;

const EVERY = 250;
// The same badge stays before the camera for a while: one reading is enough.
const FORGET = 4000;

/** The code in an address with ?code=… or the bare code; empty if there is none. */
export function codeIn(text: string): string {
  return /(?:[?&]code=|^)([0-9a-f]{8,32})(?:[&#]|$)/i.exec(text.trim())?.[1]?.toLowerCase() ?? "";
}

export class Camera {
  private stream: MediaStream | null = null;
  private last = "";
  private forgetting = 0;

  private constructor(
    private readonly detector: Detector,
    private readonly box: HTMLElement,
    private readonly video: HTMLVideoElement,
    private readonly read: (text: string) => void,
  ) {}

  /** null where the browser cannot read codes. */
  static here(read: (text: string) => void): Camera | null {
    const known = (window as unknown as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
    const box = document.querySelector<HTMLElement>("[data-door=camera]");
    const video = document.querySelector<HTMLVideoElement>("[data-door=video]");
    if (!known || !box || !video || !navigator.mediaDevices) return null;
    return new Camera(new known({ formats: ["qr_code", "data_matrix"] }), box, video, read);
  }

  async start(): Promise<void> {
    if (this.stream) return;
    this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    this.video.srcObject = this.stream;
    this.box.hidden = false;
    await this.video.play();
    void this.look();
  }

  stop(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.video.srcObject = null;
    this.box.hidden = true;
  }

  private async look(): Promise<void> {
    while (this.stream) {
      try {
        for (const found of await this.detector.detect(this.video)) this.once(found.rawValue);
      } catch {
        // A frame that is not ready yet; the next one will be.
      }
      await new Promise((done) => window.setTimeout(done, EVERY));
    }
  }

  private once(text: string): void {
    window.clearTimeout(this.forgetting);
    this.forgetting = window.setTimeout(() => (this.last = ""), FORGET);
    if (text === this.last) return;
    this.last = text;
    this.read(text);
  }
}
