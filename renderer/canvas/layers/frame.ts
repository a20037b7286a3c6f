import type { Size, Turn } from '../../../app/domain/geometry.ts';
import type { Viewport } from '../viewport.ts';

export interface Frame {
  readonly size: Size;
  readonly turn: Turn;
  readonly viewport: Viewport;
}
