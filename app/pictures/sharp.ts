import sharp from 'sharp';

/** The one place that sets up the decoding library. Pictures are decoded a few at a time: its own cache only holds memory. */
sharp.cache(false);

export { sharp };
