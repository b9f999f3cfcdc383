import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ButtonStyle,
  ChannelType,
  Client,
  ComponentType,
  GatewayIntentBits,
  MessageFlags,
  TextInputStyle,
  type APIComponentInLabel,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type ApplicationCommandDataResolvable,
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  type Interaction,
  type InteractionReplyOptions,
  type InteractionUpdateOptions,
} from 'discord.js';

/** A small bot of the tests' own: one of each thing that the page must be able to show and do. */

const tasks = [
  'CKA course',
  'CKA exam',
  'Build a Helm chart',
  'Serve a model with vLLM',
  'Profile a GPU job',
];

const commands: readonly ApplicationCommandDataResolvable[] = [
  {
    name: 'roadmap',
    description: 'The pathway, one view each',
    options: [
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'phase',
        description: 'One phase of the pathway, with its tasks',
        options: [
          {
            type: ApplicationCommandOptionType.Integer,
            name: 'phase',
            description: 'Which phase',
            choices: [
              { name: 'Phase 1: Foundations', value: 1 },
              { name: 'Phase 2: Serving models', value: 2 },
            ],
          },
          {
            type: ApplicationCommandOptionType.Boolean,
            name: 'private',
            description: 'Show it to me alone',
          },
        ],
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'overview',
        description: 'The whole pathway at a glance',
      },
    ],
  },
  { name: 'join', description: 'Join a pathway and get your own plan' },
  {
    name: 'done',
    description: 'Record a task as done',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'task',
        description: 'What you have done',
        required: true,
        autocomplete: true,
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'note',
        description: 'A word for later',
        maxLength: 200,
      },
    ],
  },
  { name: 'cohort', description: 'Open a thread for a group' },
  { name: 'table', description: 'The week as a file' },
  { name: 'choose', description: 'Pick people and roles' },
  {
    name: 'assign',
    description: 'Say who gets what',
    options: [
      { type: ApplicationCommandOptionType.User, name: 'member', description: 'Who', required: true },
      { type: ApplicationCommandOptionType.Role, name: 'role', description: 'What', required: true },
      {
        type: ApplicationCommandOptionType.Channel,
        name: 'channel',
        description: 'Where',
        channelTypes: [ChannelType.PublicThread],
      },
    ],
  },
  {
    name: 'import',
    description: 'Read a file of yours',
    options: [
      {
        type: ApplicationCommandOptionType.Attachment,
        name: 'file',
        description: 'What to read',
        required: true,
      },
      { type: ApplicationCommandOptionType.String, name: 'note', description: 'A word about it' },
    ],
  },
  { name: 'interests', description: 'Say what you are here for' },
  { name: 'profile', description: 'Say who you are' },
  { name: 'secret', description: 'Something for your eyes only' },
  { name: 'slow', description: 'An answer that takes its time' },
  { name: 'silent', description: 'No answer at all' },
  { name: 'refuse', description: 'Only for those with Manage Server', defaultMemberPermissions: '32' },
  { type: ApplicationCommandType.User, name: 'Progress' },
  { type: ApplicationCommandType.Message, name: 'Record as done' },
];

/** 3 × 2 pixels, opaque green. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEUlEQVR4nGOoP7IGghiQWQA9mgjZn2ZbiQAAAABJRU5ErkJggg==',
  'base64',
);

export const table = 'name,tasks\nAda,4\n';

export interface ScratchBot {
  /** Lets `/slow` go on to its answer. */
  readonly finishSlowAnswer: () => void;
  stop(): Promise<void>;
}

export async function startScratchBot(emulator: { apiUrl: string; token: string }): Promise<ScratchBot> {
  const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: emulator.apiUrl } });
  const slowAnswers: (() => void)[] = [];

  async function onInteraction(interaction: Interaction): Promise<void> {
    if (interaction.isAutocomplete()) await offerTasks(interaction);
    else if (interaction.isChatInputCommand()) await answerCommand(interaction);
    else if (interaction.isUserContextMenuCommand()) {
      await interaction.reply(privately(`${interaction.targetUser.displayName} is on phase 2.`));
    } else if (interaction.isMessageContextMenuCommand()) {
      await interaction.reply(privately(`Recorded with the evidence: ${interaction.targetMessage.content}`));
    } else if (interaction.isButton()) {
      if (interaction.customId === 'undo') {
        await interaction.update({
          flags: MessageFlags.IsComponentsV2,
          components: [text('Taken back, without a trace.')],
        });
      } else await interaction.reply(phaseCard(Number(interaction.customId.split(':')[1])));
    } else if (interaction.isStringSelectMenu() && interaction.customId === 'interests') {
      await interaction.update(interestsCard(interaction.values));
    } else if (interaction.isStringSelectMenu()) {
      await interaction.reply(privately(`You picked ${interaction.values.join(' and ')}.`));
    } else if (interaction.isUserSelectMenu()) {
      await interaction.reply(privately(`Chosen: ${interaction.users.map(String).join(' ')}`));
    } else if (interaction.isRoleSelectMenu()) {
      await interaction.reply(privately(`Chosen: ${interaction.values.map((id) => `<@&${id}>`).join(' ')}`));
    } else if (interaction.isModalSubmit() && interaction.customId === 'profile') {
      const { fields } = interaction;
      const told = ['name', 'goal', 'city'].map((name) => `[${fields.getTextInputValue(name)}]`);
      await interaction.reply(
        privately(`${told.join(' ')} [${fields.getStringSelectValues('skills').join(' and ')}]`),
      );
    } else if (interaction.isModalSubmit()) {
      const hours = interaction.fields.getTextInputValue('hours');
      await interaction.reply(
        `<@${interaction.user.id}> joined with **${hours} hours** a week. </done:1> is next.`,
      );
    }
  }

  async function answerCommand(interaction: ChatInputCommandInteraction): Promise<void> {
    switch (interaction.commandName) {
      case 'roadmap':
        await interaction.reply(
          phaseCard(
            interaction.options.getInteger('phase') ?? 1,
            interaction.options.getBoolean('private') ?? false,
          ),
        );
        return;
      case 'join':
        await interaction.showModal({
          custom_id: 'join',
          title: 'Join the pathway',
          components: [
            {
              type: ComponentType.Label,
              label: 'Hours a week',
              description: 'An honest guess is fine; you can change it later.',
              component: {
                type: ComponentType.TextInput,
                custom_id: 'hours',
                style: TextInputStyle.Short,
                max_length: 2,
                placeholder: '8',
              },
            },
            {
              type: ComponentType.Label,
              label: 'Why are you here?',
              component: {
                type: ComponentType.TextInput,
                custom_id: 'why',
                style: TextInputStyle.Paragraph,
                required: false,
                min_length: 10,
              },
            },
          ],
        });
        return;
      case 'done':
        await interaction.reply(doneCard(interaction.options.getString('task', true)));
        return;
      case 'cohort': {
        const channel = interaction.channel;
        if (channel?.type !== ChannelType.GuildText) return;
        const thread = await channel.threads.create({ name: 'Spring cohort' });
        await thread.send('This is where you meet.');
        await interaction.reply(`Your place: ${thread.toString()}`);
        return;
      }
      case 'table':
        await interaction.reply({
          flags: MessageFlags.IsComponentsV2,
          files: [{ attachment: Buffer.from(table), name: 'week.csv' }],
          components: [
            text('The week as a table'),
            { type: ComponentType.File, file: { url: 'attachment://week.csv' } },
          ],
        });
        return;
      case 'choose':
        await interaction.reply({
          content: 'Whom and what?',
          components: [
            {
              type: ComponentType.ActionRow,
              components: [
                { type: ComponentType.UserSelect, customId: 'people', placeholder: 'People', maxValues: 2 },
              ],
            },
            {
              type: ComponentType.ActionRow,
              components: [{ type: ComponentType.RoleSelect, customId: 'roles', placeholder: 'Role' }],
            },
          ],
        });
        return;
      case 'assign': {
        const { options } = interaction;
        const role = options.getRole('role', true);
        const channel = options.getChannel('channel');
        await interaction.reply(
          `${options.getUser('member', true).toString()} gets <@&${role.id}>${channel === null ? '' : ` in <#${channel.id}>`}`,
        );
        return;
      }
      case 'import': {
        const { name, size, url } = interaction.options.getAttachment('file', true);
        const words = await (await fetch(url)).text();
        await interaction.reply(privately(`${name} has ${size} bytes: ${words.slice(0, 40)}`));
        return;
      }
      case 'interests':
        await interaction.reply(interestsCard(['gpu']));
        return;
      case 'profile':
        await interaction.showModal(profileModal);
        return;
      case 'secret':
        await interaction.reply(privately('The summit is *behind* the clouds.'));
        return;
      case 'slow':
        await interaction.deferReply();
        await new Promise<void>((resolve) => slowAnswers.push(resolve));
        await interaction.editReply('Here at last.');
        return;
    }
  }

  client.on('interactionCreate', (interaction) => void onInteraction(interaction));
  const isReady = new Promise<void>((resolve) =>
    client.once('clientReady', () => {
      resolve();
    }),
  );
  await client.login(emulator.token);
  await isReady;
  await client.application?.commands.set(commands);

  return {
    finishSlowAnswer: () => slowAnswers.shift()?.(),
    stop: () => client.destroy(),
  };
}

async function offerTasks(interaction: AutocompleteInteraction): Promise<void> {
  const typed = interaction.options.getFocused().toLowerCase();
  const found = tasks.filter((task) => task.toLowerCase().includes(typed));
  await interaction.respond(found.map((task) => ({ name: task, value: task })));
}

function privately(content: string): InteractionReplyOptions {
  return { content, flags: MessageFlags.Ephemeral };
}

function text(content: string) {
  return { type: ComponentType.TextDisplay, content } as const;
}

const interests = ['GPU', 'Kubernetes', 'Python'].map((label) => ({ label, value: label.toLowerCase() }));

function interestsCard(chosen: readonly string[]): InteractionReplyOptions & InteractionUpdateOptions {
  return {
    flags: MessageFlags.IsComponentsV2,
    components: [
      text(`Here for: ${chosen.join(' and ') || 'a look around'}.`),
      {
        type: ComponentType.ActionRow,
        components: [
          {
            type: ComponentType.StringSelect,
            customId: 'interests',
            placeholder: 'Your interests',
            minValues: 0,
            maxValues: 3,
            options: interests.map((option) => ({ ...option, default: chosen.includes(option.value) })),
          },
        ],
      },
    ],
  };
}

const profileModal: APIModalInteractionResponseCallbackData = {
  custom_id: 'profile',
  title: 'Who you are',
  components: [
    labelled('Name', {
      type: ComponentType.TextInput,
      custom_id: 'name',
      style: TextInputStyle.Short,
      value: 'Ada',
    }),
    labelled('Goal', {
      type: ComponentType.TextInput,
      custom_id: 'goal',
      style: TextInputStyle.Paragraph,
      required: false,
      value: 'To learn',
    }),
    labelled('City', {
      type: ComponentType.TextInput,
      custom_id: 'city',
      style: TextInputStyle.Short,
      required: false,
    }),
    labelled('Skills', {
      type: ComponentType.StringSelect,
      custom_id: 'skills',
      required: false,
      min_values: 2,
      max_values: 3,
      options: interests.map((option) => ({ ...option, default: option.value !== 'python' })),
    }),
  ],
};

function labelled(label: string, component: APIComponentInLabel): APILabelComponent {
  return { type: ComponentType.Label, label, component };
}

function phaseCard(phase: number, isPrivate = false): InteractionReplyOptions {
  const soon = Math.floor(Date.now() / 1000) + 12 * 86_400;
  return {
    flags: isPrivate ? [MessageFlags.IsComponentsV2, MessageFlags.Ephemeral] : MessageFlags.IsComponentsV2,
    files: [{ attachment: picture, name: 'phase.png' }],
    components: [
      {
        type: ComponentType.Container,
        accentColor: 0x7fc4a8,
        components: [
          text(
            `## Phase ${phase}: ${phase === 1 ? 'Foundations' : 'Serving models'}\n▰▰▰▰▰▱▱▱▱▱ **48 %** · about 6 weeks · until <t:${soon}:D>, <t:${soon}:R>`,
          ),
          { type: ComponentType.Separator },
          text(
            '- ✅ ~~CKA course~~\n- **CKA exam**\n  - book a date\n- Build a [Helm chart](https://helm.sh/docs) with `helm create`\n\n> Slow is smooth, and smooth is fast.',
          ),
          {
            type: ComponentType.Section,
            components: [text('**Record a step** with </done:1>\n-# Stones laid stay laid, \\*always\\*.')],
            accessory: {
              type: ComponentType.Button,
              style: ButtonStyle.Success,
              label: 'Done',
              customId: 'done',
              emoji: { name: '🪨' },
            },
          },
          {
            type: ComponentType.MediaGallery,
            items: [{ media: { url: 'attachment://phase.png' }, description: 'Phase card: 48 % of the way' }],
          },
          {
            type: ComponentType.ActionRow,
            components: [
              {
                type: ComponentType.Button,
                style: ButtonStyle.Secondary,
                label: 'Previous',
                emoji: { name: '◀' },
                customId: `phase:${phase - 1}`,
                disabled: phase === 1,
              },
              {
                type: ComponentType.Button,
                style: ButtonStyle.Primary,
                label: 'Next',
                emoji: { name: '▶' },
                customId: `phase:${phase + 1}`,
                disabled: phase === 2,
              },
              { type: ComponentType.Button, style: ButtonStyle.Danger, label: 'Leave', customId: 'leave' },
              {
                type: ComponentType.Button,
                style: ButtonStyle.Link,
                label: 'Course',
                url: 'https://example.org/course',
              },
            ],
          },
          {
            type: ComponentType.ActionRow,
            components: [
              {
                type: ComponentType.StringSelect,
                customId: 'skills',
                placeholder: 'Skills you have',
                minValues: 1,
                maxValues: 2,
                options: [
                  {
                    label: 'Docker',
                    value: 'docker',
                    description: 'Images, layers, compose',
                    emoji: { name: '🐳' },
                  },
                  { label: 'Kubernetes', value: 'kubernetes', description: 'Pods, services, operators' },
                  { label: 'Python', value: 'python' },
                ],
              },
            ],
          },
        ],
      },
    ],
  };
}

function doneCard(task: string): InteractionReplyOptions {
  return {
    flags: MessageFlags.IsComponentsV2,
    components: [
      {
        type: ComponentType.Container,
        accentColor: 0xf2b661,
        components: [
          text(`### 🪨 ${task}\nOne more stone on the cairn. **Next:** profile a GPU job.`),
          {
            type: ComponentType.ActionRow,
            components: [
              { type: ComponentType.Button, style: ButtonStyle.Secondary, label: 'Undo', customId: 'undo' },
            ],
          },
        ],
      },
    ],
  };
}
