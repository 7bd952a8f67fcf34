import manifest from "../../../package.json";

export interface ManifestSetting {
  type: string | string[];
  default: unknown;
  scope: string;
  order: number;
  markdownDescription: string;
  enum?: string[];
  enumItemLabels?: string[];
  markdownEnumDescriptions?: string[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  pattern?: string;
  maxItems?: number;
  items?: { minimum: number; maximum: number };
}

/** Every setting that package.json contributes, by id. */
export const manifestSettings: Record<string, ManifestSetting> = Object.assign(
  {},
  ...manifest.contributes.configuration.map(({ properties }) => properties),
);
