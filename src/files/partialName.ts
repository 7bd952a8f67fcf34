import { randomBytes } from "node:crypto";

/**
 * A new random name for a temporary file or folder, which is renamed to `name` when it is complete. `name` may be a
 * path.
 */
export function partialName(name: string): string {
  return `${name}.${randomBytes(8).toString("hex")}.partial`;
}

/** The name for which {@link partialName} made `partial`; undefined for any other name. */
export function nameOfPartial(partial: string): string | undefined {
  return /^(.+)\.[0-9a-f]{16}\.partial$/.exec(partial)?.[1];
}
