import { basename, join } from "node:path";
import { build } from "esbuild";

/**
 * Bundles a program of the tests into a folder.
 * @param source path of the program's TypeScript
 * @returns path of the bundle
 */
export async function buildProgram(source: string, folder: string): Promise<string> {
  const outfile = join(folder, basename(source).replace(/ts$/, "js"));
  await build({ entryPoints: [source], outfile, bundle: true, platform: "node", target: "node20" });
  return outfile;
}
