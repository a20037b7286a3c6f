/** Resolves when the picture can be shown at once; also when it cannot be had, which whoever shows it says. */
export async function preload(url: string): Promise<void> {
  const picture = new Image();
  picture.src = url;
  await picture.decode().catch(() => undefined);
}
