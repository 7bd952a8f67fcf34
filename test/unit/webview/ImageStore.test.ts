import { describe, expect, it } from "vitest";
import type { ImagesRequest } from "../../../src/protocol/modelProtocol";
import { ImageStore, imagesOf } from "../../../webview/modelView/ImageStore";

/**
 * An {@link ImageStore} with the requests that it has made, which the test answers. An image is one byte: its index.
 */
function store() {
  const asked: { request: ImagesRequest; answer: () => void }[] = [];
  const images = new ImageStore(
    { runId: "a", set: "test", bytes: 1 },
    (request) =>
      new Promise((resolve) => {
        asked.push({ request, answer: () => resolve(Uint8Array.from(request.indices)) });
      }),
  );
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  return { images, asked, settled };
}

describe("the images of a view", () => {
  it("are requested once: a request names only images that are missing", async () => {
    const { images, asked, settled } = store();
    images.want("grid", [1, 2]);
    asked[0]!.answer();
    await settled();
    expect(images.get(2)).toEqual(Uint8Array.of(2));
    images.want("grid", [1, 2, 3]);
    expect(asked.map(({ request }) => request.indices)).toEqual([[1, 2], [3]]);
  });

  it("are requested by their indices in the training set if the answers are about a part of it", async () => {
    const { images, asked, settled } = store();
    const none = new Float32Array();
    const answers = { labels: new Uint8Array(), predicted: new Uint8Array(), probability: none, loss: none };
    const held = imagesOf({ ...answers, indices: Int32Array.of(90, 92) }, images);
    held.want("grid", [0, 1]);
    expect(asked[0]!.request.indices).toEqual([90, 92]);
    asked[0]!.answer();
    await settled();
    expect(held.get(1)).toEqual(Uint8Array.of(92));
    expect(imagesOf(answers, images)).toBe(images);
  });

  it("are requested after the answer to an earlier request if they are still wanted", async () => {
    const { images, asked, settled } = store();
    images.want("grid", [1]);
    images.want("grid", [2]);
    images.want("grid", [3]);
    expect(asked.length).toBe(1);
    asked[0]!.answer();
    await settled();
    expect(asked.map(({ request }) => request.indices)).toEqual([[1], [3]]);
  });

  it("are requested for the large image first, and still for the grid", async () => {
    const { images, asked, settled } = store();
    images.want("grid", [1]);
    images.want("grid", [1, 2]);
    images.want("large", [9]);
    asked[0]!.answer();
    await settled();
    expect(asked.map(({ request }) => request.indices)).toEqual([[1], [9, 2]]);
  });

  it("are requested in batches of 256", async () => {
    const { images, asked, settled } = store();
    images.want(
      "grid",
      Array.from({ length: 300 }, (_, index) => index),
    );
    asked[0]!.answer();
    await settled();
    expect(asked.map(({ request }) => request.indices.length)).toEqual([256, 44]);
  });

  it("notify their listeners when they arrive", async () => {
    const { images, asked, settled } = store();
    let calls = 0;
    const end = images.onArrival(() => calls++);
    images.want("grid", [1]);
    asked[0]!.answer();
    await settled();
    expect(calls).toBe(1);
    end();
    images.want("grid", [2]);
    asked[1]!.answer();
    await settled();
    expect(calls).toBe(1);
  });
});
