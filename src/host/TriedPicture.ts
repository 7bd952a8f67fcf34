import { Uri } from "vscode";
import { Disposable, Emitter, ErrorCodes, type MessageConnection, ResponseError } from "vscode-jsonrpc";
import { longestPicture } from "../images/pictureFile";
import {
  type KeptPictures,
  keepPicture,
  mostPictures,
  openPictureRequest,
  type Picture,
  pictureRequest,
  readPictureRequest,
} from "../protocol/modelViewProtocol";
import { askPicture, readPicture } from "./pictureFiles";

const none: KeptPictures = { picture: null, addresses: [], given: 0, place: 0 };

/**
 * The pictures that the Model view classifies. The host keeps them, since VS Code discards the document of a hidden
 * tab.
 */
export class TriedPicture {
  private kept = none;
  private given = 0;
  private isNew = false;
  private readonly changed = new Emitter<void>();
  /** Fired when {@link newest} changes. */
  readonly onDidChange = this.changed.event;

  /**
   * Number of times that a picture or files were given so far; undefined before the first time, and once the view has
   * requested the latest.
   */
  get newest(): number | undefined {
    return this.isNew ? this.given : undefined;
  }

  /** Takes a picture that the view is to show. */
  give(picture: Picture): void {
    this.take({ ...none, picture });
  }

  /** Takes files that the view is to classify together. Files beyond {@link mostPictures} are left out. */
  giveFiles(uris: readonly Uri[]): void {
    const addresses = uris.slice(0, mostPictures).map(String);
    this.take({ ...none, addresses, given: uris.length });
  }

  /** Answers a view's requests about pictures. */
  answer(connection: MessageConnection): Disposable {
    const all = [
      connection.onRequest(pictureRequest, () => this.request()),
      connection.onRequest(openPictureRequest, ({ uri }) => this.open(uri)),
      connection.onNotification(keepPicture, (picture) => {
        this.kept = picture && picture.bytes.length <= longestPicture ? { ...none, picture } : none;
      }),
      connection.onRequest(readPictureRequest, ({ uri }) => read(Uri.parse(uri))),
    ];
    return Disposable.create(() => {
      for (const one of all) one.dispose();
    });
  }

  dispose(): void {
    this.changed.dispose();
  }

  private take(kept: KeptPictures): void {
    this.kept = kept;
    this.given++;
    this.isNew = true;
    this.changed.fire();
  }

  private request(): KeptPictures {
    if (this.isNew) {
      this.isNew = false;
      this.changed.fire();
    }
    return this.kept;
  }

  /**
   * Reads and keeps the picture in the file at `address`; without an address, in a file that the user chooses. If
   * `address` is one of {@link KeptPictures.addresses}, keeps its index there instead of the picture.
   * @returns null if the user chose no file
   * @throws ResponseError, with one sentence, if the file cannot be used
   */
  private async open(address: string | undefined): Promise<Picture | null> {
    const uri = address === undefined ? await askPicture() : Uri.parse(address);
    if (!uri) return null;
    const place = address === undefined ? -1 : this.kept.addresses.indexOf(address);
    if (place >= 0) this.kept = { ...this.kept, place };
    const picture = await read(uri);
    if (place < 0) this.kept = { ...none, picture };
    return picture;
  }
}

/** @throws ResponseError with one sentence where the file cannot be used */
async function read(uri: Uri): Promise<Picture> {
  try {
    return await readPicture(uri);
  } catch (error) {
    throw new ResponseError(ErrorCodes.InvalidRequest, (error as Error).message);
  }
}
