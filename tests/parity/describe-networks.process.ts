import { weightSpecs } from '../../app/learning/models/network.ts';
import { narrowNetworks } from './narrow-networks.ts';

/** Prints every narrow network as data, with the weights it has: what make-network-fixtures.py builds in Keras. */
const described = Object.entries(narrowNetworks).map(([model, { layers }]) => [
  model,
  { layers, weights: weightSpecs({ ...narrowNetworks.unet, layers }) },
]);
process.stdout.write(`${JSON.stringify(Object.fromEntries(described))}\n`);
