import { count } from './formats.ts';

/** What a member reads while they choose a pathway and make it their own. */
export const onboarding = {
  chooseTitle: '🧭 Which way would you like to go?',
  chooseIntro: 'Pick one, and you are on it. You can change to another one any day; what you record stays.',
  choice: (title: string, headline: string, facts: string) => `**${title}** — ${headline}\n${facts}`,
  choiceOfServer: '👣 Your server walks this one.',
  moreChoices: (amount: number) =>
    `… and ${count(amount, 'other', 'others')}, all of them in the list below.`,

  step: (step: number, steps: number) => `${step} of ${steps}`,
  skills: {
    brought: {
      title: 'What do you bring along?',
      intro:
        'The pathway builds on these. Tick what is yours; nobody tests it. While you leave them as they are, I take it that you bring them all.',
      choose: 'What you bring',
    },
    owned: {
      title: 'What do you know already?',
      intro:
        'A skill that you have makes the tasks that train it shorter: about half of the learning falls away, and your plan ends sooner. That is an estimate. In doubt, leave it out: you can tick it any day. Boards count the same for everybody.',
      choose: 'What you know already',
    },
  },
  paceTitle: 'How much time do you have?',
  paceIntro: 'Little and often is fine. All of it can change as life does.',
  paceForm: 'Hours, start and time zone',
  hoursLabel: 'Hours a week',
  startLabel: 'Your first day, such as 2026-03-31',
  zoneLabel: 'Time zone: a large city in it will do',
  someSaved: 'What I could read is saved. This is left:',
};
