import type { KernelContext, KernelModule } from "../../threads/KernelModule";
import type { F64, I32, Local, V128 } from "../../webassembly/Expr";
import type { FunctionBuilder } from "../../webassembly/FunctionBuilder";
import { f32, f32x4, f64, i32, v128 } from "../../webassembly/instructions";

const fields = {
  batch: "i32",
  channels: "i32",
  inner: "i32",
  x: "i32",
  out: "i32",
  mean: "i32",
  variance: "i32",
  eps: "f64",
  /** Address of the weight; 0 for none. */
  weight: "i32",
  /** Address of the bias; 0 for none. */
  bias: "i32",
  relu: "i32",
  /** 1 if mean and variance are computed from x, else 0. */
  ofBatch: "i32",
  /** Only the kernel `batchNormBackward` reads this field and the next three. */
  dy: "i32",
  /** Address of the output; 0 if the operation included no ReLU. */
  reluOutput: "i32",
  dWeight: "i32",
  dBias: "i32",
} as const;

type Context = KernelContext<typeof fields>;
type Load = typeof v128.load;

/** A mask that keeps lane 0 and sets the other lanes to 0. */
const firstLane = v128.constLanes([-1, 0, 0, 0]);
const zero = f32x4.const(0);

/**
 * Batch normalization. A task computes one channel, whose elements can stay in the cache between the passes over the
 * channel. The elements of the channel in one image are contiguous: they are summed in float32, in eight lanes. The
 * sums of all images are added in double.
 */
export function defineBatchNormKernels(module: KernelModule) {
  return {
    batchNorm: module.kernel("batchNorm", fields, (f, context) => {
      const { job, task } = context;
      const mean = f.local("v128");
      const count = f.let(f64.convertI32U(i32.mul(job.batch, job.inner)));
      f.if(
        job.ofBatch,
        () => {
          const [sum] = sums(f, context, 1, [job.x], ([x]) => [x!]);
          const average = f.let(f32.demoteF64(f64.div(sum!, count)));
          f.store(elementOf(job.mean, task), average);
          f.set(mean, f32x4.splat(average));
          const [squares] = sums(f, context, 1, [job.x], ([x]) => {
            const difference = f.let(f32x4.sub(x!, mean));
            return [f32x4.mul(difference, difference)];
          });
          f.store(elementOf(job.variance, task), f32.demoteF64(f64.div(squares!, count)));
        },
        () => f.set(mean, v128.load32Splat(elementOf(job.mean, task))),
      );
      const scale = f.let(
        f32x4.splat(f32.demoteF64(f64.mul(weightOf(f, context), inverseDeviation(context)))),
      );
      const shift = f.let(zero);
      f.if(job.bias, () => f.set(shift, v128.load32Splat(elementOf(job.bias, task))));
      const normal = ([x]: readonly V128[]) => f32x4.add(f32x4.mul(f32x4.sub(x!, mean), scale), shift);
      const write = (value: (arrays: readonly V128[]) => V128) =>
        overChannel(f, context, [job.x, job.out], {
          vectors: (loads, pointers) => {
            const values = loads.map((load) => f.let(value([load(0)])));
            values.forEach((result, i) => {
              f.store(pointers[1]!, result, 16 * i);
            });
          },
          single: (load, pointers) => f.store32Lane(pointers[1]!, value([load(0)]), 0),
        });
      f.if(
        job.relu,
        () =>
          write((arrays) => {
            const result = f.let(normal(arrays));
            return v128.andnot(result, f32x4.le(result, zero));
          }),
        () => write(normal),
      );
    }),

    batchNormBackward: module.kernel("batchNormBackward", fields, (f, context) => {
      const { job, task } = context;
      const mean = f.let(v128.load32Splat(elementOf(job.mean, task)));
      const inverse = f.let(inverseDeviation(context));
      const count = f64.convertI32U(i32.mul(job.batch, job.inner));
      const sum = f.local("f64");
      const dot = f.local("f64");
      const add = (arrays: readonly I32[], gradient: Gradient) => {
        const found = sums(f, context, 2, arrays, (values) => {
          const g = f.let(gradient(values));
          return [g, f32x4.mul(g, f32x4.sub(values[1]!, mean))];
        });
        f.set(sum, found[0]!);
        f.set(dot, found[1]!);
      };
      withRelu(f, context, add);
      f.store(elementOf(job.dBias, task), f32.demoteF64(sum));
      f.store(elementOf(job.dWeight, task), f32.demoteF64(f64.mul(dot, inverse)));

      // dx = scale·(g − a − b·(x − mean)), where g is the vector that `gradient` returns. a and b are 0 unless the
      // statistics depend on x.
      const splat = (value: F64) => f.let(f32x4.splat(f32.demoteF64(value)));
      const scale = splat(f64.mul(weightOf(f, context), inverse));
      const a = f.let(zero);
      const b = f.let(zero);
      f.if(job.ofBatch, () => {
        f.set(a, f32x4.splat(f32.demoteF64(f64.div(sum, count))));
        const slope = f64.div(f64.mul(dot, f64.mul(inverse, inverse)), count);
        f.set(b, f32x4.splat(f32.demoteF64(slope)));
      });
      withRelu(f, context, (arrays, gradient) => {
        const target = arrays.length;
        const value = (values: readonly V128[]) => {
          const through = f32x4.add(a, f32x4.mul(b, f32x4.sub(values[1]!, mean)));
          return f32x4.mul(scale, f32x4.sub(gradient(values), through));
        };
        overChannel(f, context, [...arrays, job.out], {
          vectors: (loads, pointers) => {
            const results = loads.map((load) => f.let(value(arrays.map((_, i) => load(i)))));
            results.forEach((result, i) => {
              f.store(pointers[target]!, result, 16 * i);
            });
          },
          single: (load, pointers) =>
            f.store32Lane(pointers[target]!, value(arrays.map((_, i) => load(i))), 0),
        });
      });
    }),
  };
}

/**
 * Returns a vector of the gradient with respect to the result of the normalization; if a ReLU follows, this result is
 * the ReLU's input. `values` are vectors of dy, of x and, if there is a ReLU, of the ReLU's output.
 */
type Gradient = (values: readonly V128[]) => V128;

/** Emits the code of `body` twice: for an operation with a ReLU and for one without. `reluOutput` selects the code. */
function withRelu(
  f: FunctionBuilder,
  { job }: Context,
  body: (arrays: readonly I32[], gradient: Gradient) => void,
): void {
  f.if(
    job.reluOutput,
    () => body([job.dy, job.x, job.reluOutput], ([dy, , y]) => v128.andnot(dy!, f32x4.le(y!, zero))),
    () => body([job.dy, job.x], ([dy]) => dy!),
  );
}

/** 1 / sqrt(variance + eps) of the task's channel. */
function inverseDeviation({ job, task }: Context): F64 {
  const variance = f64.promoteF32(f32.load(elementOf(job.variance, task)));
  return f64.div(f64.const(1), f64.sqrt(f64.add(variance, job.eps)));
}

function weightOf(f: FunctionBuilder, { job, task }: Context): F64 {
  const weight = f.let(f64.const(1));
  f.if(job.weight, () => f.set(weight, f64.promoteF32(f32.load(elementOf(job.weight, task)))));
  return weight;
}

function elementOf(array: I32, index: I32): I32 {
  return i32.add(array, i32.shl(index, 2));
}

/**
 * Emits the code for sums over the elements of the task's channel.
 * @param count number of sums
 * @param arrays addresses of arrays of the shape of x
 * @param values takes one vector of each array and returns, for each sum, the vector to add
 */
function sums(
  f: FunctionBuilder,
  context: Context,
  count: number,
  arrays: readonly I32[],
  values: (arrays: readonly V128[]) => readonly V128[],
): Local<"f64">[] {
  const totals: Local<"f64">[] = [];
  const lanes: Local<"v128">[][] = [];
  const add = (found: readonly V128[], half: number) => {
    found.forEach((value, i) => {
      const sum = lanes[i]![half]!;
      f.set(sum, f32x4.add(sum, value));
    });
  };
  for (let i = 0; i < count; i++) {
    totals.push(f.let(f64.const(0)));
    lanes.push(f.localArray("v128", 2));
  }
  overChannel(f, context, arrays, {
    begin: () => {
      for (const sum of lanes.flat()) f.set(sum, zero);
    },
    vectors: (loads) => {
      loads.forEach((load, half) => {
        add(values(arrays.map((_, i) => f.let(load(i)))), half);
      });
    },
    single: (load) => {
      const found = values(arrays.map((_, i) => f.let(load(i))));
      add(
        found.map((value) => v128.and(value, firstLane)),
        0,
      );
    },
    end: () => {
      totals.forEach((total, i) => {
        const sum = f.let(f32x4.add(lanes[i]![0]!, lanes[i]![1]!));
        for (let lane = 0; lane < 4; lane++) {
          f.set(total, f64.add(total, f64.promoteF32(f32x4.extractLane(sum, lane))));
        }
      });
    },
  });
  return totals;
}

interface Visitor {
  /** Emits the code before the loop over the elements of each image. */
  begin?: () => void;
  /** Emits the code after the loop over the elements of each image. */
  end?: () => void;
  /**
   * Emits code for two neighbouring vectors of each array. V8's revectorization can fuse the operations on both. Each
   * of the two `loads` reads one of the vectors of the array with a given index.
   */
  vectors(loads: readonly ((array: number) => V128)[], pointers: readonly Local<"i32">[]): void;
  /** Emits code for one element of each array. `load` reads the element of the array with a given index into lane 0. */
  single(load: (array: number) => V128, pointers: readonly Local<"i32">[]): void;
}

/** Emits loops over the elements of the task's channel in arrays of the shape of x. */
function overChannel(
  f: FunctionBuilder,
  { job, task }: Context,
  arrays: readonly I32[],
  visitor: Visitor,
): void {
  const pointers = arrays.map(() => f.local("i32"));
  const offset = f.let(i32.shl(i32.mul(task, job.inner), 2));
  const images = f.let(job.batch);
  const left = f.local("i32");
  const loadAt = (load: Load, by: number) => (array: number) => load(pointers[array]!, by);
  const advance = (elements: number) => {
    for (const pointer of pointers) f.increase(pointer, 4 * elements);
    f.increase(left, -elements);
  };
  f.doWhile(
    () => {
      pointers.forEach((pointer, i) => {
        f.set(pointer, i32.add(arrays[i]!, offset));
      });
      f.set(left, job.inner);
      visitor.begin?.();
      f.while(
        () => i32.geS(left, 8),
        () => {
          visitor.vectors([loadAt(v128.load, 0), loadAt(v128.load, 16)], pointers);
          advance(8);
        },
      );
      f.while(
        () => i32.gtS(left, 0),
        () => {
          visitor.single(loadAt(v128.load32Zero, 0), pointers);
          advance(1);
        },
      );
      visitor.end?.();
      f.increase(offset, i32.shl(i32.mul(job.channels, job.inner), 2));
      f.increase(images, -1);
    },
    () => images,
  );
}
