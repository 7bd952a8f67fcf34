import * as l10n from "@vscode/l10n";
import { type CancellationToken, CancellationTokenSource, type RequestType } from "vscode-jsonrpc";
import { forkInspector, type InspectorProcess } from "./forkInspector";
import { supportedV8Flags } from "./v8Flags";

/** Default of {@link InspectorOptions.idleMs}. */
const IDLE_MS = 60_000;

export interface InspectorOptions {
  /** The bundled inspector, `dist/inspector.js`. */
  inspectorPath: string;
  /** Time (ms) without a question after which the process is ended; default: 60,000. */
  idleMs?: number;
}

/**
 * A client's handle on the inspector process, which holds the data and the networks of runs. A question starts the
 * process if none is running. The process is ended after the idle time.
 */
export class Inspector {
  private running: Promise<InspectorProcess> | undefined;
  private waiting = 0;
  private idle: NodeJS.Timeout | undefined;
  private isDisposed = false;

  constructor(private readonly options: InspectorOptions) {}

  /** Starts the process if none is running, so that the next question does not wait for the start. */
  prepare(): void {
    if (this.isDisposed) return;
    clearTimeout(this.idle);
    this.running ??= this.start();
    if (this.waiting === 0) this.rest();
  }

  /**
   * Asks a question.
   * @param token cancels the question
   * @throws ResponseError with a one-sentence message and a code, where the question cannot be answered
   * @throws Error with a one-sentence message where the process cannot be started or died, or the window is being
   * closed
   */
  async ask<Question, Answer>(
    request: RequestType<Question, Answer, void>,
    question: Question,
    token: CancellationToken = new CancellationTokenSource().token,
  ): Promise<Answer> {
    if (this.isDisposed) throw new Error(l10n.t("The window is being closed."));
    clearTimeout(this.idle);
    this.waiting++;
    try {
      this.running ??= this.start();
      const { connection, gone } = await this.running;
      const died = gone.then(({ how }) => {
        throw new Error(l10n.t("The process that holds the network ended unexpectedly: {0}.", how));
      });
      return await Promise.race([connection.sendRequest<Answer>(request.method, question, token), died]);
    } finally {
      this.waiting--;
      if (this.waiting === 0) this.rest();
    }
  }

  /** The process that runs or is being started; undefined where there is none. */
  get process(): Promise<Pick<InspectorProcess, "pid" | "gone">> | undefined {
    return this.running;
  }

  dispose(): void {
    this.isDisposed = true;
    clearTimeout(this.idle);
    this.end();
  }

  private async start(): Promise<InspectorProcess> {
    const started = forkInspector(this.options.inspectorPath, await supportedV8Flags());
    const own = this.running;
    void started.gone.then(() => {
      if (this.running === own) this.running = undefined;
    });
    if (this.isDisposed) started.disconnect();
    return started;
  }

  /** Ends the inspector after the idle time. The timer does not keep this process from ending. */
  private rest(): void {
    this.idle = setTimeout(() => this.end(), this.options.idleMs ?? IDLE_MS);
    this.idle.unref();
  }

  private end(): void {
    void this.running?.then(({ disconnect }) => disconnect());
    this.running = undefined;
  }
}
