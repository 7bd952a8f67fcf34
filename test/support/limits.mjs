/**
 * Limits (ms) for tests that hang. They are no statements about speed: a busy machine may take many times as long as
 * an idle one. `test` is for one test or hook, `wait` for one wait within it.
 * @type {Readonly<Record<"test" | "wait", number>>}
 */
export const limits = { test: 600_000, wait: 120_000 };
