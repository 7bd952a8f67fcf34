import { fileURLToPath } from "node:url";

/** Where the screenshots are kept; ignored by git. */
export const artifactsFolder = fileURLToPath(new URL("../artifacts/", import.meta.url));
