/** What Transfer says. */
export const transfer = {} as const;
