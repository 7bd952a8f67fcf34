import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = join(tmpdir(), "fitting-room-test-cache");

/** Environment variables that keep what tests store out of the user's cache folder, on Linux and Windows. */
export const ownCache = { XDG_CACHE_HOME: folder, LOCALAPPDATA: folder };
