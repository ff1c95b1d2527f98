import { createRandom, type Random } from '#test/sandbox/partner-center/random.ts';

/** One to one on 32 bits (murmur3's finisher), so that no two indexes share a stream. */
const scramble = (value: number): number => {
  let mixed = value >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
};

/** The same numbers for the same seed and index, whatever was asked before. */
export const randomAt = (seed: number, index: number): Random =>
  createRandom(scramble((scramble(seed) + index) >>> 0));
