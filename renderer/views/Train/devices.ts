import type { RuntimeStatus } from '../../../app/contract/methods.ts';
import type { TrainingSettings } from '../../../app/contract/training.ts';
import { words } from '../../words/en.ts';

type Device = Pick<TrainingSettings, 'backend' | 'gpu'>;

/** One entry of the list to choose from; `value` is both settings in one word. */
interface DeviceOption {
  readonly value: string;
  readonly label: string;
}

const auto: Device = { backend: 'auto', gpu: 'auto' };

export function valueOf({ backend, gpu }: Device): string {
  return `${backend} ${gpu}`;
}

/** The settings behind a value of the list. */
export function deviceOf(value: string): Device {
  const [backend, ...gpu] = value.split(' ');
  return { backend: backend as Device['backend'], gpu: gpu.join(' ') };
}

/** What can be chosen here: what is usable, each card by its name, and what is chosen even where it has gone. */
export function deviceOptions(
  { backends, cards }: Pick<RuntimeStatus, 'backends' | 'cards'>,
  chosen: Device,
): readonly DeviceOption[] {
  const options = [
    { value: valueOf(auto), label: words.train.deviceAuto },
    ...backends.flatMap((offer) => {
      if (!offer.usable) return [];
      const { device, backend, title } = offer;
      if (device !== 'cuda') {
        const gpu = device === 'processor' ? 'none' : 'auto';
        return [{ value: valueOf({ backend, gpu }), label: title }];
      }
      return cards.map(({ id, name }) => ({
        value: valueOf({ backend, gpu: id }),
        label: words.train.deviceCard(name),
      }));
    }),
  ];
  const value = valueOf(chosen);
  return options.some((option) => option.value === value)
    ? options
    : [...options, { value, label: words.train.deviceGone(chosen.backend, chosen.gpu) }];
}
