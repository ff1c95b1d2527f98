import { describe, expect, test } from '@jest/globals';
import { isOpportunityId, toId18 } from '#connectors/salesforce/ids.ts';

describe('the 18-character form of an id', () => {
  // Pairs from recorded replies, reference SF §16.
  test.each([
    { id: '0031a000005hwVQ', is: '0031a000005hwVQAAY' },
    { id: 'a001a000002zhZK', is: 'a001a000002zhZKAAY' },
    { id: '0015500001QdQWf', is: '0015500001QdQWfAAN' },
    { id: '0057e00000RmwSW', is: '0057e00000RmwSWAAZ' },
    { id: '0017e00001W4GYR', is: '0017e00001W4GYRAA3' },
    { id: '0031a000005hwVQAAY', is: '0031a000005hwVQAAY' },
    { id: '', is: '' },
    { id: 'no id at all', is: 'no id at all' },
  ])('$id', ({ id, is }) => expect(toId18(id)).toBe(is));
});

describe('what can be the id of an opportunity', () => {
  test.each([
    { text: '006000000000001', is: true },
    { text: '006000000000001AAA', is: true },
    { text: '006000000000001AAB', is: false },
    { text: '001000000000001AAA', is: false },
    { text: "006' OR Id != null", is: false },
    { text: '', is: false },
  ])('$text: $is', ({ text, is }) => expect(isOpportunityId(text)).toBe(is));
});
