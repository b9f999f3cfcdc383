// The least a discord.js bot can be, for comparison: one command that answers "pong".
import process from 'node:process';
import { Client, Events, GatewayIntentBits } from 'discord.js';

const client = new Client({
  intents: [GatewayIntentBits.Guilds],
  rest: { api: process.env.DISCORD_API_URL },
});
client.on(Events.InteractionCreate, (interaction) => interaction.reply('pong'));
client.once(Events.ClientReady, async ({ application }) => {
  await application.commands.set([{ name: 'ping', description: 'Answers "pong"' }]);
  process.stdout.write('"ready"\n');
});
await client.login(process.env.DISCORD_TOKEN);
