import type { MessageConnection } from "vscode-jsonrpc/browser";
import type { EvaluatedSet, ImageSet } from "../../src/datasets/datasets";
import { rememberNotification } from "../../src/protocol/experimentsProtocol";
import { exportMarksRequest, trainWithoutRequest } from "../../src/protocol/marksProtocol";
import {
  answersRequest,
  dataRequest,
  factsRequest,
  historiesRequest,
  imagesRequest,
  insideRequest,
  networkRequest,
  type PredictRequest,
  predictRequest,
  storyRequest,
} from "../../src/protocol/modelProtocol";
import {
  chooseDataRequest,
  dismissTrainedWithout,
  type ModelRun,
  type ModelSurroundings,
  modelChanged,
  modelRequest,
  showInLive,
  showPart,
} from "../../src/protocol/modelViewProtocol";
import { Answered } from "./Answered";
import { decodePicture } from "./decodePicture";
import { ImageStore } from "./ImageStore";
import { MarksStore } from "./MarksStore";
import { PictureStore } from "./PictureStore";
import { isAboutAnswers, restoreView, setOf, stateFor } from "./viewState";

/** The view's end of the protocol between the Model view and the host. */
export class ModelData {
  /** Undefined before the host has answered. */
  surroundings: ModelSurroundings | undefined;
  /** True if the latest request for the runs has failed. */
  unreachable = false;
  /** The part of the view that the host has requested last: another object for each request. */
  askedPart: { part: string } | undefined;
  /** The newest state of the view, which the host remembers. */
  remembered: unknown;
  readonly facts;
  readonly answers;
  readonly histories;
  readonly stories;
  readonly descriptions;
  readonly inside;
  readonly marks;
  readonly networks;
  /** The picture that the view classifies. */
  readonly pictures;
  private readonly stores = new Map<ImageSet, ImageStore>();
  private imagesOf: string | undefined;

  /** @param changed called when there is something new to draw */
  constructor(
    private readonly host: MessageConnection,
    private readonly changed: () => void,
  ) {
    this.facts = new Answered((runId: string) => host.sendRequest(factsRequest, { runId }), changed, 20);
    this.answers = new Answered(
      (of: { runId: string; set: EvaluatedSet; epoch: number }) => host.sendRequest(answersRequest, of),
      changed,
      // An answer for 60,000 images takes 600 kB.
      48,
    );
    this.histories = new Answered(
      (runId: string) => host.sendRequest(historiesRequest, { runId }),
      changed,
      4,
    );
    this.inside = new Answered(
      (runId: string) => host.sendRequest(insideRequest, { runId }),
      changed,
      // An answer for 20 layers takes a megabyte.
      4,
    );
    this.stories = new Answered(
      (of: { runId: string; set: ImageSet; index: number }) => host.sendRequest(storyRequest, of),
      changed,
      200,
    );
    this.descriptions = new Answered(
      (of: { runId?: string }) => host.sendRequest(dataRequest, of),
      changed,
      4,
    );
    this.marks = new MarksStore(host, changed);
    this.networks = new Answered((runId: string) => host.sendRequest(networkRequest, { runId }), changed, 20);
    this.pictures = new PictureStore(host, decodePicture, changed);
    host.onNotification(showPart, (part) => {
      this.askedPart = { part };
      changed();
    });
    host.onNotification(modelChanged, (surroundings) => this.take(surroundings));
  }

  /** Requests the runs and the other surroundings from the host. Never rejects: a failure sets {@link unreachable}. */
  async refresh(): Promise<void> {
    try {
      const { remembered, ...surroundings } = await this.host.sendRequest(modelRequest);
      if (!this.surroundings) {
        this.remembered = remembered;
        this.requestFirst(surroundings);
      }
      this.unreachable = false;
      this.take(surroundings);
      void this.marks.read();
    } catch {
      this.unreachable = true;
      this.changed();
    }
  }

  /**
   * Requests what the view will show first of its run: the facts and, if the shown part is about answers, the answers
   * of the shown epoch and, for the training set, the histories. Without this method, the view would request the
   * answers only when it is drawn after the facts have arrived.
   */
  private requestFirst({ runs, runId }: ModelSurroundings): void {
    const run = runs.find(({ id }) => id === runId);
    if (!run) return;
    this.facts.get(run.id);
    const state = stateFor(restoreView(this.remembered), run.id);
    const epoch = state.epoch ?? run.lastEpoch;
    if (!isAboutAnswers(state.part) || epoch === undefined) return;
    const set = setOf(state);
    this.answers.get({ runId: run.id, set, epoch });
    if (set === "train") this.histories.get(run.id);
  }

  run(id: string | undefined): ModelRun | undefined {
    return this.surroundings?.runs.find((run) => run.id === id);
  }

  /**
   * The images of a set of a run. The images of any other run are dropped.
   * @param bytes number of bytes of an image
   */
  images(runId: string, set: ImageSet, bytes: number): ImageStore {
    if (this.imagesOf !== runId) this.stores.clear();
    this.imagesOf = runId;
    const store =
      this.stores.get(set) ??
      new ImageStore({ runId, set, bytes }, (request) => this.host.sendRequest(imagesRequest, request));
    this.stores.set(set, store);
    return store;
  }

  /** Requests the answer of a run's network for an image. */
  readonly predict = (question: PredictRequest) => this.host.sendRequest(predictRequest, question);

  /** Requests the host to save the marks of a run's data set; the host asks the user where. */
  async exportMarks(runId: string): Promise<void> {
    await this.tell(this.host.sendRequest(exportMarksRequest, { runId }));
  }

  /** Begins a training with the configuration of a run, without the training images that are marked as unfit. */
  async trainWithout(runId: string): Promise<void> {
    await this.tell(this.host.sendRequest(trainWithoutRequest, { runId }));
  }

  showInLive(runId: string): void {
    void this.host.sendNotification(showInLive, { runId });
  }

  dismissTrainedWithout(): void {
    void this.host.sendNotification(dismissTrainedWithout);
  }

  /**
   * Lets the user choose the folder of the data set. If one is chosen, everything that was refused is requested again.
   */
  async chooseData(): Promise<void> {
    const isChosen = await this.host.sendRequest(chooseDataRequest, null).catch(() => false);
    if (isChosen) this.askAgain();
  }

  askAgain(): void {
    const { facts, answers, histories, stories, networks, descriptions, inside } = this;
    for (const kind of [facts, answers, histories, stories, networks, descriptions, inside])
      kind.forget((_, { refusal }) => refusal !== undefined);
    this.changed();
  }

  /** Sends the view's state to the host, which keeps it. */
  remember(state: unknown): void {
    this.remembered = state;
    void this.host.sendNotification(rememberNotification, state);
  }

  /** Waits for a request about the marks, and shows why it has failed, if it has. */
  private async tell(done: Promise<unknown>): Promise<void> {
    this.marks.problem = await done.then(
      () => undefined,
      ({ message }: Error) => message,
    );
    this.changed();
  }

  private take(surroundings: ModelSurroundings): void {
    for (const run of surroundings.runs) {
      const before = this.run(run.id);
      if (before && before.revision !== run.revision) this.outdate(before, run);
    }
    this.surroundings = surroundings;
    this.changed();
  }

  /**
   * Drops what a new revision of a run may have changed: facts, histories, layers and stories. Recorded answers stay if
   * the last epoch is later than before, since answers of earlier epochs are then the same. Otherwise, as when a
   * resumed training records epochs again, they are dropped. Refused requests for answers are always dropped.
   */
  private outdate({ lastEpoch = 0 }: ModelRun, run: ModelRun): void {
    const isLonger = (run.lastEpoch ?? 0) > lastEpoch;
    this.facts.forget((runId) => runId === run.id);
    this.histories.forget((runId) => runId === run.id);
    this.inside.forget((runId) => runId === run.id);
    this.stories.forget(({ runId }) => runId === run.id);
    this.answers.forget(({ runId }, { refusal }) => runId === run.id && (!isLonger || refusal !== undefined));
  }
}
