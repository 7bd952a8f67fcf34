import { expect, test } from "vitest";
import type { ColourImage } from "../../../src/images/prepareImage";
import type { Prediction } from "../../../src/protocol/modelProtocol";
import { PictureList } from "../../../webview/modelView/PictureList";

const image: ColourImage = { width: 2, height: 2, data: new Uint8Array(16).fill(255) };
const size = { width: 4, height: 4 };
const sources = ["file:///a/one%20more.png", "file:///a/broken.png", "file:///a/two.png"];
let looks = 0;
const look = async (source: unknown) => {
  looks++;
  if (source === sources[1]) throw new Error("broken.png is not used: it is damaged.");
  return image;
};
/** A network whose most probable class is 1, if the picture has 16 pixels as the network needs. */
const predict = async (pixels: Uint8Array): Promise<Prediction> => ({
  probabilities: Float32Array.of(0.25, pixels.length === 16 ? 0.75 : 0),
  saliency: new Float32Array(16),
});

test("several pictures have each an answer or a reason, in their order", async () => {
  const list = new PictureList(sources, look, size);
  expect(list.pictures.map(({ name }) => name)).toEqual(["one more.png", "broken.png", "two.png"]);
  const answered: number[] = [];
  await list.ask(predict, () => answered.push(list.pictures.filter(({ answer }) => answer).length));
  expect(answered).toEqual([1, 1, 2]);
  const answer = { label: 1, probability: 0.75 };
  expect(list.pictures).toMatchObject([
    { answer },
    { problem: "broken.png is not used: it is damaged." },
    { answer },
  ]);
});

test("several pictures are read once, and their former answers stay until the new ones", async () => {
  looks = 0;
  const list = new PictureList(sources, look, size);
  await list.ask(predict, () => undefined);
  const other = async () => ({ probabilities: Float32Array.of(1, 0), saliency: new Float32Array(16) });
  await list.ask(other, () => list.stop());
  expect(looks).toBe(3);
  expect(list.pictures.map(({ answer }) => answer?.label)).toEqual([0, undefined, 1]);
});

test("several pictures have no answers of a network that cannot be read, and can be asked again", async () => {
  const list = new PictureList(sources, look, size);
  await list.ask(
    () => Promise.reject(new Error("no weights")),
    () => undefined,
  );
  expect(list.pictures.every(({ answer }) => answer === undefined)).toBe(true);
  await list.ask(predict, () => undefined);
  expect(list.pictures[2]?.answer?.label).toBe(1);
});
