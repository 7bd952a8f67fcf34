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
import type { ColourImage } from "../../../src/images/prepareImage";
import {
  type KeptPictures,
  keepPicture,
  mostPictures,
  openPictureRequest,
  type Picture,
  pictureRequest,
  readPictureRequest,
} from "../../../src/protocol/modelViewProtocol";
import { PictureStore } from "../../../webview/modelView/PictureStore";

/** A picture of one pixel with `value` as red. The test's decoder makes it of a file whose first byte is `value`. */
const pixel = (value: number): ColourImage => ({
  width: 1,
  height: 1,
  data: Uint8Array.of(value, 0, 0, 255),
});

const file = (name: string, first: number) => new File([Uint8Array.of(first)], name);

let host: MessageConnection;
let pictures: PictureStore;
/** The picture that the host keeps; null for none. */
let kept: Picture | null;
/** What the host keeps of the files that the user gave together: addresses, number, and index of the shown file. */
let files: Omit<KeptPictures, "picture">;
/** Ends the decoding of a file whose first byte is above 100. Such a decoding waits for this call. */
let finish: () => void;

beforeEach(() => {
  const { port1, port2 } = new MessageChannel();
  host = createMessageConnection(new PortMessageReader(port1), new PortMessageWriter(port1));
  const end = createMessageConnection(new PortMessageReader(port2), new PortMessageWriter(port2));
  kept = null;
  files = { addresses: [], given: 0, place: 0 };
  host.onRequest(pictureRequest, () => ({ picture: kept, ...files }));
  host.onRequest(readPictureRequest, () => ({ name: "read.png", bytes: Uint8Array.of(6) }));
  host.onRequest(openPictureRequest, ({ uri }) => {
    if (uri === "file:///gone.png")
      throw new ResponseError(ErrorCodes.InvalidRequest, "gone.png is not used: it is not there.");
    return uri === undefined ? null : { name: "dropped.png", bytes: Uint8Array.of(3) };
  });
  host.onNotification(keepPicture, (picture) => {
    kept = picture;
  });
  host.listen();
  const slow = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const decode = async ([first = 0]: Uint8Array) => {
    if (first > 100) await slow;
    if (first === 0) throw new Error("it is damaged");
    return pixel(first);
  };
  pictures = new PictureStore(end, decode, () => undefined);
  end.listen();
});

afterEach(() => host.dispose());

test("the picture that the host keeps is restored unless the view has another one", async () => {
  kept = { name: "kept.png", bytes: Uint8Array.of(5) };
  await pictures.restore();
  expect(pictures.picture).toEqual({ name: "kept.png", image: pixel(5) });
  pictures.draw(pixel(9));
  await pictures.restore();
  expect(pictures.picture).toEqual({ image: pixel(9) });
});

test("the files that the host keeps are restored, with the one that was shown", async () => {
  files = { addresses: ["file:///a.png", "file:///b.png"], given: 150, place: 1 };
  await pictures.restore();
  expect(pictures).toMatchObject({ sources: files.addresses, given: 150, place: 1 });
  expect(pictures.picture?.name).toBe("dropped.png");
});

test("of files that were given together, those beyond the largest number are left out", async () => {
  const many = Array.from({ length: mostPictures + 1 }, (_, index) => file(`${index}.png`, 1));
  await pictures.take(many);
  expect(pictures).toMatchObject({ sources: { length: mostPictures }, given: mostPictures + 1 });
});

test("a file is read for the list while another one is shown", async () => {
  await pictures.take([file("one.png", 1), "file:///two.png", file("broken.png", 0)]);
  expect(await pictures.look(pictures.sources[1]!)).toEqual(pixel(6));
  await expect(pictures.look(pictures.sources[2]!)).rejects.toThrow("broken.png is not used: it is damaged.");
  expect(pictures).toMatchObject({ picture: { name: "one.png" }, problem: undefined });
});

test("a pasted file is shown and kept", async () => {
  await pictures.take([file("pasted.png", 7)]);
  expect(pictures.picture).toEqual({ name: "pasted.png", image: pixel(7) });
  // When this request is answered, the notification before it has arrived.
  expect(await pictures.load()).toBeUndefined();
  expect(kept).toEqual({ name: "pasted.png", bytes: Uint8Array.of(7) });
});

test("a file that cannot be used has a message with the reason, and the former picture stays", async () => {
  pictures.draw(pixel(9));
  await pictures.take([file("broken.png", 0)]);
  expect(pictures.problem).toBe("broken.png is not used: it is damaged.");
  await pictures.take(["file:///gone.png"]);
  expect(pictures.problem).toBe("gone.png is not used: it is not there.");
  expect(pictures.picture).toEqual({ image: pixel(9) });
  await pictures.take(["file:///dropped.png"]);
  expect(pictures).toMatchObject({ picture: { name: "dropped.png" }, problem: undefined, begun: 1 });
});

test("a file that is decoded slowly replaces no picture that came later", async () => {
  const slow = pictures.take([file("slow.png", 200)]);
  await pictures.take(["file:///dropped.png"]);
  finish();
  await slow;
  expect(pictures.picture?.name).toBe("dropped.png");
});

test("of files that were given together each can be shown, and one that is not used leaves no picture", async () => {
  await pictures.take([file("one.png", 1), file("broken.png", 0), "file:///dropped.png"]);
  expect(pictures).toMatchObject({ picture: { name: "one.png" }, place: 0, sources: { length: 3 } });
  await pictures.turnTo(1);
  expect(pictures).toMatchObject({ place: 1, problem: "broken.png is not used: it is damaged." });
  expect(pictures.picture).toBeUndefined();
  await pictures.turnTo(2);
  expect(pictures).toMatchObject({ picture: { name: "dropped.png" }, place: 2, problem: undefined });
  await pictures.turnTo(3);
  expect(pictures.place).toBe(2);
  pictures.clear();
  expect(pictures).toMatchObject({ picture: undefined, sources: [], place: 0 });
});

test("a file that is given alone, and a drawing, end the choice among several", async () => {
  const several = [file("one.png", 1), file("two.png", 2)];
  await pictures.take(several);
  await pictures.take([file("alone.png", 4)]);
  expect(pictures).toMatchObject({ picture: { name: "alone.png" }, sources: [] });
  await pictures.take(several);
  pictures.draw(pixel(9));
  expect(pictures.sources).toEqual([]);
});
