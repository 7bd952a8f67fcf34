/** Builds the product into dist/ and writes the licences of what is in it to THIRD_PARTY_NOTICES.txt. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { bundles } from "./bundles.mjs";
import { root } from "./setup.mjs";
import { thirdPartyNotices } from "./thirdPartyNotices.mjs";

const notices = join(root, "THIRD_PARTY_NOTICES.txt");

for (const path of [join(root, "dist"), notices]) rmSync(path, { recursive: true, force: true });
const results = await Promise.allSettled(bundles.map((bundle) => build({ ...bundle, logLevel: "warning" })));
const built = results.flatMap((result) => (result.status === "fulfilled" ? [result.value.metafile] : []));
// Of a bundle that failed esbuild has said what is wrong.
if (built.length < bundles.length) process.exitCode = 1;
else writeNotices();

function writeNotices() {
  try {
    writeFileSync(notices, thirdPartyNotices(root, built));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
