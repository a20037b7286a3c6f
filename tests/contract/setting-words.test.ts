import { expect, it } from 'vitest';
import { settingInWords } from '../../app/contract/setting-words.ts';

it('a setting is read as its kind is: numbers, switches and names', () => {
  expect(settingInWords('rotate=10')).toEqual({ choice: { rotate: 10 } });
  expect(settingInWords(' copyPaste = true ')).toEqual({ choice: { copyPaste: true } });
  expect(settingInWords('gpu=0')).toEqual({ choice: { gpu: '0' } });
  expect(settingInWords('loss=focal+dice')).toEqual({ choice: { loss: 'focal+dice' } });
});

it('says what is wrong with one that cannot be', () => {
  const faults = ['rotated=10', 'rotate=1000', 'rotate', 'blur=perhaps', 'constructor=1'].map(
    (pair) => {
      const read = settingInWords(pair);
      return 'fault' in read ? read.fault : null;
    },
  );
  expect(faults[0]).toMatch(/no setting “rotated”.*model, .*copyPaste/);
  expect(faults[1]).toMatch(/rotate cannot be “1000”: .*180/);
  expect(faults[2]).toMatch(/rotate has no value; write rotate=VALUE/);
  expect(faults[3]).toMatch(/blur cannot be “perhaps”/);
  expect(faults[4]).toMatch(/no setting “constructor”/);
});
