import type { Handlers } from '../contract/dispatch.ts';
import { doctorFacts } from '../runtime/runtime.ts';
import { sqliteVersion } from '../store/sqlite-version.ts';
import type { StudioContext } from './context.ts';
import { programVersion, tensorflowJsVersion } from './version.ts';

export function doctorHandlers(context: StudioContext): Pick<Handlers, 'studio.doctor'> {
  return {
    'studio.doctor': async () => {
      const facts = await doctorFacts({ sqlite: sqliteVersion() });
      const running = await context.engines.running();
      return {
        facts: [
          { name: 'Maskwright', value: programVersion(), advice: null },
          ...facts,
          { name: 'TensorFlow.js', value: tensorflowJsVersion(), advice: null },
          {
            name: 'Engines',
            value: running.length === 0 ? 'none at work' : running.join(', '),
            advice: null,
          },
        ],
      };
    },
  };
}
