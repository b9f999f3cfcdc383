import {
  ApplicationCommandType as CommandType,
  ApplicationIntegrationType,
  InteractionContextType,
} from 'discord-api-types/v10';
import { checkChatInputName, checkDescription, checkMenuName } from './command-names.ts';
import { checkCommandOptions } from './command-options.ts';
import { characters, refuseDuplicates, type Field } from './field.ts';
import { longest } from './localizations.ts';
import { checkPermissions } from './permission-set.ts';

/** Discord answers this one with error 30032 rather than with «Invalid Form Body» (50035). */
export const tooManyCommandsCode = 'MAX_APPLICATION_COMMANDS';

const maxCommandSize = 8000;

const commandTypes = [
  CommandType.ChatInput,
  CommandType.User,
  CommandType.Message,
  CommandType.PrimaryEntryPoint,
] as const;
const maxCommands: Record<CommandType, number> = {
  [CommandType.ChatInput]: 100,
  [CommandType.User]: 15,
  [CommandType.Message]: 15,
  [CommandType.PrimaryEntryPoint]: 1,
};

const contexts = [
  InteractionContextType.Guild,
  InteractionContextType.BotDM,
  InteractionContextType.PrivateChannel,
];
const installs = [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall];

/** The whole set of an application's (or a guild's) commands, replaced at once. */
export function checkCommandSet(set: Field): void {
  const commands = set.list({ required: true });
  for (const command of commands) checkCommand(command);
  for (const type of commandTypes) {
    const ofType = commands.filter((command) => (command.at('type').value ?? CommandType.ChatInput) === type);
    refuseDuplicates(
      ofType,
      (command) => command.at('name').value,
      'APPLICATION_COMMANDS_DUPLICATE_NAME',
      'Application command names must be unique',
    );
    if (ofType.length > maxCommands[type]) {
      set.refuse(
        tooManyCommandsCode,
        `Maximum number of application commands reached (${maxCommands[type]})`,
      );
    }
  }
}

export function checkCommand(command: Field): void {
  if (!command.require() || !command.record()) return;
  const type = command.at('type').isPresent ? command.at('type').oneOf(commandTypes) : CommandType.ChatInput;
  if (type === CommandType.ChatInput) {
    checkChatInputName(command);
    checkDescription(command);
    checkCommandOptions(command.at('options'));
  } else {
    checkMenuName(command);
  }
  if (type === CommandType.User || type === CommandType.Message) refuseMenuExtras(command);
  checkSettings(command);
}

/** A change to one command: what is left out stays as it was, and its kind is known only where it is repeated. */
export function checkCommandEdit(command: Field): void {
  if (!command.require() || !command.record()) return;
  const type = command.at('type').oneOf(commandTypes);
  if (command.at('name').isPresent) {
    if (type === CommandType.ChatInput) checkChatInputName(command);
    else checkMenuName(command);
  }
  if (type === CommandType.User || type === CommandType.Message) {
    refuseMenuExtras(command);
  } else {
    if (command.at('description').isPresent) checkDescription(command);
    checkCommandOptions(command.at('options'));
  }
  checkSettings(command);
}

function refuseMenuExtras(command: Field): void {
  const description = command.at('description');
  if (description.value !== '') {
    description.forbid(
      'APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION',
      'Context menu commands cannot have description',
    );
  }
  if (command.at('options').list().length > 0) {
    command
      .at('options')
      .refuse('APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS', 'Context menu commands cannot have options');
  }
}

function checkSettings(command: Field): void {
  checkPermissions(command.at('default_member_permissions'));
  checkSet(command.at('contexts'), contexts);
  checkSet(command.at('integration_types'), installs);
  command.at('nsfw').boolean();
  if (size(command) > maxCommandSize) {
    command.refuse('APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${maxCommandSize})`);
  }
}

function checkSet(field: Field, values: readonly number[]): void {
  const items = field.list({ min: 1 });
  for (const item of items) item.oneOf(values, { required: true });
  refuseDuplicates(
    items,
    (item) => item.value,
    'SET_TYPE_CONTAINS_DUPLICATES',
    'The set already contains this value',
  );
}

/** Names, descriptions and choice values of a command and all it contains, in characters. */
function size(node: Field): number {
  const value = node.at('value').value;
  const own =
    longest(node, 'name') +
    longest(node, 'description') +
    (typeof value === 'string' ? characters(value) : 0);
  const children = ['options', 'choices'].flatMap((key) => {
    const list = node.at(key);
    return Array.isArray(list.value) ? list.list() : [];
  });
  return children.reduce((total, child) => total + size(child), own);
}
