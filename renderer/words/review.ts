/** What Review says. */
export const review = {} as const;
