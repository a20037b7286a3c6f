/** Transfer is all buttons: it has no keys of its own yet. */
export const transferActions = {} as const;
