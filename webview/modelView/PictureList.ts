import { type ColourImage, type GreyImage, prepareImage } from "../../src/images/prepareImage";
import type { Prediction } from "../../src/protocol/modelProtocol";
import type { PictureSource } from "./PictureStore";

/** One of the picture files that a user has given to the view together. */
export interface ListedPicture {
  name: string;
  /** What the network gets of the picture; undefined before the file is read, and for a file that is not used. */
  fitted?: GreyImage;
  /** Why the file is not used, in one sentence. */
  problem?: string;
  /** The predicted class and its probability; undefined before the network has answered. */
  answer?: { label: number; probability: number };
}

/** The picture files that a user has given to the view together, each with the network's answer for it. */
export class PictureList {
  readonly pictures: ListedPicture[];
  /** Number of the latest call of {@link ask}, which ends the earlier ones. */
  private latest = 0;

  /**
   * @param look reads and decodes a file; rejects with an Error whose message is one sentence
   * @param size width and height (pixels) of the images that the network takes
   */
  constructor(
    private readonly sources: readonly PictureSource[],
    private readonly look: (source: PictureSource) => Promise<ColourImage>,
    private readonly size: { width: number; height: number },
  ) {
    this.pictures = sources.map((source) => ({ name: nameOf(source) }));
  }

  /**
   * Requests the network's answers, one after the other, and ends an earlier call. A file is read only once, also over
   * several calls. Stops at the first picture for which the network does not answer.
   * @param changed called after each picture
   */
  async ask(predict: (pixels: Uint8Array) => Promise<Prediction>, changed: () => void): Promise<void> {
    const own = ++this.latest;
    for (const [place, picture] of this.pictures.entries()) {
      if (!picture.fitted && picture.problem === undefined) await this.read(place, picture);
      if (own !== this.latest) return;
      if (picture.fitted) {
        const prediction = await predict(picture.fitted.data).catch(() => undefined);
        if (!prediction || own !== this.latest) return;
        const { probabilities } = prediction;
        const probability = Math.max(...probabilities);
        picture.answer = { label: probabilities.indexOf(probability), probability };
      }
      changed();
    }
  }

  /** Ends a call of {@link ask} that is in progress. */
  stop(): void {
    this.latest++;
  }

  private async read(place: number, picture: ListedPicture): Promise<void> {
    try {
      picture.fitted = prepareImage(await this.look(this.sources[place]!), this.size, {}).fitted;
    } catch (error) {
      picture.problem = (error as Error).message;
    }
  }
}

/** The name of a picture's file. */
export function nameOf(source: PictureSource): string {
  if (typeof source !== "string") return source.name;
  const name = source.slice(source.lastIndexOf("/") + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
