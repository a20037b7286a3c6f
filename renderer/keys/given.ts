import { SvelteMap } from 'svelte/reactivity';

/**
 * The keys that actions have in place of their own: by a preset, or because a person chose them. A window has one
 * keyboard, so there is one of these; `Keymap` fills it, the table of actions reads it.
 */
export const givenKeys = new SvelteMap<string, readonly string[]>();
