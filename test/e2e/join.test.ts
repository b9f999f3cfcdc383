import { describe, expect } from 'vitest';
import { test } from '../support/shared-server.ts';
import { buttonsOf, shownInPlace, shownPrivately } from '../support/shown.ts';

/** A day as the plan shows it to a member in that zone; each reader's client writes it in its own way. */
const day = (noon: string) => `<t:${Date.parse(noon) / 1000}:D>`;

describe('joining', () => {
  test('needs nothing but a pathway, and answers with the plan in three lines', async ({
    ada,
    channelId,
  }) => {
    const joined = await ada.type(channelId, '/join pathway:infrastructure');
    const lines = shownPrivately(joined).split('\n');
    expect(lines[0]).toBe('### You are on your way');
    expect(lines[1]).toContain('**Backend Developer → AI Infrastructure Engineer**');
    expect(lines.slice(2, 5)).toEqual([
      '**Pace** 10 hours a week: about 42–51 weeks in all',
      `**From** ${day('2026-03-02T12:00Z')}: Foundations: Kubernetes and Python in depth, done between ${day('2026-05-25T12:00Z')} and ${day('2026-06-11T12:00Z')}`,
      `**Arrive** between ${day('2026-12-21T12:00Z')} and ${day('2027-02-18T12:00Z')}, as life allows`,
    ]);
    expect(buttonsOf(joined.message)).toEqual([
      'Make it mine',
      'Next step',
      'First phase',
      'Remind me weekly',
    ]);
  });

  test('takes hours, a start and a time zone', async ({ ada, channelId }) => {
    const joined = await ada.type(
      channelId,
      '/join pathway:infrastructure hours:5 start:2026-03-09 timezone:Europe/Berlin',
    );
    const text = shownPrivately(joined);
    expect(text).toContain('5 hours a week: about 84–101 weeks');
    expect(text).toContain(`**From** ${day('2026-03-09T11:00Z')}`);
    expect(text).not.toContain('UTC');
  });

  test('understands the words of the lists as they are read', async ({ ada, channelId }) => {
    const text = shownPrivately(
      await ada.type(channelId, '/join pathway:"AI Infrastructure Engineer" start:tomorrow timezone:berlin'),
    );
    expect(text).toContain(`**From** ${day('2026-03-03T11:00Z')}`);
  });

  test('says how to get one’s own days while the zone is not known', async ({ ada, channelId }) => {
    expect(shownPrivately(await ada.type(channelId, '/join pathway:infrastructure'))).toContain(
      'I count your days in UTC.',
    );
  });

  test('leads on to the next step and to the first phase', async ({ ada, channelId }) => {
    const { message } = await ada.type(channelId, '/join pathway:infrastructure');
    const next = await ada.press(message, 'Next step');
    expect(shownInPlace(next)).toContain('### Take a CKA prep course');
    const phase = await ada.press(next.message, 'The whole phase');
    expect(shownInPlace(phase)).toContain('Phase 1 of 5');
    expect(phase.isPrivate).toBe(true);
  });
});

describe('joining again', () => {
  test('changes only what is named', async ({ ada, channelId }) => {
    await ada.type(channelId, '/join pathway:infrastructure hours:5 start:2026-03-09 timezone:Europe/Berlin');
    const again = shownPrivately(await ada.type(channelId, '/join hours:20'));
    expect(again).toContain('### Your pathway is set');
    expect(again).toContain('20 hours a week: about 21–26 weeks');
    expect(again).toContain(`**From** ${day('2026-03-09T11:00Z')}`);
    expect(again).not.toContain('UTC');
  });

  test('keeps everything recorded', async ({ ada, channelId }) => {
    await ada.type(channelId, '/done task:cka-course');
    await ada.type(channelId, '/join hours:20');
    expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain(
      '1 of 20 tasks · 20 hours a week',
    );
  });
});

describe('while typing', () => {
  test.for([
    ['berlin', { name: 'Berlin — now 11:00', value: 'Europe/Berlin' }],
    ['Europe/Ber', { name: 'Berlin — now 11:00', value: 'Europe/Berlin' }],
    ['sao paulo', { name: 'Sao Paulo — now 07:00', value: 'America/Sao_Paulo' }],
    ['kolkata', { name: 'Kolkata — now 15:30', value: 'Asia/Kolkata' }],
    ['tokio', { name: 'Tokyo — now 19:00', value: 'Asia/Tokyo' }],
  ] as const)('the zone of %s is offered with its clock', async ([value, choice], { ada, channelId }) => {
    const zones = await ada.autocomplete(channelId, 'join', { name: 'timezone', value });
    expect(zones[0]).toEqual(choice);
  });

  test('never more than 25 zones are offered', async ({ ada, channelId }) => {
    expect(await ada.autocomplete(channelId, 'join', { name: 'timezone', value: '' })).toHaveLength(25);
    expect(await ada.autocomplete(channelId, 'join', { name: 'timezone', value: 'xyzzy' })).toEqual([]);
  });

  test('days to start on are offered from today on', async ({ ada, channelId }) => {
    const days = await ada.autocomplete(channelId, 'join', { name: 'start', value: '' });
    expect(days).toHaveLength(22);
    expect(days.slice(0, 3)).toEqual([
      { name: 'Today, Monday 2 March', value: '2026-03-02' },
      { name: 'Tomorrow, Tuesday 3 March', value: '2026-03-03' },
      { name: 'Wednesday 4 March', value: '2026-03-04' },
    ]);
  });

  test('today is the member’s own day', async ({ ada, channelId }) => {
    await ada.type(channelId, '/join pathway:infrastructure timezone:Pacific/Kiritimati');
    const [today] = await ada.autocomplete(channelId, 'join', { name: 'start', value: 'today' });
    expect(today).toEqual({ name: 'Today, Tuesday 3 March', value: '2026-03-03' });
  });

  test('a date typed out is offered as it is', async ({ ada, channelId }) => {
    const days = await ada.autocomplete(channelId, 'join', { name: 'start', value: '2026-04-01' });
    expect(days).toEqual([{ name: 'Wednesday 1 April', value: '2026-04-01' }]);
  });

  test('the pathway is offered by its name', async ({ ada, channelId }) => {
    const pathways = await ada.autocomplete(channelId, 'join', { name: 'pathway', value: 'infra' });
    expect(pathways.map(({ value }) => value)).toEqual(['backend-to-ai-infrastructure']);
  });
});

describe('what cannot be', () => {
  test.for([
    ['pathway:astronaut', 'I have no pathway “astronaut”. You can choose **Backend Developer → AI'],
    ['timezone:Atlantis', 'I know no time zone “Atlantis”.'],
    ['timezone:+02:00', 'I know no time zone'],
    ['start:someday', 'I cannot read “someday” as a day.'],
    ['start:2026-02-30', 'as a day.'],
    ['start:2031-01-01', 'Choose one from'],
  ])('%s is refused, and nothing is joined', async ([option, problem], { ada, channelId }) => {
    expect(shownPrivately(await ada.type(channelId, `/join ${option}`))).toContain(problem);
    expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('You are not on a pathway yet');
  });

  test.for([0, 81, -3, 2.5])('%d hours a week are refused', async (hours, { ada, channelId }) => {
    await expect(ada.slash(channelId, 'join', { hours })).rejects.toThrow('hours must be');
    const forged = await ada.slash(channelId, 'join', { hours }, { unchecked: true });
    expect(shownPrivately(forged)).toBe('Hours a week go from 1 to 80, in whole hours.');
  });
});
