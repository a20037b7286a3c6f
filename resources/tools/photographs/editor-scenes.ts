import type { Scene } from './editor-scene.ts';

/** A dog that sits alone in a kitchen. */
const dog = 3;

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
    name: 'corners',
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
      await hand.key('G');
      await hand.click([0.74, 0.72]);
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
    name: 'superpixels',
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
];
