/** Of a run of the bench: `settings` as `--set` takes them, or as a row tells them. */
export function runNameOf(recipe: string, settings: string, seed: string): string {
  return `${recipe}-${settings.replaceAll(/[^a-zA-Z0-9]+/g, '-')}-${seed}`;
}
