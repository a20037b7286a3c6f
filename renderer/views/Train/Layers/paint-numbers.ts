/** One pixel a number, as the sheets are drawn: black at 0, white at the most, blue below; what is not there yet stays clear. */
export function paintNumbers(
  canvas: HTMLCanvasElement,
  {
    width,
    values,
    most,
  }: {
    readonly width: number;
    readonly values: readonly (number | null)[];
    readonly most: number;
  },
): void {
  const drawing = canvas.getContext('2d');
  if (drawing === null) return;
  const image = drawing.createImageData(width, Math.ceil(values.length / width));
  values.forEach((value, at) => {
    if (value === null) return;
    const share = value / most;
    const grey = Math.round(Math.max(0, share) * 255);
    const color =
      share >= 0
        ? [grey, grey, grey, 255]
        : [0, Math.round(-share * 110), Math.round(-share * 255), 255];
    image.data.set(color, at * 4);
  });
  drawing.putImageData(image, 0, 0);
}
