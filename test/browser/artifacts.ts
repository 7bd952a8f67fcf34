import { fileURLToPath } from "node:url";

/** The folder of the screenshots. Git ignores it. */
export const artifactsFolder = fileURLToPath(new URL("../artifacts/", import.meta.url));

/** Whether the tests take pictures of their steps, into {@link artifactsFolder}. A failure is always photographed. */
export const picturesWanted = Boolean(process.env.FITTING_ROOM_SCREENSHOTS);
