import { basename, join } from "node:path";
import { build } from "esbuild";

/**
 * Bundles a program of the tests into a folder.
 * @param source path of its TypeScript
 * @returns path of what Node runs
 */
export async function buildProgram(source: string, folder: string): Promise<string> {
  const outfile = join(folder, basename(source).replace(/ts$/, "js"));
  await build({ entryPoints: [source], outfile, bundle: true, platform: "node", target: "node20" });
  return outfile;
}
