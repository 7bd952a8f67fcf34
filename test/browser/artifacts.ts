import { fileURLToPath } from "node:url";

/** The folder of the screenshots. Git ignores it. */
export const artifactsFolder = fileURLToPath(new URL("../artifacts/", import.meta.url));
