import { expect, test } from 'vitest';
import { createLeaving } from '../../main/leaving.ts';

test('the window waits until the page has said that everything is saved', async () => {
  const leaving = createLeaving(() => true, 60_000);
  let isSettled = false;
  const settled = leaving.settled().then(() => (isSettled = true));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(isSettled).toBe(false);
  leaving.said();
  await settled;
});

test('a page that says nothing is waited for no longer than that', async () => {
  const began = performance.now();
  await createLeaving(() => true, 50).settled();
  expect(performance.now() - began).toBeGreaterThanOrEqual(45);
});

test('where no page listens nothing is waited for', async () => {
  await createLeaving(() => false, 60_000).settled();
});

test('a page that says it twice, or unasked, disturbs nobody', async () => {
  const leaving = createLeaving(() => true, 50);
  leaving.said();
  const settled = leaving.settled();
  leaving.said();
  leaving.said();
  await settled;
});
