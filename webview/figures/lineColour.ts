/** The colour of a line: an index in the run palette or, in a chart of one run, the name of a colour of the theme. */
export type LineColour =
  | number
  | "loss"
  | "lossFaint"
  | "lossSoft"
  | "accuracy"
  | "accuracySoft"
  | "validation"
  | "text";
