import type { MessageConnection } from "vscode-jsonrpc/browser";
import type { ColourImage } from "../../src/images/prepareImage";
import {
  keepPicture,
  mostPictures,
  openPictureRequest,
  type Picture,
  pictureRequest,
  readPictureRequest,
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
  /** Number of files that were given together, of which `sources` may be the first. */
  given = 0;
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
    const own = ++this.latest;
    const kept = await this.host.sendRequest(pictureRequest).catch(() => undefined);
    if (!kept || own !== this.latest) return;
    const { picture, addresses, given, place } = kept;
    if (addresses.length > 0) {
      this.sources = addresses;
      this.given = given;
      await this.turnTo(place);
    } else if (await this.show(Promise.resolve(picture))) this.single();
  }

  /** Lets the user choose a file. */
  async open(): Promise<void> {
    if (await this.show(this.host.sendRequest(openPictureRequest, {}))) this.single();
  }

  /** Takes files that were pasted or dropped together, and shows the first. */
  async take(sources: readonly PictureSource[]): Promise<void> {
    this.sources = sources.length > 1 ? sources.slice(0, mostPictures) : [];
    this.given = sources.length;
    this.place = 0;
    const [first] = sources;
    if (first !== undefined) await this.read(first);
  }

  /** Shows another one of the files that were given together. One that is not used leaves no picture. */
  async turnTo(place: number): Promise<void> {
    const source = this.sources[place];
    if (source === undefined) return;
    this.place = place;
    this.changed();
    await this.read(source);
  }

  /** Reads one of the files without showing it. @throws Error, one sentence, where it is not used */
  readonly look = async (source: PictureSource): Promise<ColourImage> => {
    const { name, bytes } =
      typeof source === "string"
        ? await this.host.sendRequest(readPictureRequest, { uri: source })
        : await readFile(source);
    return this.decode(new Uint8Array(bytes)).catch(({ message }: Error) => {
      throw new Error(strings.model.tried.notUsed(name ?? "", withoutStop(message)));
    });
  };

  private async read(source: PictureSource): Promise<void> {
    if (typeof source === "string") {
      await this.show(this.host.sendRequest(openPictureRequest, { uri: source }));
      return;
    }
    const picture = readFile(source);
    if (await this.show(picture)) void this.host.sendNotification(keepPicture, await picture);
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
    void this.host.sendNotification(keepPicture, null);
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
      // The host keeps the addresses of files that it reads.
      if (this.sources[this.place] instanceof File) void this.host.sendNotification(keepPicture, null);
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
  }
}

/** @throws Error, one sentence, for a file that cannot be read */
async function readFile(file: File): Promise<Picture> {
  const bytes = await file.arrayBuffer().catch(() => {
    const { notUsed, unreadable } = strings.model.tried;
    throw new Error(notUsed(file.name, unreadable));
  });
  return { name: file.name, bytes: new Uint8Array(bytes) };
}
