import { below, chance, pick, type Random } from '#test/sandbox/partner-center/random.ts';

const COMPANIES = [
  'Fabrikam Textiles',
  'Alpine Ski House',
  'Northwind Traders',
  'Tailspin Toys',
  'Litware Health',
  'Coho Winery',
  'Trey Research',
  'Woodgrove Bank',
  'Proseware',
  'Adatum',
] as const;
const FORMS = ['Ltd', 'GmbH', 'AG', 'S.A.', 'Inc.', 'Lda.', 'AB', 'K.K.', 'Ltda'] as const;
const SUBJECTS = [
  'data estate',
  'Azure backup',
  'field service rollout',
  'Teams voice',
  'licence renewal',
  'visual inspection',
  'fraud scoring',
  'managed landing zone',
] as const;

const LONG_NAME =
  'Interregional Cooperative Association of Producers, Packers, Distributors and Exporters of Cold-Pressed Oils, Vinegars and Preserves';

const AWKWARD_COMPANIES = [
  'Meier & Söhne "Nord" <Kühltechnik>',
  "O'Neil's Diner & Grill",
  'Typed &amp; Pasted &lt;twice&gt;',
  '🚀 Rocket Bakery 👩‍👩‍👧',
  'שירותי ענן בע״מ',
  'شركة النخيل للتقنية',
  '株式会社サンプル',
  'Café Zürich',
  `${LONG_NAME} GmbH & Co. KG`,
  '  Blanks Around  ',
  'Comma, Semicolon; and\ttab',
  '=SUM(A1:A9)',
] as const;

const NOTES = [
  'Please call me this week.',
  'Customer evaluates two partners. Decision in January.',
  'Budget < 50k & no "quick wins" please',
  'First line\r\nsecond line\n\nthird line',
  'See <https://contoso.example/?a=1&b=2>',
  'Ring nach 17 Uhr zurückrufen 📞 — danke!',
  'הלקוח מבקש שיחה ביום שלישי',
  ' ends in blanks   ',
] as const;

const FIRST_NAMES = ['Ada', 'Priya', 'Lukas', 'Elin', 'João', 'Noah', 'נועה', 'Zoë'] as const;
const LAST_NAMES = [
  'Okafor',
  'Shah',
  'Meier',
  'Berg',
  "d'Ávila",
  'Bennett',
  'כהן',
  'Nowak',
] as const;

export const companyName = (random: Random): string =>
  chance(random, 0.3)
    ? `${pick(random, AWKWARD_COMPANIES)} ${below(random, 1_000)}`
    : `${pick(random, COMPANIES)} ${pick(random, FORMS)} ${below(random, 10_000)}`;

export const dealName = (random: Random, company: string): string =>
  `${company.trim()} - ${pick(random, SUBJECTS)}`;

const filler = (random: Random, length: number): string => {
  let text = '';
  while (text.length < length) text += `${pick(random, NOTES)} `;
  return text.slice(0, length).toWellFormed();
};

/** One in forty has 4,000 characters. */
export const noteText = (random: Random): string =>
  chance(random, 1 / 40) ? filler(random, 4_000) : pick(random, NOTES);

export const personName = (random: Random): { firstName: string; lastName: string } => ({
  firstName: pick(random, FIRST_NAMES),
  lastName: pick(random, LAST_NAMES),
});
