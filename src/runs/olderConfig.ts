/**
 * A configuration as runs of format 1 have it, in the present form. Their model was always an `mlp`, and its hidden
 * layers stood beside the other hyperparameters as `hidden`.
 */
export function inPresentForm(config: unknown): unknown {
  if (typeof config !== "object" || config === null || !("hidden" in config) || "model" in config)
    return config;
  const { hidden, ...others } = config;
  return { ...others, model: { kind: "mlp", hidden } };
}
