import { GatewayIntentBits } from 'discord-api-types/v10';

const ALL_INTENTS = Object.values(GatewayIntentBits)
  .filter((bit): bit is GatewayIntentBits => typeof bit === 'number')
  .reduce((all, bit) => all | bit, 0);

const PRIVILEGED_INTENTS =
  GatewayIntentBits.GuildPresences | GatewayIntentBits.GuildMembers | GatewayIntentBits.MessageContent;

export function areKnownIntents(intents: unknown): intents is number {
  return typeof intents === 'number' && Number.isInteger(intents) && (intents & ~ALL_INTENTS) === 0;
}

/** Whether the intents hold a privileged one that was not granted in the developer portal. */
export function areDisallowed(intents: number, granted: number): boolean {
  return (intents & PRIVILEGED_INTENTS & ~granted) !== 0;
}
