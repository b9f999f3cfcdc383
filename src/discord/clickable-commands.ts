import { ComponentType, type APIComponentInContainer, type APIMessageTopLevelComponent } from 'discord.js';
import type { Mention } from './command.ts';
import type { View } from './views/elements.ts';

/** A command as the words name it: `/cohort join`, or with the option to give `/cohort join code:`. */
const NAMED_COMMAND = /`\/([a-z]+(?: [a-z]+)?)(?: ([a-z]+:))?`/g;

/** Every command that a view names becomes one to click on, which opens it in the message box. */
export function clickableCommands(view: View, mention: Mention): View {
  const clickable = (text: string) =>
    text.replace(NAMED_COMMAND, (_, name: string, option: string | undefined) =>
      option === undefined ? mention(name) : `${mention(name)} \`${option}\``,
    );
  return view.map((component) => withTexts(component, clickable));
}

function withTexts<C extends APIMessageTopLevelComponent | APIComponentInContainer>(
  component: C,
  change: (text: string) => string,
): C {
  switch (component.type) {
    case ComponentType.TextDisplay:
      return { ...component, content: change(component.content) };
    case ComponentType.Section:
      return { ...component, components: component.components.map((text) => withTexts(text, change)) };
    case ComponentType.Container:
      return { ...component, components: component.components.map((part) => withTexts(part, change)) };
    default:
      return component;
  }
}
