/** Data as one side gives it to the other: what is readonly inside stays so, and nobody has to copy it. */
export type Given<T> = T extends readonly (infer Item)[]
  ? readonly Given<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Given<T[Key]> }
    : T;
