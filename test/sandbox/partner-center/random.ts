/** A seeded stream of numbers in [0, 1): mulberry32. */
export type Random = () => number;

export const createRandom = (seed: number): Random => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
};

/** In `0 … bound - 1`. */
export const below = (random: Random, bound: number): number => Math.floor(random() * bound);

export const pick = <T>(random: Random, from: readonly T[]): T =>
  from[below(random, from.length)] as T;

export const chance = (random: Random, share: number): boolean => random() < share;

const hexOf = (random: Random): string =>
  below(random, 0x1_0000_0000).toString(16).padStart(8, '0');

/** A version 4 GUID in lower case. */
export const guid = (random: Random): string => {
  const hex = hexOf(random) + hexOf(random) + hexOf(random) + hexOf(random);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
};
