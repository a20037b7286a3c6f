import './no-network.ts';
import opencv from '@techstark/opencv-js';
import type { Port } from '../worker/protocol.ts';
import { serve } from '../worker/serve.ts';
import { openCvHandlers, type OpenCvMethods } from './opencv-methods.ts';
import { started } from './opencv.ts';

/** A file of its own, whose policy alone lets it make code: see `app/links/headers.ts`. */
serve<OpenCvMethods>(
  globalThis as unknown as Port,
  openCvHandlers(started(opencv), (piece) => {
    const { width, height } = piece;
    const context = new OffscreenCanvas(width, height).getContext('2d', {
      willReadFrequently: true,
    });
    if (context === null) {
      throw new Error('The browser gave the worker no canvas to read the picture with.');
    }
    context.drawImage(piece, 0, 0);
    piece.close();
    return context.getImageData(0, 0, width, height);
  }),
);
