import { MessageChannel, type MessagePort } from "node:worker_threads";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  createMessageConnection,
  type MessageConnection,
  PortMessageReader,
  PortMessageWriter,
} from "vscode-jsonrpc/node";
import {
  type ExperimentRow,
  experimentsRequest,
  rowsChanged,
} from "../../../src/protocol/experimentsProtocol";
import { rowOf } from "../../../src/runs/columns";
import { ExperimentsModel } from "../../../webview/experiments/ExperimentsModel";
import { exampleRun } from "../runs/exampleRuns";

const surroundings = { refused: [], areRunsHidden: false, isWhole: true, trashed: [] as string[] };
const row = (id: string): ExperimentRow => ({ ...rowOf(exampleRun(id)), isLive: false, problems: [] });

let host: MessageConnection;
let end: MessageConnection;
let model: ExperimentsModel;
let changed: () => void;

beforeEach(async () => {
  const { port1, port2 } = new MessageChannel();
  host = connect(port1);
  end = connect(port2);
  host.onRequest(experimentsRequest, () => ({ ...surroundings, rows: ["a", "b", "c"].map(row) }));
  host.listen();
  model = new ExperimentsModel(end, () => changed());
  end.listen();
  changed = () => {};
  await model.refresh();
});

afterEach(() => {
  host.dispose();
  end.dispose();
});

function connect(port: MessagePort): MessageConnection {
  return createMessageConnection(new PortMessageReader(port), new PortMessageWriter(port));
}

/**
 * Tells the view that the runs `gone` have disappeared and the runs `trashed` are in the trash.
 * @returns the names that the view then shows as removed by another process
 */
async function removedAfter(gone: string[], trashed: string[]): Promise<readonly string[]> {
  const shown = new Promise<void>((resolve) => {
    changed = resolve;
  });
  await host.sendNotification(rowsChanged, { ...surroundings, trashed, changed: [], gone });
  await shown;
  return model.data.removed;
}

test("a run that another process has removed is reported", async () => {
  expect(await removedAfter(["a"], [])).toEqual(["a"]);
  expect(model.data.rows?.map(({ id }) => id)).toEqual(["b", "c"]);
});

test("a run that is in the trash is not reported as removed", async () => {
  expect(await removedAfter(["a", "b"], ["a"])).toEqual(["b"]);
  expect(await removedAfter(["c"], ["a", "c"])).toEqual([]);
});

test("a run reported as removed is no longer reported once it is known to be in the trash", async () => {
  expect(await removedAfter(["a"], [])).toEqual(["a"]);
  expect(await removedAfter([], ["a"])).toEqual([]);
});
