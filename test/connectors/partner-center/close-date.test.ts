import { describe, expect, test } from '@jest/globals';
import { fromCloseDate, toCloseDate } from '#connectors/partner-center/close-date.ts';

describe('toCloseDate', () => {
  test.each([
    { stamp: '2027-01-31T00:00:00Z', timeZone: 'America/Los_Angeles', is: '2027-01-31' },
    { stamp: '2027-01-31T00:00:00.0000000Z', timeZone: 'America/Los_Angeles', is: '2027-01-31' },
    { stamp: '2027-01-31T03:00:00Z', timeZone: 'America/Sao_Paulo', is: '2027-01-31' },
    { stamp: '2027-01-31T02:59:00Z', timeZone: 'America/Sao_Paulo', is: '2027-01-30' },
    { stamp: '2027-01-30T23:00:00Z', timeZone: 'Europe/Berlin', is: '2027-01-31' },
    { stamp: '2027-01-30T18:30:00Z', timeZone: 'Asia/Kolkata', is: '2027-01-31' },
    { stamp: '2026-12-31T12:00:00Z', timeZone: 'UTC', is: '2026-12-31' },
    { stamp: '2027-03-28T22:00:00Z', timeZone: 'Europe/Berlin', is: '2027-03-29' },
  ])('$stamp in $timeZone', ({ stamp, timeZone, is }) => {
    expect(toCloseDate(stamp, timeZone)).toBe(is);
  });
});

describe('fromCloseDate', () => {
  test.each([
    { timeZone: 'UTC', is: '2027-01-31T12:00:00Z' },
    { timeZone: 'Pacific/Pago_Pago', is: '2027-01-31T12:00:00Z' },
    { timeZone: 'Australia/Sydney', is: '2027-01-31T12:00:00Z' },
    { timeZone: 'Pacific/Auckland', is: '2027-01-31T00:00:00Z' },
    { timeZone: 'Pacific/Kiritimati', is: '2027-01-31T00:00:00Z' },
  ])('$timeZone', ({ timeZone, is }) => {
    expect(fromCloseDate('2027-01-31', timeZone)).toBe(is);
  });

  test.each(['Pacific/Pago_Pago', 'America/Sao_Paulo', 'Asia/Kolkata', 'Pacific/Auckland'])(
    'a day written is read back as that day in %s, summer and winter',
    (timeZone) => {
      for (const day of ['2027-01-31', '2027-03-28', '2027-07-01', '2028-02-29'])
        expect(toCloseDate(fromCloseDate(day, timeZone), timeZone)).toBe(day);
    },
  );
});
