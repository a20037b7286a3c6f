/** What Annotate says. */
export const annotate = {} as const;
