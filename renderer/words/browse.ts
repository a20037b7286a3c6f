/** What Browse says. */
export const browse = {} as const;
