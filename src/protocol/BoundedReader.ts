import type { Socket } from "node:net";
import type { DataCallback, Disposable } from "vscode-jsonrpc";
import { SocketMessageReader } from "vscode-jsonrpc/node";

/** Bytes: all that a side may send before it has proven itself, and the longest message of a client afterwards. */
export const MOST_BYTES = 64_000;

/** End of the header lines, which hold a message's length. */
const HEADER_END = Buffer.from("\r\n\r\n");
/** Bytes. */
const LONGEST_HEADER = 1000;

/** Reads messages from a socket. Destroys a socket that sends more than it may, so that no more is kept in memory. */
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
   * Called once the other side has proven itself: it may send any number of messages.
   * @param most bytes of each message
   */
  boundEachMessage(most: number): void {
    this.isProven = true;
    this.most = most;
  }

  /** Whether the messages in the data are within the limit. */
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
