/** The same as the command line's: the same seed draws the same pictures everywhere. */
export const sampleDefaults = { count: 60, seed: 7 } as const;
