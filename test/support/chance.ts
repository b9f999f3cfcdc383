import type { Chance } from '../../src/services/ports.ts';

/** Numbers that look like chance and are the same each time (a linear congruential generator, Numerical Recipes). */
export function createChance(seed = 42): Chance {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
