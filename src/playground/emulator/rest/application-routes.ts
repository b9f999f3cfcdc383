import type { APIUser } from 'discord-api-types/v10';
import { applicationFlags } from '../api-objects.ts';
import {
  withoutLocalizations,
  type CommandBody,
  type CommandRegistry,
  type CommandScope,
} from '../commands.ts';
import { refusals } from '../rest-error.ts';
import type { World } from '../world.ts';
import type { Access } from './access.ts';
import { answer, noContent, param, type RestApi, type RestContext } from './pipeline.ts';

export function addApplicationRoutes(
  api: RestApi,
  context: { world: World; access: Access; commands: CommandRegistry; privilegedIntents: number },
): void {
  const { world, access, commands } = context;
  const applicationId = world.botUser.id;

  const application = (c: RestContext) => answer(c, describe(world.botUser, context.privilegedIntents));
  api.get('/applications/@me', application);
  api.get('/oauth2/applications/@me', application);

  for (const base of ['/applications/:app/commands', '/applications/:app/guilds/:guild/commands']) {
    const scopeOf = (c: RestContext): CommandScope => {
      if (param(c, 'app') !== applicationId) throw refusals.missingAccess();
      return base.includes(':guild') ? access.guild(param(c, 'guild')).id : null;
    };

    api.get(base, (c) => {
      const list = commands.list(scopeOf(c));
      const isFull = c.req.query('with_localizations') === 'true';
      return answer(c, isFull ? list : list.map(withoutLocalizations));
    });
    api.put(base, (c) => answer(c, commands.overwrite(scopeOf(c), c.get('body') as CommandBody[])));
    api.post(base, (c) => {
      const { command, isNew } = commands.upsert(scopeOf(c), c.get('body') as CommandBody);
      return answer(c, command, isNew ? 201 : 200);
    });
    api.get(`${base}/:command`, (c) => answer(c, commands.get(scopeOf(c), param(c, 'command'))));
    api.patch(`${base}/:command`, (c) =>
      answer(c, commands.edit(scopeOf(c), param(c, 'command'), c.get('body') as Partial<CommandBody>)),
    );
    api.delete(`${base}/:command`, (c) => {
      commands.remove(scopeOf(c), param(c, 'command'));
      return noContent(c);
    });
  }
}

function describe(bot: APIUser, privilegedIntents: number) {
  return {
    id: bot.id,
    name: bot.username,
    icon: null,
    description: '',
    summary: '',
    bot_public: true,
    bot_require_code_grant: false,
    bot,
    owner: null,
    team: null,
    verify_key: '0'.repeat(64),
    flags: applicationFlags(privilegedIntents),
    hook: true,
    integration_types_config: { '0': {}, '1': {} },
  };
}
