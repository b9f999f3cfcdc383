import { apiChannel } from '../api-objects.ts';
import { refusals } from '../rest-error.ts';
import { guildPermissions } from '../permissions.ts';
import type { World } from '../world.ts';
import { answer, param, type RestApi } from './pipeline.ts';

export function addUserRoutes(api: RestApi, { world }: { world: World }): void {
  api.get('/users/@me', (c) => answer(c, world.botUser));

  api.get('/users/@me/guilds', (c) =>
    answer(
      c,
      [...world.guilds.values()]
        .filter((guild) => world.isBotIn(guild))
        .map((guild) => {
          const permissions = guildPermissions(guild, world.botUser.id);
          return {
            id: guild.id,
            name: guild.name,
            icon: null,
            banner: null,
            owner: false,
            permissions: permissions.toString(),

            features: [],
          };
        }),
    ),
  );

  api.post('/users/@me/channels', (c) => {
    const { recipient_id: recipientId } = c.get('body') as { recipient_id: string };
    if (!world.users.has(recipientId)) throw refusals.invalidRecipient();
    return answer(c, apiChannel(world, world.dmChannel(recipientId)));
  });

  api.get('/users/:user', (c) => {
    const id = param(c, 'user');
    const user = id === world.botUser.id ? world.botUser : world.users.get(id)?.user;
    if (user === undefined) throw refusals.unknownUser();
    return answer(c, user);
  });
}
