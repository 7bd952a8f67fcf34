/** The colour of a line: an index of the palette of runs, or the colour of a quantity of one run. */
export type LineColour =
  | number
  | "loss"
  | "lossFaint"
  | "lossSoft"
  | "accuracy"
  | "accuracySoft"
  | "validation"
  | "text";
