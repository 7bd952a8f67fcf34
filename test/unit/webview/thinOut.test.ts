import { expect, test } from "vitest";
import { thinOut } from "../../../webview/figures/thinOut";

const points = Array.from({ length: 2000 }, (_, index) => ({ x: 10 + 2 * index, y: Math.sin(index / 9) }));

test("few points stay as they are", () => {
  expect(thinOut(points.slice(0, 600), 600)).toEqual(points.slice(0, 600));
});

test("many points are reduced to a number of them, in their order", () => {
  const thinned = thinOut(points, 600);
  expect(thinned.length).toBeLessThanOrEqual(600);
  expect(thinned.length).toBeGreaterThan(100);
  expect(points.filter((point) => thinned.includes(point))).toEqual(thinned);
});

test("a single spike and a single gap stay", () => {
  const [spike, gap] = [
    { x: 1010, y: 99 },
    { x: 2010, y: Number.NaN },
  ];
  const thinned = thinOut(
    points.map((point) => (point.x === spike.x ? spike : point.x === gap.x ? gap : point)),
    100,
  );
  expect(thinned).toContainEqual(spike);
  expect(thinned).toContainEqual(gap);
});
