/**
 * Converts a configuration of format 1. Its model was always an `mlp`, with the member `hidden` beside the other
 * hyperparameters.
 */
export function inPresentForm(config: unknown): unknown {
  if (typeof config !== "object" || config === null || !("hidden" in config) || "model" in config)
    return config;
  const { hidden, ...others } = config;
  return { ...others, model: { kind: "mlp", hidden } };
}
