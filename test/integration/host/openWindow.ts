import { join } from "node:path";
import { Session } from "../../../src/host/Session";
import { cacheWithSample } from "../../support/makeCache";

const trainerPath = join(import.meta.dirname, "../../../dist/trainer.js");

export interface WindowOptions {
  /** Values, by key, that earlier windows have stored in the workspace's memory. */
  remembered?: Map<string, string>;
  isTrusted?: boolean;
  gracePeriod?: number;
}

/** The session of a window that is opened on a runs folder. @param options.gracePeriod in seconds */
export function openWindow(
  runsFolder: string,
  { remembered = new Map(), isTrusted = true, gracePeriod = 60 }: WindowOptions = {},
): Session {
  const memory = {
    get: (key: string) => remembered.get(key),
    update: async (key: string, value: string) => void remembered.set(key, value),
  };
  return new Session({
    trainerPath,
    cacheFolder: cacheWithSample,
    runsPlace: { folder: runsFolder },
    memory,
    isTrusted: () => isTrusted,
    proxy: () => ({}),
    gracePeriod: () => gracePeriod,
    namePattern: () => "{words}",
  });
}
