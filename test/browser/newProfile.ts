import type { BrowserContext } from "playwright-core";
import { launchProfile } from "../../scripts/vscode/launchChromium.mjs";

/** The kept browser. As a property of the process, it is shared even by separate instances of this module. */
const kept = process as { fittingRoomProfile?: Promise<BrowserContext> };

/**
 * A browser's profile without stored state of the server at `url`. All test files of a worker process share one
 * browser, which keeps fetched and compiled scripts. Without these scripts, a window takes several times as long to
 * open.
 * @param isBeside whether another window of the test file is open; the stored state then stays, and both windows share
 * it
 */
export async function newProfile(url: string, isBeside: boolean): Promise<BrowserContext> {
  kept.fittingRoomProfile ??= launchProfile();
  const profile = await kept.fittingRoomProfile;
  if (!isBeside) await forgetUser(profile, url);
  return profile;
}

/** Removes all that VS Code, loaded from this server, has stored in the browser. */
async function forgetUser(profile: BrowserContext, url: string): Promise<void> {
  const page = await profile.newPage();
  const session = await profile.newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", { origin: url, storageTypes: "all" });
  await page.close();
}
