interface PolicyFactory {
  createPolicy(name: 'default', rules: { createHTML(text: string): string | null }): unknown;
}

/**
 * The page refuses to make markup of text, and this is the one exception: Konva empties the element of its stage by
 * setting its markup to nothing. To be imported before anything draws.
 */
const { trustedTypes } = globalThis as { readonly trustedTypes?: PolicyFactory };
trustedTypes?.createPolicy('default', { createHTML: (text) => (text === '' ? text : null) });
