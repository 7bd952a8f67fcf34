/** An object that a scope releases at its end, unless the object is kept or returned. */
export interface Scoped {
  readonly kept: boolean;
  dispose(): void;
  /**
   * `track` and `tidy` call this method when no scope will release the object. Only `dispose()` or garbage collection
   * can then release the object.
   */
  leaveScopes(): void;
}

let current: Scoped[] | null = null;

/** Adds a tensor to the innermost scope. Outside of all scopes, calls the tensor's `leaveScopes`. */
export function track(tensor: Scoped): void {
  if (current) {
    current.push(tensor);
  } else {
    tensor.leaveScopes();
  }
}

/**
 * Runs `fn` and returns its result. Then, also after an error, releases every tensor that was made in `fn`, with two
 * exceptions. Returned tensors (alone, or inside arrays, maps and plain objects) belong to the enclosing scope, if
 * there is one. Kept tensors stay: parameters, gradients of leaves, optimizer state, and tensors after `keep()`.
 * @throws TypeError if `fn` returns a promise, since the scope would end before the promise's work does.
 */
export function tidy<T>(fn: () => T): T {
  const outer = current;
  const scope: Scoped[] = [];
  current = scope;
  const returned = new Set<unknown>();
  try {
    const result = fn();
    refusePromise("tidy", result);
    collect(result, returned);
    return result;
  } finally {
    current = outer;
    for (const tensor of scope) {
      if (tensor.kept) {
        tensor.leaveScopes();
      } else if (returned.has(tensor)) {
        track(tensor);
      } else {
        tensor.dispose();
      }
    }
  }
}

/**
 * @param name the function that returns `result`, for the error message
 * @throws TypeError if the result is a promise, whose work would outlast the call of that function.
 */
export function refusePromise(name: string, result: unknown): void {
  if (result instanceof Promise) {
    throw new TypeError(`${name}() takes a function that returns its result, not a promise.`);
  }
}

function collect(value: unknown, into: Set<unknown>): void {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || into.has(value)) {
    return;
  }
  into.add(value);
  const prototype = Object.getPrototypeOf(value);
  if (Array.isArray(value) || value instanceof Map) {
    for (const item of value.values()) {
      collect(item, into);
    }
  } else if (prototype === Object.prototype || prototype === null) {
    collect(Object.values(value), into);
  }
}
