import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { minutes, rest, writesOf } from './support/calls.ts';
import { startHarness, type Harness } from './support/harness.ts';
import { ACCEPTED, arrived } from './support/lead.ts';
import { AT_WORK, like, shown } from './support/shown.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.stop());

/** After the first cycle nothing is written any more, and nothing moves. */
const noEcho = async (): Promise<void> => {
  await minutes(harness, 1);
  expect(await writesOf(harness, () => rest(harness))).toEqual([]);
};

const withNotes = (notes: string) => like(AT_WORK, { seller: { notes }, portal: { notes } });

describe('texts cross as people wrote them, and come back from nowhere', () => {
  test.each([
    { text: 'Ampersand & <tag> "quoted" it\'s' },
    { text: 'Encoded already: &amp; &lt;b&gt; &eacute;' },
    { text: 'Emoji 👩‍👩‍👧 🇧🇷 and é as e\u0301' },
    { text: 'שלום עולם: مرحبا (right to left)' },
    { text: 'One\nTwo\n\nThree' },
    { text: '100 % — “sure” … naïve\tTab' },
  ])('$text', async ({ text }) => {
    const id = await arrived(harness, { ...ACCEPTED, details: { notes: text } });
    await noEcho();
    expect(shown(harness, id)).toEqual(withNotes(text));

    harness.sell(id, { PC_Notes__c: `${text} seller` });
    await noEcho();
    expect(shown(harness, id)).toEqual(withNotes(`${text} seller`));

    harness.partner.save(id, { details: { notes: `portal ${text}` } });
    await noEcho();
    expect(shown(harness, id)).toEqual(withNotes(`portal ${text}`));
  });

  test('blanks at the ends and other line ends are no edit', async () => {
    const id = await arrived(harness, { ...ACCEPTED, details: { notes: '  One\r\nTwo  \n' } });
    await noEcho();
    expect(shown(harness, id)).toEqual(
      like(AT_WORK, { seller: { notes: 'One\r\nTwo' }, portal: { notes: '  One\r\nTwo  \n' } }),
    );
    harness.sell(id, { PC_Notes__c: 'One\nTwo' });
    expect(await writesOf(harness, () => rest(harness))).toEqual([]);
  });
});
