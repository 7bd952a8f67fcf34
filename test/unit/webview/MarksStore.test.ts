import { MessageChannel } from "node:worker_threads";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  createMessageConnection,
  ErrorCodes,
  type MessageConnection,
  PortMessageReader,
  PortMessageWriter,
  ResponseError,
} from "vscode-jsonrpc/node";
import { markRequest, marksChanged, marksRequest } from "../../../src/protocol/marksProtocol";
import { type Marks, noMarks, withMarks } from "../../../src/runs/marks";
import { MarksStore } from "../../../webview/modelView/MarksStore";

let host: MessageConnection;
let store: MarksStore;
/** The marks that the test's host stores. */
let kept: Marks;
let refusal: string | undefined;

beforeEach(() => {
  const { port1, port2 } = new MessageChannel();
  host = createMessageConnection(new PortMessageReader(port1), new PortMessageWriter(port1));
  const end = createMessageConnection(new PortMessageReader(port2), new PortMessageWriter(port2));
  kept = withMarks(noMarks, "train", [[5, "fine"]]);
  refusal = undefined;
  host.onRequest(marksRequest, () => kept);
  host.onRequest(markRequest, ({ set, changes }) => {
    if (refusal !== undefined) throw new ResponseError(ErrorCodes.InvalidRequest, refusal);
    kept = withMarks(kept, set, changes);
    return kept;
  });
  host.listen();
  store = new MarksStore(end, () => undefined);
  end.listen();
  store.of("a");
});

afterEach(() => host.dispose());

test("the marks of a run's data set are read, and a later reading has marks of another window", async () => {
  await store.read();
  expect(store.of("a").train).toEqual({ 5: "fine" });
  kept = withMarks(kept, "train", [[6, "badImage"]]);
  await store.read();
  expect(store.of("a").train).toEqual({ 5: "fine", 6: "badImage" });
});

test("each mark can be undone, the last one first", async () => {
  await store.mark("a", "train", [5, 7], "wrongLabel");
  await store.mark("a", "train", [7], null);
  expect(kept.train).toEqual({ 5: "wrongLabel" });
  await store.undo();
  expect(kept.train).toEqual({ 5: "wrongLabel", 7: "wrongLabel" });
  await store.undo();
  expect(kept.train).toEqual({ 5: "fine" });
  expect(store.canUndo).toBe(false);
  await store.undo();
  expect(store.of("a")).toEqual(kept);
});

test("a mark that the host refuses has a message, and can be given later", async () => {
  await store.read();
  refusal = "The disk is full.";
  await store.mark("a", "train", [9], "fine");
  expect(store.problem).toBe("The disk is full.");
  expect(store.canUndo).toBe(false);
  expect(store.of("a").train).toEqual({ 5: "fine" });
  refusal = undefined;
  await store.mark("a", "train", [9], "fine");
  expect(store).toMatchObject({ problem: undefined, last: { set: "train", changes: [[9, "fine"]] } });
});

test("marks of another window appear when the host reports a change", async () => {
  await store.read();
  kept = withMarks(kept, "train", [[6, "badImage"]]);
  await host.sendNotification(marksChanged);
  await expect.poll(() => store.of("a").train).toEqual({ 5: "fine", 6: "badImage" });
});

test("a change of another window does not remove a mark that the user gives at the same time", async () => {
  await store.read();
  const marked = store.mark("a", "train", [9], "fine");
  const noticed = host.sendNotification(marksChanged);
  await Promise.all([marked, noticed]);
  expect(store.of("a").train).toEqual({ 5: "fine", 9: "fine" });
  await store.read();
  expect(store.of("a").train).toEqual({ 5: "fine", 9: "fine" });
});

test("undoing leaves an image as another window has marked it since", async () => {
  await store.mark("a", "train", [5, 7], "wrongLabel");
  kept = withMarks(kept, "train", [[7, "badImage"]]);
  await store.read();
  await store.undo();
  expect(kept.train).toEqual({ 5: "fine", 7: "badImage" });
});
