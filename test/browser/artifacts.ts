import { fileURLToPath } from "node:url";

/** The folder of the screenshots. Git ignores it. */
export const artifactsFolder = fileURLToPath(new URL("../artifacts/", import.meta.url));

/** Whether tests take pictures of their steps. Pictures of failures are taken whatever this value is. */
export const picturesWanted = Boolean(process.env.FITTING_ROOM_SCREENSHOTS);
