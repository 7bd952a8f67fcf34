/** Seeds the default generator before each test of a file that imports this one, since test files share a process. */
import { beforeEach } from "vitest";
import { manualSeed } from "../../../src/tensor/random";

beforeEach(() => {
  manualSeed(42);
});
