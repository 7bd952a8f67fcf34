/** An object that a scope releases at its end. */
export interface Scoped {
  readonly kept: boolean;
  dispose(): void;
  /** Called when no scope will release it, so that garbage collection has to. */
  leaveScopes(): void;
}

let current: Scoped[] | null = null;

/** Adds a tensor to the innermost scope; outside of all scopes, calls its `leaveScopes`. */
export function track(tensor: Scoped): void {
  if (current) {
    current.push(tensor);
  } else {
    tensor.leaveScopes();
  }
}

/**
 * Runs `fn` and releases at its end every tensor made in it. Exceptions are the returned tensors (alone, or inside
 * arrays and plain objects) and those that are kept: parameters, gradients of tensors that outlive the scope,
 * optimizer state, and tensors with `keep()`. Returned tensors belong to the enclosing scope, if there is one.
 * @throws TypeError when `fn` is asynchronous: the scope would end before the work does.
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

/** @throws TypeError for a promise, whose work would outlast the scope. */
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
