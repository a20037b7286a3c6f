import { describe, expect, it } from 'vitest';
import type { Change } from '../../../app/domain/gesture.ts';
import { stepsTo } from '../../../renderer/state/editor/history-jump.ts';
import { LocalHistory } from '../../../renderer/state/editor/local-history.ts';
import { Desk } from './desk.ts';

describe('going to an entry of the history', () => {
  const entries = ['a', 'b', 'c', 'd'].map((id) => ({ id, undone: id > 'b' }));

  it('takes back what is later, or does again up to it', () => {
    expect(stepsTo(entries, 'a')).toEqual({ direction: 'undo', count: 1 });
    expect(stepsTo(entries, 'd')).toEqual({ direction: 'redo', count: 2 });
    expect(stepsTo(entries, null)).toEqual({ direction: 'undo', count: 2 });
  });

  it('stays where it is for the present entry and for one that is gone', () => {
    expect(stepsTo(entries, 'b').count).toBe(0);
    expect(stepsTo(entries, 'x').count).toBe(0);
  });
});

describe('the history that a window keeps', () => {
  const act = (after: number): readonly Change[] => [
    { kind: 'class', annotation: 1, before: after - 1, after },
  ];
  const back = (after: number): readonly Change[] => [
    { kind: 'class', annotation: 1, before: after, after: after - 1 },
  ];

  it('goes back 600 steps and forth again', () => {
    const history = new LocalHistory({ canUndo: false, canRedo: false });
    for (let step = 1; step <= 600; step++) history.add(act(step));
    for (let step = 600; step >= 1; step--) expect(history.undo()).toEqual(back(step));
    expect(history.canUndo).toBe(false);
    for (let step = 1; step <= 600; step++) expect(history.redo()).toEqual(act(step));
    expect(history.canRedo).toBe(false);
  });

  it('says what comes next without doing it', () => {
    const history = new LocalHistory({ canUndo: true, canRedo: false });
    expect([history.next('undo'), history.next('redo')]).toEqual([null, null]);
    history.add(act(1));
    history.add(act(2));
    history.undo();
    expect([history.next('undo'), history.next('redo')]).toEqual([back(1), act(2)]);
    expect([history.undo(), history.redo(), history.redo()]).toEqual([back(1), act(1), act(2)]);
  });

  it('leaves the oldest to the studio when it grows beyond its budget', () => {
    const three = 3 * JSON.stringify(act(1)).length;
    const history = new LocalHistory({ canUndo: false, canRedo: false }, three);
    for (let step = 1; step <= 5; step++) history.add(act(step));
    const kept = [history.undo(), history.undo(), history.undo(), history.undo()];
    expect(kept).toEqual([back(5), back(4), back(3), null]);
    expect(history.canUndo).toBe(true);
    history.undidOlder(back(2), true);
    expect([history.redo(), history.redo()]).toEqual([act(2), act(3)]);
  });

  it('holds what is taken back within the budget too: going back through years of a picture costs no more', () => {
    const three = 3 * JSON.stringify(act(200)).length;
    const history = new LocalHistory({ canUndo: true, canRedo: false }, three);
    for (let step = 600; step >= 200; step--) {
      expect(history.undo()).toBeNull();
      history.undidOlder(back(step), true);
    }
    expect([history.redo(), history.redo(), history.redo()]).toEqual([
      act(200),
      act(201),
      act(202),
    ]);
    expect(history.redo()).toBeNull();
    expect(history.canRedo).toBe(true);
    history.redidNewer(act(203), true);
    expect([history.undo(), history.undo(), history.undo()]).toEqual([
      back(203),
      back(202),
      back(201),
    ]);
    expect(history.undo()).toBeNull();
    expect(history.canUndo).toBe(true);
  });

  it('holds 500 strokes on 12 megapixels', () => {
    const desk = new Desk({ width: 4000, height: 3000 });
    desk.bench.brushSizePx = 150;
    for (let stroke = 0; stroke < 10; stroke++) {
      const [x, y] = [200 + 300 * stroke, 200 + 200 * stroke];
      desk
        .press(x, y)
        .move(x + 300, y + 60)
        .move(x + 500, y + 300)
        .release(x + 500, y + 300);
    }
    expect(desk.done).toHaveLength(10);
    const history = new LocalHistory({ canUndo: false, canRedo: false });
    for (let stroke = 0; stroke < 500; stroke++) history.add(desk.done[stroke % 10]!.changes);
    let kept = 0;
    while (history.undo() !== null) kept++;
    expect(kept).toBe(500);
    expect(history.canUndo).toBe(false);
  });

  it('keeps a gesture that alone is larger than the budget', () => {
    const history = new LocalHistory({ canUndo: false, canRedo: false }, 1);
    history.add(act(1));
    history.add(act(2));
    expect(history.undo()).toEqual(back(2));
    expect(history.undo()).toBeNull();
  });
});
