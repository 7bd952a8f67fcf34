/**
 * Builds the product into dist/ and writes the licences of the packages in it to THIRD_PARTY_NOTICES.txt. With --watch,
 * then builds dist/ again whenever a source changes, until Ctrl-C.
 */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { context } from "esbuild";
import { bundles } from "./bundles.mjs";
import { root } from "./setup.mjs";
import { thirdPartyNotices } from "./thirdPartyNotices.mjs";

const watch = process.argv.includes("--watch");
const notices = join(root, "THIRD_PARTY_NOTICES.txt");

for (const path of [join(root, "dist"), notices]) rmSync(path, { recursive: true, force: true });
const contexts = await Promise.all(
  bundles.map((bundle) => context({ ...bundle, logLevel: watch ? "info" : "warning" })),
);
await build();
await Promise.all(contexts.map((one) => (watch ? one.watch() : one.dispose())));

async function build() {
  const results = await Promise.allSettled(contexts.map((one) => one.rebuild()));
  const built = results.flatMap((result) => (result.status === "fulfilled" ? [result.value.metafile] : []));
  // esbuild has printed the error of a bundle that failed.
  if (built.length < bundles.length) {
    process.exitCode = 1;
    return;
  }
  try {
    writeFileSync(notices, thirdPartyNotices(root, built));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
