/** Limits of a run that several hyperparameters and readers share. */

/** Largest number of epochs of a run, including the parent's epochs up to a fork. */
export const mostEpochs = 10_000;

/**
 * Number of training images of the largest data set. It is also the largest batch size and the largest number of steps
 * in an epoch.
 */
export const mostTrainingImages = 60_000;

/** Largest number of steps that the configuration of a run allows. */
export const mostSteps = mostEpochs * mostTrainingImages;
