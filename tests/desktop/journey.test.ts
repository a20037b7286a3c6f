import { launchDesktop } from './launching.ts';
import { declareJourney } from './steps.ts';

declareJourney({ open: (home) => launchDesktop({ home }) });
