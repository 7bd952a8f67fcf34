import type { MessageConnection } from "vscode-jsonrpc/browser";
import { rememberNotification } from "../../src/protocol/experimentsProtocol";
import {
  answersRequest,
  factsRequest,
  historiesRequest,
  type ImageSet,
  imagesRequest,
  storyRequest,
} from "../../src/protocol/modelProtocol";
import {
  chooseDataRequest,
  type ModelRun,
  type ModelSurroundings,
  modelChanged,
  modelRequest,
} from "../../src/protocol/modelViewProtocol";
import { Answered } from "./Answered";
import { ImageStore } from "./ImageStore";

/** The Model view's end of the protocol. */
export class ModelData {
  /** Undefined before the host has answered. */
  surroundings: ModelSurroundings | undefined;
  /** Whether the latest request for the runs has failed. */
  unreachable = false;
  /** The view's state as the host remembers it. */
  remembered: unknown;
  readonly facts;
  readonly answers;
  readonly histories;
  readonly stories;
  private readonly stores = new Map<ImageSet, ImageStore>();
  private imagesOf: string | undefined;

  /** @param changed called when there is something new to draw */
  constructor(
    private readonly host: MessageConnection,
    private readonly changed: () => void,
  ) {
    this.facts = new Answered((runId: string) => host.sendRequest(factsRequest, { runId }), changed, 20);
    this.answers = new Answered(
      (of: { runId: string; set: ImageSet; epoch: number }) => host.sendRequest(answersRequest, of),
      changed,
      // An answer for 60,000 images takes 600 kB.
      48,
    );
    this.histories = new Answered(
      (runId: string) => host.sendRequest(historiesRequest, { runId }),
      changed,
      4,
    );
    this.stories = new Answered(
      (of: { runId: string; set: ImageSet; index: number }) => host.sendRequest(storyRequest, of),
      changed,
      200,
    );
    host.onNotification(modelChanged, (surroundings) => this.take(surroundings));
  }

  /** Requests the runs: at the start, and when changes may have been missed. Never rejects. */
  async refresh(): Promise<void> {
    try {
      const { remembered, ...surroundings } = await this.host.sendRequest(modelRequest);
      if (!this.surroundings) this.remembered = remembered;
      this.unreachable = false;
      this.take(surroundings);
    } catch {
      this.unreachable = true;
      this.changed();
    }
  }

  run(id: string | undefined): ModelRun | undefined {
    return this.surroundings?.runs.find((run) => run.id === id);
  }

  /** The images of a set of a run. Those of the run before are dropped. */
  images(runId: string, set: ImageSet, bytes: number): ImageStore {
    if (this.imagesOf !== runId) this.stores.clear();
    this.imagesOf = runId;
    const store =
      this.stores.get(set) ??
      new ImageStore({ runId, set, bytes }, (request) => this.host.sendRequest(imagesRequest, request));
    this.stores.set(set, store);
    return store;
  }

  /** Lets the user choose the folder of the data set, and asks again for what was refused. */
  async chooseData(): Promise<void> {
    const isChosen = await this.host.sendRequest(chooseDataRequest, null).catch(() => false);
    if (isChosen) this.askAgain();
  }

  askAgain(): void {
    for (const kind of [this.facts, this.answers, this.histories, this.stories])
      kind.forget((_, { refusal }) => refusal !== undefined);
    this.changed();
  }

  /** Asks the host to keep the view's state. */
  remember(state: unknown): void {
    void this.host.sendNotification(rememberNotification, state);
  }

  private take(surroundings: ModelSurroundings): void {
    for (const run of surroundings.runs) {
      const before = this.run(run.id);
      if (before && before.revision !== run.revision) this.outdate(before, run);
    }
    this.surroundings = surroundings;
    this.changed();
  }

  /** Forgets what a newly recorded epoch has changed. A resumed training records some epochs again. */
  private outdate({ lastEpoch = 0 }: ModelRun, run: ModelRun): void {
    const isLonger = (run.lastEpoch ?? 0) > lastEpoch;
    this.facts.forget((runId) => runId === run.id);
    this.histories.forget((runId) => runId === run.id);
    this.stories.forget(({ runId }) => runId === run.id);
    this.answers.forget(({ runId }, { refusal }) => runId === run.id && (!isLonger || refusal !== undefined));
  }
}
