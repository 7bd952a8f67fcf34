import { createConnection, type Socket } from "node:net";
import { createMessageConnection, type MessageConnection } from "vscode-jsonrpc";
import { SocketMessageReader, SocketMessageWriter } from "vscode-jsonrpc/node";
import { readTrainerFile } from "../../src/liveness/trainerFile";
import { type Nonces, newNonce, proofOf } from "../../src/protocol/proofs";
import { attachRequest, identifyRequest, logPiece, logRequest } from "../../src/protocol/trainerProtocol";

/** A connection to a trainer's socket, over which a test can send any message in any order. */
export class RawClient {
  readonly nonce = newNonce();
  readonly closed: Promise<void>;
  readonly connection: MessageConnection;

  private constructor(readonly socket: Socket) {
    this.closed = new Promise((resolve) => socket.once("close", () => resolve()));
    // The socket may report an error when the trainer closes the connection.
    socket.on("error", () => {});
    this.connection = createMessageConnection(
      new SocketMessageReader(socket),
      new SocketMessageWriter(socket),
    );
    this.connection.listen();
  }

  static connect(folder: string): Promise<RawClient> {
    const { socket: path } = readTrainerFile(folder)!;
    return new Promise((resolve, reject) => {
      const socket = createConnection(path!, () => resolve(new RawClient(socket)));
      socket.once("error", reject);
    });
  }

  identify(nonce = this.nonce) {
    return this.connection.sendRequest(identifyRequest, { nonce });
  }

  attach(proof: string) {
    return this.connection.sendRequest(attachRequest, { proof });
  }

  /** Requests the log as {@link logRequest} describes. Resolves with the bytes when all of them have arrived. */
  async readLog(from: number, sha256: string, to: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    let arrive = () => {};
    const listening = this.connection.onNotification(logPiece, (text) => {
      pieces.push(Buffer.from(text, "latin1"));
      arrive();
    });
    const answer = await this.connection.sendRequest(logRequest, { from, sha256, to });
    const whole = () => Buffer.concat(pieces);
    while (whole().length < to - answer.from)
      await new Promise<void>((resolve) => {
        arrive = resolve;
      });
    listening.dispose();
    return whole();
  }

  /**
   * Attaches with a proof that is made with a token.
   * @param side for which the proof is made; the trainer accepts only the proof of a client
   */
  async prove(token: string, side: keyof Nonces = "client") {
    const { nonce } = await this.identify();
    return this.attach(proofOf(side, token, { client: this.nonce, trainer: nonce }));
  }
}
