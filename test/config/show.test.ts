import { expect, test } from '@jest/globals';
import { createShow } from '#config/show.ts';

test.each([
  {
    case: 'a day is the same day everywhere',
    value: '2026-11-30',
    en: 'Nov 30, 2026',
    pt: '30/11/2026',
  },
  {
    case: 'midnight UTC is the evening before',
    value: '2026-11-24T00:00:00.000Z',
    en: 'Nov 23, 2026, 21:00 GMT-3',
    pt: '23/11/2026, 21:00 BRT',
  },
  {
    case: 'midnight is not hour 24',
    value: '2026-11-24T03:00:00Z',
    en: 'Nov 24, 2026, 00:00 GMT-3',
    pt: '24/11/2026, 00:00 BRT',
  },
  { case: 'an impossible day stays', value: '2026-13-30', en: '2026-13-30', pt: '2026-13-30' },
  {
    case: 'a text that holds a day stays',
    value: 'by 2026-11-30',
    en: 'by 2026-11-30',
    pt: 'by 2026-11-30',
  },
  { case: 'a number stays', value: '2026', en: '2026', pt: '2026' },
])('$case', ({ value, en, pt }) => {
  const shows = (['en', 'pt-BR'] as const).map((language) =>
    createShow(language, 'America/Sao_Paulo')(value),
  );
  expect(shows).toEqual([en, pt]);
});
