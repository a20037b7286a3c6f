/**
 * What painting does where other objects lie: it takes the pixels from those that are visible and unlocked, leaves them
 * theirs so that objects overlap, or paints nothing there.
 */
export const overlapPolicies = ['overwrite', 'keep', 'only-empty'] as const;
export type OverlapPolicy = (typeof overlapPolicies)[number];

export function nextOverlapPolicy(policy: OverlapPolicy): OverlapPolicy {
  const next = (overlapPolicies.indexOf(policy) + 1) % overlapPolicies.length;
  return overlapPolicies[next] ?? 'overwrite';
}
