import { describe, expect, test } from '@jest/globals';
import { storyBox, WIDTH } from './box.ts';

describe('the box of a story', () => {
  test('holds who, what the seller sees under its labels, and what Partner Center shows', () => {
    const told = {
      who: 'Carla accepts Adatum',
      cells: [
        { label: 'Sync Status', value: 'Waiting' },
        { label: 'Sync Message', value: 'To accept, Microsoft also needs: a value.' },
      ],
      partner: 'Received',
    };
    expect(storyBox(told, 3)).toEqual([
      `╭─ 3 · Carla accepts Adatum ${'─'.repeat(71)}╮`,
      `│ Sync Status: Waiting │ Sync Message: To accept, Microsoft also needs: a value.${' '.repeat(18)} │`,
      `╰─ Partner Center: Received ${'─'.repeat(71)}╯`,
    ]);
  });

  test.each([
    { case: 'a short field', cells: [{ label: 'Stage', value: 'Closed Won' }], lines: 3 },
    {
      case: 'fields of two lines',
      cells: Array.from({ length: 6 }, (_, index) => ({
        label: `Field ${index}`,
        value: 'x'.repeat(18),
      })),
      lines: 4,
    },
    {
      case: 'a text of many lines',
      cells: [{ label: 'Notes', value: 'many words\n'.repeat(90) }],
      lines: 4,
    },
    { case: 'one endless word', cells: [{ label: 'Notes', value: 'x'.repeat(500) }], lines: 4 },
  ])('takes at most four lines of one width: $case', ({ cells, lines }) => {
    const box = storyBox({ who: 'w'.repeat(200), cells, partner: 'p'.repeat(200) }, 10);
    expect(box.map((line) => line.length)).toEqual(Array.from({ length: lines }, () => WIDTH));
  });

  test('keeps a field whole on the next line while there is one', () => {
    const cells = [
      { label: 'Notes', value: 'n'.repeat(60) },
      { label: 'Sync Message', value: 'All is well with this lead, says the sync.' },
    ];
    const [, first, second] = storyBox({ who: '', cells, partner: '' }, 1);
    expect([first?.includes('Sync Message'), second?.startsWith('│ Sync Message: All')]).toEqual([
      false,
      true,
    ]);
  });
});
