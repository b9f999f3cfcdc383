import { describe, expect, it } from 'vitest';
import { dayAfter, describeLeap, nextMonday } from '../../src/playground/web/client/clock.ts';
import { timelineOf } from '../../src/playground/web/client/timeline.ts';
import type { MessageView } from '../../src/playground/web/protocol.ts';

/** In the zone of whoever runs this, as the page takes the viewer's. */
const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime();

function message(sentAt: number, authorId = '1'): MessageView {
  return {
    id: String(sentAt),
    channelId: '9',
    author: { id: authorId, name: 'Ada', username: 'ada', avatarUrl: null },
    isBot: false,
    sentAt,
    isEdited: false,
    isPrivate: false,
    isThinking: false,
    usedCommand: null,
    content: 'Hello',
    blocks: [],
    embeds: [],
    files: [],
    mentioned: [],
  };
}

/** A line for each entry: a day's words up to its date, `+` for a message under the heading of the one above. */
function lines(...[messages, leaps]: Parameters<typeof timelineOf>): string[] {
  return timelineOf(messages, leaps).map((entry) => {
    if (entry.kind === 'message') return entry.isContinued ? '+ message' : 'message';
    return entry.isLeap ? (entry.words.split(' · ')[0] ?? '') : 'day';
  });
}

describe('a channel’s log', () => {
  it('starts each day with its date, and puts what one person says in one go under one heading', () => {
    const spoken = [
      message(at(23, 9)),
      message(at(23, 9, 4)),
      message(at(23, 9, 5), '2'),
      message(at(23, 11), '2'),
      message(at(24, 11), '2'),
    ];
    expect(lines(spoken, [])).toEqual([
      'day',
      'message',
      '+ message',
      'message',
      'message',
      'day',
      'message',
    ]);
  });

  it('says where time was moved, in place of the day that begins there', () => {
    const leap = { from: at(23, 10), to: at(30, 10) };
    expect(lines([message(at(23, 9)), message(at(30, 10))], [leap])).toEqual([
      'day',
      'message',
      'A week later',
      'message',
    ]);
    expect(lines([message(at(23, 9))], [leap])).toEqual(['day', 'message', 'A week later']);
    expect(lines([], [leap])).toEqual(['A week later']);
  });

  it('tells of leaps with nothing between them as one, and of others each', () => {
    const leaps = [
      { from: at(23, 10), to: at(24, 10) },
      { from: at(24, 10), to: at(26, 9) },
    ];
    expect(lines([message(at(23, 9)), message(at(26, 9))], leaps)).toEqual([
      'day',
      'message',
      '3 days later',
      'message',
    ]);
    expect(lines([message(at(24, 10)), message(at(26, 9))], leaps)).toEqual([
      'A day later',
      'message',
      '2 days later',
      'message',
    ]);
  });
});

describe('the calendar of leaps', () => {
  it.each([
    [at(23, 9), at(23, 9, 30), 'Later that day'],
    [at(23, 23), at(24, 1), 'A day later'],
    [at(26, 20), at(30, 9), '4 days later'],
    [at(23, 20), at(30, 9), 'A week later'],
    [at(2, 9), at(23, 9), '3 weeks later'],
  ])('from %d to %d: %s', (from, to, words) => {
    expect(describeLeap(from, to)).toBe(words);
  });

  it.each([
    [at(22, 12), at(23, 9)],
    [at(23, 8, 59), at(23, 9)],
    [at(23, 9), at(30, 9)],
    [at(24, 0), at(30, 9)],
    [at(28, 23), at(30, 9)],
  ])('the Monday after %d', (from, monday) => {
    expect(nextMonday(from)).toBe(monday);
  });

  it('keeps the time of day over months and changes of the clocks', () => {
    for (let day = 1; day <= 366; day += 1) {
      const from = new Date(2026, 0, day, 9);
      const week = new Date(dayAfter(from.getTime(), 7));
      expect([week.getHours(), week.getTime()]).toEqual([9, new Date(2026, 0, day + 7, 9).getTime()]);
    }
  });
});
