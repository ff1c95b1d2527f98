import { expect, test } from '@jest/globals';
import { referralId } from '#core/lead/ids.ts';

test.each([
  ['0A1B2C3D-0000-4000-8000-00000000000F', 'in capitals'],
  [' 0a1b2c3d-0000-4000-8000-00000000000f\n', 'with blanks'],
])('a referral id typed by a person is Partner Center’s own: %s, %s', (typed) => {
  expect(referralId(typed)).toBe('0a1b2c3d-0000-4000-8000-00000000000f');
});
