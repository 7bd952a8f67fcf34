import { MessageChannel } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createMessageConnection,
  type MessageConnection,
  PortMessageReader,
  PortMessageWriter,
  ResponseError,
} from "vscode-jsonrpc/node";
import {
  type Answers,
  answersRequest,
  dataNotFound,
  factsRequest,
  historiesRequest,
  type ModelFacts,
} from "../../../src/protocol/modelProtocol";
import {
  chooseDataRequest,
  type ModelRun,
  modelChanged,
  modelRequest,
} from "../../../src/protocol/modelViewProtocol";
import { ModelData } from "../../../webview/modelView/ModelData";

const run: ModelRun = { id: "a", name: "brisk", lastEpoch: 2, revision: "x", isLive: true };
const first = { runId: "a", set: "test", epoch: 1 } as const;

let host: MessageConnection;
let view: MessageConnection;
let data: ModelData;
let epochs: number[];
/** The requests that the host has received, each as its kind with the set and epoch if it has them. */
let asked: string[];
/** Whether the host finds the data set; otherwise it refuses requests for answers. */
let isFound: boolean;
/** The id that the host sends for the run that the view shows; undefined if the host sends none. */
let shown: string | undefined;
/** The view's state that the host remembers. */
let remembered: object;
let changed: () => void;

beforeEach(async () => {
  const { port1, port2 } = new MessageChannel();
  host = createMessageConnection(new PortMessageReader(port1), new PortMessageWriter(port1));
  view = createMessageConnection(new PortMessageReader(port2), new PortMessageWriter(port2));
  epochs = [1, 2];
  asked = [];
  isFound = true;
  shown = undefined;
  remembered = { unit: "row" };
  changed = () => undefined;
  host.onRequest(modelRequest, () => ({
    ...(shown && { runId: shown }),
    runs: [run],
    isWhole: true,
    remembered,
  }));
  host.onRequest(factsRequest, () => {
    asked.push("facts");
    return { epochs } as ModelFacts;
  });
  host.onRequest(historiesRequest, () => {
    asked.push("histories");
    return null;
  });
  host.onRequest(answersRequest, ({ set, epoch }) => {
    asked.push(`answers ${set} ${epoch}`);
    if (!isFound) throw new ResponseError(dataNotFound, "The data is not there.");
    return { labels: Uint8Array.of(epoch) } as Answers;
  });
  host.onRequest(chooseDataRequest, () => {
    isFound = true;
    return true;
  });
  host.listen();
  data = new ModelData(view, () => changed());
  view.listen();
  await data.refresh();
});

afterEach(() => host.dispose());

/** Resolves when the data next reports a change. */
const change = () =>
  new Promise<void>((resolve) => {
    changed = resolve;
  });

/** The answer to a request. @param get makes the request, and returns an empty object until the answer has arrived */
async function answered<Answer extends object>(get: () => Answer): Promise<Answer> {
  const next = change();
  if (Object.keys(get()).length === 0) await next;
  return get();
}

/** Sends the view a run whose last recorded epoch is `lastEpoch`. Resolves when the data reports the change. */
async function record(lastEpoch: number, revision: string): Promise<void> {
  const next = change();
  void host.sendNotification(modelChanged, {
    runId: "a",
    runs: [{ ...run, lastEpoch, revision }],
    isWhole: true,
  });
  await next;
}

describe("the data of the Model view", () => {
  it("are the runs, and the state that the host remembers", () => {
    expect(data.run("a")).toEqual(run);
    expect(data.remembered).toEqual(remembered);
  });

  it.each([
    ["the last epoch's", { unit: "row" }, ["facts", "answers test 2"]],
    ["the kept epoch's", { runId: "a", epoch: 1 }, ["facts", "answers test 1"]],
    ["the training set's", { part: "suspects" }, ["facts", "answers train 2", "histories"]],
    ["no", { part: "data" }, ["facts"]],
  ])(
    "are first the facts and %s answers, requested without waiting in between",
    async (_, state, expected) => {
      remembered = state;
      shown = "a";
      await new ModelData(view, () => undefined).refresh();
      // The host receives this request after all those before it.
      await view.sendRequest(modelRequest);
      expect(asked).toEqual(expected);
    },
  );

  it("are requested once, however often they are drawn", async () => {
    expect((await answered(() => data.answers.get(first))).value?.labels).toEqual(Uint8Array.of(1));
    data.answers.get(first);
    data.answers.get({ ...first });
    expect(asked).toEqual(["answers test 1"]);
  });

  it("get a new epoch when the training has recorded it, and keep the answers of earlier epochs", async () => {
    await answered(() => data.facts.get("a"));
    await answered(() => data.answers.get(first));
    epochs = [1, 2, 3];
    await record(3, "y");
    expect((await answered(() => data.facts.get("a"))).value?.epochs).toEqual([1, 2, 3]);
    await answered(() => data.answers.get(first));
    expect(asked).toEqual(["facts", "answers test 1", "facts"]);
  });

  it("are requested again where a resumed training has recorded an epoch another time", async () => {
    await answered(() => data.answers.get(first));
    await record(1, "z");
    await answered(() => data.answers.get(first));
    expect(asked).toEqual(["answers test 1", "answers test 1"]);
  });

  it("are refused with a sentence, and requested again after a folder was chosen", async () => {
    isFound = false;
    const { refusal } = await answered(() => data.answers.get(first));
    expect(refusal).toEqual({ message: "The data is not there.", code: dataNotFound });
    await data.chooseData();
    expect((await answered(() => data.answers.get(first))).value?.labels).toEqual(Uint8Array.of(1));
  });
});
