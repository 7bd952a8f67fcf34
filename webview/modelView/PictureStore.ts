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
    await this.show(this.host.sendRequest(pictureRequest));
  }

  /** Lets the user choose a file, or reads the one at an address. */
  async open(uri?: string): Promise<void> {
    await this.show(this.host.sendRequest(openPictureRequest, uri === undefined ? {} : { uri }));
  }

  /** Shows a file that was pasted or dropped, and sends it to the host to keep. */
  async take(file: File): Promise<void> {
    const picture = { name: file.name, bytes: new Uint8Array() };
    const read = async () => {
      picture.bytes = new Uint8Array(await file.arrayBuffer());
      return picture;
    };
    if (await this.show(read())) void this.host.sendNotification(keepPicture, picture);
  }

  /** Shows a drawing while it is made. */
  draw(image: ColourImage): void {
    this.latest++;
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
    this.begun++;
    this.picture = undefined;
    this.problem = undefined;
    void this.host.sendNotification(keepPicture, null);
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
      const { message } = error as Error;
      // The host's errors are sentences that name the file.
      this.refuse(name === undefined ? message : strings.model.tried.notUsed(name, withoutStop(message)));
      return false;
    }
  }
}
