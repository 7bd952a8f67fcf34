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

/** What a picture is read from: a file that the view reads, or the address of a file that the host reads. */
export type PictureSource = File | string;

/**
 * Decodes a PNG or a JPEG file.
 * @throws Error whose message states, as the end of a sentence, why the file is not used
 */
export type Decode = (bytes: Uint8Array<ArrayBuffer>) => Promise<ColourImage>;

/**
 * The picture that the view classifies. The host keeps its file, since VS Code discards the document of a hidden tab.
 */
export class PictureStore {
  /** Undefined while there is no picture. */
  picture: Tried | undefined;
  /**
   * Why the latest file, or what was pasted or dropped, is not used, in one sentence; undefined if there is no such
   * problem.
   */
  problem: string | undefined;
  /** The files that a user gave together, one of which is shown; empty for a single file and for a drawing. */
  sources: readonly PictureSource[] = [];
  /**
   * Number of files that were given last. If there are several, `sources` has the first {@link mostPictures} of them.
   */
  given = 0;
  /** Index in `sources` of the file that is shown. */
  place = 0;
  /** A number that changes when a picture is read, from a file or from the host, and when the picture is removed. */
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

  /** Requests the picture that the host keeps, unless it was requested before. */
  async restore(): Promise<void> {
    if (!this.isRequested) await this.load();
  }

  /** Requests what the host keeps, a picture or files that were given together, and shows the picture. */
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

  /** Takes files that were pasted or dropped together, at most {@link mostPictures}, and shows the first. */
  async take(sources: readonly PictureSource[]): Promise<void> {
    this.sources = sources.length > 1 ? sources.slice(0, mostPictures) : [];
    this.given = sources.length;
    this.place = 0;
    const [first] = sources;
    if (first !== undefined) await this.read(first);
  }

  /** Shows another one of the files that were given together. If the file cannot be used, no picture is shown. */
  async turnTo(place: number): Promise<void> {
    const source = this.sources[place];
    if (source === undefined) return;
    this.place = place;
    this.changed();
    await this.read(source);
  }

  /**
   * Reads one of the files without showing it.
   * @throws Error whose message states, in one sentence, why the file is not used
   */
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

  /**
   * Sends the host a drawing to keep, unless a file has replaced the drawing.
   * @param bytes the drawing as a PNG file
   */
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

  /**
   * Shows a picture, or why its file is not used.
   * @returns whether the picture is shown; false if the user chose none, if its file is not used, or if a later picture
   * came first
   */
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
      // If one of several files that the view reads is not used, no picture is shown, and the host is requested to keep
      // none. If the host reads the files, it goes on keeping their addresses.
      if (this.sources[this.place] instanceof File) void this.host.sendNotification(keepPicture, null);
      const { message } = error as Error;
      // If the host or the view cannot read the file, the error's message is a sentence that names the file.
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

/** @throws Error whose message states, in one sentence, that the file cannot be read */
async function readFile(file: File): Promise<Picture> {
  const bytes = await file.arrayBuffer().catch(() => {
    const { notUsed, unreadable } = strings.model.tried;
    throw new Error(notUsed(file.name, unreadable));
  });
  return { name: file.name, bytes: new Uint8Array(bytes) };
}
