import { expect, it } from 'vitest';
import { eventFile } from '../../../app/formats/event-file.ts';

/**
 * What TensorFlow 2.21 writes of the same: `tf.io.TFRecordWriter`, and `tf.compat.v1.Event(wall_time, step, summary)` of a
 * `Summary.Value(tag, simple_value)`, after an event of `file_version='brain.Event:2'`.
 */
const byTensorFlow =
  'GAAAAAAAAACjf0siCQAAEED8VNlBGg1icmFpbi5FdmVudDoyM40v6RoAAAAAAAAAEpvYLQkAABBA/FTZQRABKg0KCwoEbG9zcxUAAMA/QTCCDB4AAAAAAAAA' +
  '2dwSMgkAACBD/FTZQRCsAioQCg4KB2lvdS9jYXQVzczMPeVTQBkgAAAAAAAAACntqVAJAADAWPxU2UEQgNrECSoQCg4KB2xvc3Mvw6QVgqj7t2cHbyY=';

it('an event file is byte for byte what TensorFlow writes', () => {
  const own = eventFile([
    { tag: 'loss', step: 1, wallTime: 1_700_000_000.25, value: 1.5 },
    { tag: 'iou/cat', step: 300, wallTime: 1_700_000_012.5, value: 0.1 },
    { tag: 'loss/ä', step: 20_000_000, wallTime: 1_700_000_099, value: -3e-5 },
  ]);
  expect(own.toString('base64')).toBe(byTensorFlow);
});
