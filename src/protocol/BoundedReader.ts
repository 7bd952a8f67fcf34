import type { Socket } from "node:net";
import type { DataCallback, Disposable } from "vscode-jsonrpc";
import { SocketMessageReader } from "vscode-jsonrpc/node";

/**
 * Largest number of bytes that a trainer or a client may send before it has proven that it has the run's token. A
 * trainer also accepts at most this many in each later message of a client.
 */
export const MOST_BYTES = 64_000;

/** The end of a message's header. The header holds the length of the content. */
const HEADER_END = Buffer.from("\r\n\r\n");
/** Largest length (bytes) of a header. */
const LONGEST_HEADER = 1000;

/**
 * Reads messages from a socket. Destroys the socket when more than the limit arrives or a header is invalid, so that
 * memory stays bounded. Until {@link boundEachMessage} is called, the limit is {@link MOST_BYTES} for all messages
 * together.
 */
export class BoundedReader extends SocketMessageReader {
  private received = 0;
  private isProven = false;
  private most = MOST_BYTES;
  /** The beginning of a header whose end has not arrived yet. */
  private header = Buffer.alloc(0);
  /** Bytes of a message's content that have not arrived yet. */
  private left = 0;

  constructor(private readonly source: Socket) {
    super(source);
  }

  override listen(callback: DataCallback): Disposable {
    this.source.on("data", (data: Buffer) => {
      this.received += data.length;
      const isTooMuch = !this.isProven && this.received > MOST_BYTES;
      if (isTooMuch || !this.isWithinBounds(data)) this.source.destroy();
    });
    return super.listen(callback);
  }

  /**
   * Makes the limit apply to each message instead of to all messages together. Called once the other side has proven
   * that it has the run's token.
   * @param most largest number of bytes of a message's content
   */
  boundEachMessage(most: number): void {
    this.isProven = true;
    this.most = most;
  }

  /**
   * True if each header in the data is valid and announces no content above the limit. The beginning of a header counts
   * as valid while it is shorter than {@link LONGEST_HEADER}.
   */
  private isWithinBounds(data: Buffer): boolean {
    let rest = data;
    while (rest.length > 0) {
      const content = Math.min(this.left, rest.length);
      this.left -= content;
      rest = rest.subarray(content);
      if (rest.length === 0) break;
      const begun = this.header.length;
      this.header = Buffer.concat([this.header, rest.subarray(0, LONGEST_HEADER)]);
      const end = this.header.indexOf(HEADER_END);
      if (end < 0) return this.header.length < LONGEST_HEADER;
      const header = this.header.toString("latin1", 0, end);
      const [length, ...others] = Array.from(header.matchAll(/^content-length: *(\d+)/gim), ([, digits]) =>
        Number(digits),
      );
      if (length === undefined || others.length > 0 || length > this.most) return false;
      this.left = length;
      rest = rest.subarray(end + HEADER_END.length - begun);
      this.header = Buffer.alloc(0);
    }
    return true;
  }
}
