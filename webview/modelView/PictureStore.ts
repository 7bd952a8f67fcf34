import type { MessageConnection } from "vscode-jsonrpc/browser";
import type { ColourImage } from "../../src/images/prepareImage";
import {
  keepPicture,
  openPictureRequest,
  type Picture,
  pictureRequest,
} from "../../src/protocol/modelViewProtocol";
import { withoutStop } from "../../src/text/sentences";
import { strings } from "../strings";

/** A picture to classify. */
export interface Tried {
  /** The file's name; left out for a drawing. */
  name?: string;
  image: ColourImage;
}

/** What a picture is read from: a file, or the address of one that the host reads. */
export type PictureSource = File | string;

/** Decodes a file. @throws Error, why it is not used, as the end of a sentence */
export type Decode = (bytes: Uint8Array<ArrayBuffer>) => Promise<ColourImage>;

/**
 * The picture that the view classifies. The host keeps its file, since VS Code discards the document of a hidden tab.
 */
export class PictureStore {
  /** Undefined while there is no picture. */
  picture: Tried | undefined;
  /** Why the latest file is not used, in one sentence. */
  problem: string | undefined;
  /** The files that were given together, one of which is shown; empty where it is the only one. */
  sources: readonly PictureSource[] = [];
  /** The place in `sources` of the file that is shown. */
  place = 0;
  /** A number that changes with each file, and when the picture is removed. */
  begun = 0;
  private isRequested = false;
  /** Number of the latest change, so that a file that was decoded slowly replaces no later picture. */
  private latest = 0;

  /** @param changed called when there is something new to draw */
  constructor(
    private readonly host: MessageConnection,
    private readonly decode: Decode,
    private readonly changed: () => void,
  ) {}

  /** Requests the picture that the host keeps, once for each document. */
  async restore(): Promise<void> {
    if (!this.isRequested) await this.load();
  }

  /** Requests the picture that the host keeps. */
  async load(): Promise<void> {
    this.isRequested = true;
    if (await this.show(this.host.sendRequest(pictureRequest))) this.single();
  }

  /** Lets the user choose a file. */
  async open(): Promise<void> {
    if (await this.show(this.host.sendRequest(openPictureRequest, {}))) this.single();
  }

  /** Takes files that were pasted or dropped together, and shows the first. */
  async take(sources: readonly PictureSource[]): Promise<void> {
    this.sources = sources.length > 1 ? sources : [];
    this.place = 0;
    const [first] = sources;
    if (first !== undefined) await this.read(first);
  }

  /** Shows another one of the files that were given together. One that is not used leaves no picture. */
  async turnTo(place: number): Promise<void> {
    const source = this.sources[place];
    if (source === undefined) return;
    this.place = place;
    await this.read(source);
  }

  private async read(source: PictureSource): Promise<void> {
    if (typeof source === "string") {
      await this.show(this.host.sendRequest(openPictureRequest, { uri: source }));
      return;
    }
    const picture = { name: source.name, bytes: new Uint8Array() };
    const read = async () => {
      const bytes = await source.arrayBuffer().catch(() => {
        const { notUsed, unreadable } = strings.model.tried;
        throw new Error(notUsed(source.name, unreadable));
      });
      picture.bytes = new Uint8Array(bytes);
      return picture;
    };
    if (await this.show(read())) void this.host.sendNotification(keepPicture, picture);
  }

  /** Shows a drawing while it is made. */
  draw(image: ColourImage): void {
    this.latest++;
    this.single();
    this.picture = { image };
    this.problem = undefined;
    this.changed();
  }

  /** Sends the host a drawing to keep. @param bytes of a PNG file */
  keep(bytes: Uint8Array): void {
    if (this.picture && this.picture.name === undefined)
      void this.host.sendNotification(keepPicture, { bytes });
  }

  clear(): void {
    this.latest++;
    this.single();
    this.remove();
    this.problem = undefined;
    this.changed();
  }

  /** Shows why a file, or what was pasted or dropped, is not used. */
  refuse(sentence: string): void {
    this.problem = sentence;
    this.changed();
  }

  /** @returns whether the picture is shown; false where there is none, it is not used or another one came later */
  private async show(asked: Promise<Picture | null>): Promise<boolean> {
    const own = ++this.latest;
    let name: string | undefined;
    try {
      const picture = await asked;
      if (!picture || own !== this.latest) return false;
      name = picture.name;
      const image = await this.decode(new Uint8Array(picture.bytes));
      if (own !== this.latest) return false;
      this.picture = { ...(name !== undefined && { name }), image };
      this.begun++;
      this.problem = undefined;
      this.changed();
      return true;
    } catch (error) {
      if (own !== this.latest) return false;
      if (this.sources.length > 0) this.remove();
      const { message } = error as Error;
      // The host's errors are sentences that name the file.
      this.refuse(name === undefined ? message : strings.model.tried.notUsed(name, withoutStop(message)));
      return false;
    }
  }

  /** Forgets files that were given together. */
  private single(): void {
    this.sources = [];
    this.place = 0;
  }

  private remove(): void {
    this.begun++;
    this.picture = undefined;
    void this.host.sendNotification(keepPicture, null);
  }
}
