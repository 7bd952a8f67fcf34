/**
 * Converts a configuration of format 1, which has `hidden` in place of `model`. The model of format 1 is an `mlp`. Any
 * other value is returned unchanged.
 */
export function inPresentForm(config: unknown): unknown {
  if (typeof config !== "object" || config === null || !("hidden" in config) || "model" in config)
    return config;
  const { hidden, ...others } = config;
  return { ...others, model: { kind: "mlp", hidden } };
}
