import { expect, test } from "vitest";
import { firstFilters } from "../../../src/inspector/firstFilters";
import { nn } from "../../../src/tensor";

test("the weights of a linear layer on an image are returned as images, at most 64 of them", () => {
  const model = new nn.Sequential(new nn.Flatten(), new nn.Linear(6, 70));
  const weight = (model.layers[1] as nn.Linear).weight;
  weight.copy_(Array.from({ length: 420 }, (_, index) => index));
  const { data, ...rest } = firstFilters(model, [1, 2, 3])!;
  expect(rest).toEqual({ layer: "1", total: 70, height: 2, width: 3 });
  expect([...data]).toEqual(Array.from({ length: 384 }, (_, index) => index));
});

test("the channels of a convolution's filters are averaged", () => {
  const model = new nn.Sequential(new nn.Conv2d(2, 1, 2));
  (model.layers[0] as nn.Conv2d).weight.copy_([1, 2, 3, 4, 3, 4, 5, 6]);
  const { data, ...rest } = firstFilters(model, [2, 8, 8])!;
  expect(rest).toEqual({ layer: "0", total: 1, height: 2, width: 2 });
  expect([...data]).toEqual([2, 3, 4, 5]);
});

test("a linear layer whose input is not an image has no filters", () => {
  expect(firstFilters(new nn.Sequential(new nn.Linear(5, 2)), [1, 2, 3])).toBeNull();
});
