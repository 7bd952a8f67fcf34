import { Uri } from "vscode";
import { Disposable, Emitter, ErrorCodes, type MessageConnection, ResponseError } from "vscode-jsonrpc";
import { longestPicture } from "../images/pictureFile";
import { keepPicture, openPictureRequest, type Picture, pictureRequest } from "../protocol/modelViewProtocol";
import { askPicture, readPicture } from "./pictureFiles";

/**
 * The picture that the Model view classifies. The host keeps it, since VS Code discards the document of a hidden tab.
 */
export class TriedPicture {
  private picture: Picture | null = null;
  private given = 0;
  private isNew = false;
  private readonly changed = new Emitter<void>();
  /** Fired when {@link newest} is another number. */
  readonly onDidChange = this.changed.event;

  /** The number of the picture that was given last; undefined once the view has requested it. */
  get newest(): number | undefined {
    return this.isNew ? this.given : undefined;
  }

  /** Takes a picture that the view is to show. */
  give(picture: Picture): void {
    this.picture = picture;
    this.given++;
    this.isNew = true;
    this.changed.fire();
  }

  /** Answers the requests of a view. */
  answer(connection: MessageConnection): Disposable {
    const all = [
      connection.onRequest(pictureRequest, () => this.request()),
      connection.onRequest(openPictureRequest, ({ uri }) => this.open(uri)),
      connection.onNotification(keepPicture, (picture) => {
        this.picture = picture && picture.bytes.length <= longestPicture ? picture : null;
      }),
    ];
    return Disposable.create(() => {
      for (const one of all) one.dispose();
    });
  }

  dispose(): void {
    this.changed.dispose();
  }

  private request(): Picture | null {
    if (this.isNew) {
      this.isNew = false;
      this.changed.fire();
    }
    return this.picture;
  }

  /** @throws ResponseError with one sentence where the file is not used */
  private async open(address: string | undefined): Promise<Picture | null> {
    const uri = address === undefined ? await askPicture() : Uri.parse(address);
    if (!uri) return null;
    try {
      this.picture = await readPicture(uri);
      return this.picture;
    } catch (error) {
      throw new ResponseError(ErrorCodes.InvalidRequest, (error as Error).message);
    }
  }
}
