import type { KernelModule } from "../../threads/KernelModule";
import type { I32, I32Like, Local, V128 } from "../../webassembly/Expr";
import type { FunctionBuilder } from "../../webassembly/FunctionBuilder";
import { f32, f32x4, i32, i32x4, v128 } from "../../webassembly/instructions";

/** Number of words in the state of the Mersenne Twister. */
const words = 624;
/** Distance (words) from a word of the state to the word that is combined with it. */
const shift = 397;

const fields = {
  /** Address of the state: the words, then the index of the next word to use. The kernel changes words and index. */
  state: "i32",
  out: "i32",
  count: "i32",
  /** An element is kept if the 53 random bits of its double, as an integer, are less than high · 2³² + low. */
  high: "i32",
  low: "i32",
  scale: "f32",
} as const;

/** Number of bytes of the state, which consists of the words and the index of the next word. */
export const dropoutStateBytes = 4 * (words + 1);

/**
 * Dropout masks by the Mersenne Twister. For each element, a double is made of two words, the high word first. The
 * words are those of `MersenneTwister`. One task computes all elements, since each word depends on the words before it.
 */
export function defineDropoutKernel(module: KernelModule) {
  return module.kernel("dropoutMask", fields, (f, { job }) => {
    const state = f.let(job.state);
    const end = f.let(i32.add(state, 4 * words));
    const next = f.let(i32.add(state, i32.shl(i32.load(end), 2)));
    const out = f.let(job.out);
    const left = f.let(job.count);
    const high = f.let(job.high);
    const highs = f.let(i32x4.splat(high));
    const scales = f.let(f32x4.splat(job.scale));
    const bits = f.local("v128");
    const first = f.local("i32");
    const second = f.local("i32");
    const at = f.local("i32");

    const refill = () => {
      f.set(at, state);
      combine(f, at, i32.add(state, 4 * (words - shift)), 4 * shift);
      combine(f, at, i32.add(state, 4 * (words - 1)), 4 * (shift - words));
      const last = twist(f, i32.load(at), i32.load(state));
      f.store(at, i32.xor(i32.load(state, 4 * (shift - 1)), last));
      f.set(next, state);
    };
    const draw = (into: Local<"i32">) => {
      f.if(i32.geS(next, end), refill);
      f.set(into, temper(f, i32.load(next)));
      f.increase(next, 4);
    };
    const single = () => {
      draw(first);
      draw(second);
      f.set(first, i32.and(first, highBits));
      const isLow = i32.and(i32.eq(first, high), i32.ltU(second, job.low));
      f.if(
        i32.or(i32.ltS(first, high), isLow),
        () => f.store(out, job.scale),
        () => f.store(out, f32.const(0)),
      );
      f.increase(out, 4);
      f.increase(left, -1);
    };
    f.while(
      () => i32.gtS(left, 0),
      () => {
        f.if(
          i32.and(i32.geS(left, 4), i32.leU(i32.add(next, 32), end)),
          () => {
            const pairs = i32x4.shuffle(v128.load(next), v128.load(next, 16), [0, 2, 4, 6]);
            f.set(bits, v128.and(temperVector(f, pairs), v128.const(highBits)));
            f.if(
              v128.anyTrue(i32x4.eq(bits, highs)),
              // If the high bits of an element equal those of the limit, the element's low word decides.
              () => {
                for (let i = 0; i < 4; i++) single();
              },
              () => {
                f.store(out, v128.and(scales, i32x4.ltS(bits, highs)));
                f.increase(next, 32);
                f.increase(out, 16);
                f.increase(left, -4);
              },
            );
          },
          single,
        );
      },
    );
    f.store(end, i32.shrU(i32.sub(next, state), 2));
  });
}

const highBits = 0x1fffff;

/**
 * Replaces each word from `at` to before `end` by a combination of the word, the next word and the word `distance`
 * bytes away, as the Mersenne Twister does.
 */
function combine(f: FunctionBuilder, at: Local<"i32">, end: I32, distance: number): void {
  const other = () => i32.add(at, distance);
  f.while(
    () => i32.leU(i32.add(at, 16), end),
    () => {
      const [u, v] = [f.let(v128.load(at)), f.let(v128.load(at, 4))];
      const mixed = v128.or(v128.and(u, v128.const(0x80000000)), v128.and(v, v128.const(0x7fffffff)));
      const odd = v128.and(i32x4.neg(v128.and(v, v128.const(1))), v128.const(0x9908b0df));
      f.store(at, v128.xor(v128.load(other()), v128.xor(i32x4.shrU(mixed, 1), odd)));
      f.increase(at, 16);
    },
  );
  f.while(
    () => i32.ltU(at, end),
    () => {
      f.store(at, i32.xor(i32.load(other()), twist(f, i32.load(at), i32.load(at, 4))));
      f.increase(at, 4);
    },
  );
}

function twist(f: FunctionBuilder, u: I32, v: I32): I32 {
  const following = f.let(v);
  const mixed = i32.or(i32.and(u, 0x80000000), i32.and(following, 0x7fffffff));
  const odd = i32.and(i32.sub(0, i32.and(following, 1)), 0x9908b0df);
  return i32.xor(i32.shrU(mixed, 1), odd);
}

function temper(f: FunctionBuilder, word: I32): I32 {
  const y = f.let(word);
  const mix = (value: I32Like) => f.set(y, i32.xor(y, value));
  mix(i32.shrU(y, 11));
  mix(i32.and(i32.shl(y, 7), 0x9d2c5680));
  mix(i32.and(i32.shl(y, 15), 0xefc60000));
  mix(i32.shrU(y, 18));
  return y;
}

function temperVector(f: FunctionBuilder, four: V128): V128 {
  const y = f.let(four);
  const mix = (value: V128) => f.set(y, v128.xor(y, value));
  mix(i32x4.shrU(y, 11));
  mix(v128.and(i32x4.shl(y, 7), v128.const(0x9d2c5680)));
  mix(v128.and(i32x4.shl(y, 15), v128.const(0xefc60000)));
  mix(i32x4.shrU(y, 18));
  return y;
}
