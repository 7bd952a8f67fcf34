import type { I32, Local } from "../../../webassembly/Expr";
import type { FunctionBuilder } from "../../../webassembly/FunctionBuilder";
import { i32 } from "../../../webassembly/instructions";
import { longestPart, partMultiple } from "../../partsOfSum";

/**
 * Sets `part` to the length (steps of k) of the next part of a sum over k, by the rule of `partsOfSum`.
 * @param left number of steps that remain, including those of the next part
 */
export function choosePart(f: FunctionBuilder, part: Local<"i32">, left: I32): void {
  const rest = f.let(left);
  const half = i32.mul(i32.divU(i32.add(rest, 2 * partMultiple - 1), 2 * partMultiple), partMultiple);
  const halfOrAll = i32.select(half, rest, i32.gtS(rest, longestPart));
  f.set(part, i32.select(longestPart, halfOrAll, i32.geS(rest, 2 * longestPart)));
}
