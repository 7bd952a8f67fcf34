/** The colour of a line: an index in the run palette, or the name of a quantity's colour in a chart of one run. */
export type LineColour =
  | number
  | "loss"
  | "lossFaint"
  | "lossSoft"
  | "accuracy"
  | "accuracySoft"
  | "validation"
  | "text";
