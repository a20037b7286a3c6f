import type { Result } from '../../../app/contract/methods.ts';

export type PictureDetail = Result<'image.get'>;
