/** The views by the names that keys, words and navigation give them, in the order of their tabs. */
export const viewNames = ['browse', 'annotate', 'train', 'review', 'transfer'] as const;
export type ViewName = (typeof viewNames)[number];
