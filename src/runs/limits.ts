/** Limits of a run that several hyperparameters and readers share. */

/** Largest number of epochs of one run, in all its processes together. */
export const mostEpochs = 10_000;

/** Training images of the largest data set: the largest batch, and the most steps of an epoch. */
export const mostTrainingImages = 60_000;

/** Largest number of steps of a run that a configuration allows. */
export const mostSteps = mostEpochs * mostTrainingImages;
