import { expect, test } from '@jest/globals';
import { createIdMaker, toId18 } from './id.ts';

test.each([
  { id15: '0017e00001W4GYR', id18: '0017e00001W4GYRAA3' },
  { id15: '0012300000bVTq1', id18: '0012300000bVTq1AAG' },
  { id15: '0065500000KPywj', id18: '0065500000KPywjAAD' },
  { id15: '0015500001QdQWf', id18: '0015500001QdQWfAAN' },
])('$id15 has the check characters of the recorded $id18', ({ id15, id18 }) => {
  expect([toId18(id15), toId18(id18)]).toEqual([id18, id18]);
});

test.each(['', '006', '0017e00001W4GYRAA4', '0017e00001W4GY-', "0017e00001W4GYRAA3'"])(
  'no id: %j',
  (text) => {
    expect(toId18(text)).toBeUndefined();
  },
);

test('a later id is the greater text, and another seed gives others', () => {
  const next = createIdMaker(1);
  const made = Array.from({ length: 200 }, () => next('006'));
  expect(made).toEqual([...made].toSorted());
  expect(new Set(made).size).toBe(200);
  expect(made.every((id) => toId18(id) === id && id.startsWith('006'))).toBe(true);
  expect(createIdMaker(2)('006')).not.toBe(made[0]);
});
