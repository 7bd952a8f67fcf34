/**
 * Limits (ms) that end what hangs. They say nothing about how fast anything is: a busy machine may take many times as
 * long as a calm one. `test` is of one test or hook, `wait` of one wait within it.
 * @type {Readonly<Record<"test" | "wait", number>>}
 */
export const limits = { test: 600_000, wait: 120_000 };
