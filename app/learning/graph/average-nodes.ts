import { averageName } from '../run/averages.ts';
import type { Node } from './graph-def.ts';
import { read, type } from './nodes.ts';

/** Fed: the share of a weight that comes into its average. */
export const freshShareName = 'fresh_share';

/** Brings a weight into its average, after the node that moved it. The last node is the one that does it. */
export function averagingNodes(weight: string, moved: string): readonly Node[] {
  const average = averageName(weight);
  const [fresh, apart, part] = [`${average}/fresh`, `${average}/apart`, `${average}/part`];
  const attributes = { T: type('float') };
  return [
    read(fresh, weight, moved),
    { name: apart, op: 'Sub', inputs: [`${average}/read`, fresh], attributes },
    { name: part, op: 'Mul', inputs: [apart, freshShareName], attributes },
    {
      name: `${average}/moved`,
      op: 'AssignSubVariableOp',
      inputs: [average, part],
      attributes: { dtype: type('float') },
    },
  ];
}
