/** Every report begins with it, which is how one is known again before it is replaced. */
export const problemTitle = 'Maskwright: a problem';
