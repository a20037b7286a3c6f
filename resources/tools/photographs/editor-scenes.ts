import type { Scene } from './editor-scene.ts';

/** Pictures of the sample set, by their place in the grid: a dog alone in a kitchen, and two dogs with a cat. */
const dog = 3;
const many = 5;

/** Every tool in use, in the order of docs/editor.md. Spots are shares of the canvas. */
export const scenes: readonly Scene[] = [
  {
    name: 'brush',
    picture: dog,
    async use(hand) {
      await hand.key('B', 'Shift+]');
      await hand.press([0.4, 0.3], [0.46, 0.27], [0.52, 0.3]);
    },
  },
  {
    name: 'eraser',
    picture: dog,
    async use(hand) {
      await hand.key('E');
      await hand.press([0.3, 0.66], [0.36, 0.74], [0.42, 0.78]);
    },
  },
  {
    name: 'polygon',
    picture: dog,
    async use(hand) {
      await hand.key('Shift+N', 'P');
      await hand.click([0.67, 0.62], [0.8, 0.62], [0.785, 0.78]);
      await hand.hover([0.69, 0.78]);
    },
  },
  {
    name: 'select',
    picture: dog,
    async use(hand) {
      await hand.key('V');
      await hand.click([0.4, 0.68]);
      await hand.hover([0.46, 0.78]);
    },
  },
  {
    name: 'lasso',
    picture: dog,
    async use(hand) {
      await hand.key('Shift+N', 'L');
      await hand.press(
        [0.68, 0.63],
        [0.74, 0.61],
        [0.8, 0.63],
        [0.79, 0.77],
        [0.74, 0.79],
        [0.69, 0.77],
      );
    },
  },
  {
    name: 'ellipse',
    picture: dog,
    async use(hand) {
      await hand.key('Shift+N', 'Shift+M');
      await hand.press([0.66, 0.58], [0.82, 0.82]);
    },
  },
  {
    name: 'move',
    picture: dog,
    async use(hand) {
      await hand.key('Y');
      await hand.press([0.4, 0.68], [0.56, 0.7]);
    },
  },
  {
    name: 'fill',
    picture: dog,
    async use(hand) {
      await hand.key('B');
      await hand.drag([0.67, 0.59], [0.81, 0.59], [0.81, 0.79], [0.67, 0.79], [0.67, 0.59]);
      await hand.key('G');
      await hand.click([0.74, 0.7]);
    },
  },
  {
    name: 'wand',
    picture: dog,
    async use(hand) {
      await hand.key('Shift+N', 'W');
      await hand.press([0.72, 0.73], [0.735, 0.73]);
    },
  },
  {
    name: 'superpixel',
    picture: dog,
    async use(hand) {
      await hand.key('Shift+N', 'K');
      await hand.press([0.71, 0.68], [0.74, 0.72], [0.76, 0.74]);
    },
  },
  {
    name: 'scissors',
    picture: dog,
    async use(hand) {
      await hand.key('Shift+N', 'S');
      await hand.click([0.7, 0.66], [0.79, 0.66]);
      await hand.hover([0.785, 0.77]);
    },
  },
  {
    name: 'rectangle',
    picture: dog,
    async use(hand) {
      await hand.key('Shift+N', 'M');
      await hand.press([0.67, 0.61], [0.81, 0.78]);
    },
  },
  {
    name: 'grabcut',
    picture: dog,
    async use(hand) {
      await hand.key('Shift+N', 'R');
      await hand.drag([0.66, 0.58], [0.82, 0.82]);
      await hand.page.waitForTimeout(1000);
      await hand.page.locator('.cut .life i').waitFor({ state: 'detached' });
    },
  },
  {
    name: 'predicted',
    picture: dog,
    async use(hand) {
      await hand.key('U');
      await hand.hover([0.4, 0.68]);
    },
  },
  {
    name: 'prompt',
    picture: dog,
    async use(hand) {
      await hand.key('Shift+N', 'Q');
      await hand.click([0.74, 0.7]);
      await hand.page.keyboard.down('Alt');
      await hand.click([0.62, 0.7]);
      await hand.page.keyboard.up('Alt');
    },
  },
  {
    name: 'split',
    picture: dog,
    async use(hand) {
      await hand.key('X');
      await hand.press([0.28, 0.56], [0.52, 0.6]);
    },
  },
  {
    name: 'merge',
    picture: many,
    async use(hand) {
      await hand.key('J');
      await hand.press([0.37, 0.45], [0.5, 0.64]);
    },
  },
  {
    name: 'errors',
    picture: dog,
    async use(hand) {
      await hand.key('B', 'Shift+T');
      await hand.hover([0.4, 0.68]);
    },
  },
  {
    name: 'compare',
    picture: dog,
    async use(hand) {
      await hand.key('B');
      await hand.drag([0.4, 0.3], [0.46, 0.27], [0.52, 0.3]);
      await hand.key('C');
    },
  },
];
