import { expect, test } from "vitest";
import { sampleDataset } from "../../../src/data/sample/sampleDataset";
import { sha256 } from "./smallDataset";

test("every version of this program draws the same sample images", () => {
  const { train, test: testSet } = sampleDataset();
  expect(sha256(train.images)).toBe("a4203a0f19274d1504baf2561f30188e8bdee831e34046f0556cd1513010be75");
  expect(sha256(testSet.images)).toBe("03cdb78463a107cfc279c7b37ee86fe685a74a1209295de0268eebc79178c4d0");
});
