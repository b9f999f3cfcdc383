import {
  ComponentType,
  roleMention,
  SelectMenuDefaultValueType,
  type APIActionRowComponent,
  type APIRoleSelectComponent,
} from 'discord.js';
import type { Pathway } from '../../domain/pathway.ts';
import type { Words } from '../../words/words.ts';
import { phaseRoleAction, phaseRolePickAction, setupAction } from '../actions.ts';
import { actionRows, button, container, select, separator, text, type View } from './elements.ts';

/** What keeps the phases' roles from being given. */
export interface PhaseRoleFaults {
  /** The bot may not give roles at all. */
  readonly isForbidden: boolean;
  /** Numbers of the phases whose role is not there any more, counted from 1. */
  readonly gone: readonly number[];
  /** Ids of roles that stand above the bot's own. */
  readonly above: readonly string[];
  /** Ids of roles that allow more than a phase is worth. */
  readonly powerful: readonly string[];
}

export interface PhaseRolesScene {
  readonly words: Words;
  readonly pathway: Pathway;
  /** By the phase's id. */
  readonly roleIds: ReadonlyMap<string, string>;
  readonly faults: PhaseRoleFaults;
  /** The id of the phase whose role is to be chosen. */
  readonly picked: string | undefined;
}

export function phaseRolesView({ words, pathway, roleIds, faults, picked }: PhaseRolesScene): View {
  const faultLines = phaseRoleFaultLines(words, faults);
  return [
    container(
      text(`### ${words.server.rolesTitle}`, words.server.rolesIntro),
      text(
        ...pathway.phases.map(({ id, title }, index) => {
          const roleId = roleIds.get(id);
          return words.server.roleOfPhase(index + 1, title, roleId && roleMention(roleId));
        }),
      ),
      ...(faultLines.length === 0 ? [] : [text(...faultLines)]),
      separator(),
      select(
        words.buttons.choosePhaseOfRole,
        phaseRolePickAction.customId({ pathway: pathway.id }),
        pathway.phases.map(({ id, title }, index) => ({
          label: words.server.roleName(index + 1, title),
          value: id,
        })),
      ),
      ...pathway.phases.flatMap(({ id, title }, index) => {
        if (id !== picked) return [];
        const isGone = faults.gone.includes(index + 1);
        return [
          text(words.server.pickedPhase(index + 1, title)),
          roleSelect(
            words.buttons.chooseRole,
            phaseRoleAction.customId({ pathway: pathway.id, phase: id }),
            isGone ? undefined : roleIds.get(id),
          ),
        ];
      }),
      ...actionRows({ back: button(words.buttons.back, setupAction.customId({})) }),
    ),
  ];
}

export function phaseRoleFaultLines(words: Words, faults: PhaseRoleFaults): readonly string[] {
  const { isForbidden, gone, above, powerful } = faults;
  return [
    ...(isForbidden ? [words.server.mayNotManageRoles] : []),
    ...(gone.length === 0 ? [] : [words.server.rolesGone(gone)]),
    ...(above.length === 0 ? [] : [words.server.rolesAboveMine(above.map((id) => roleMention(id)))]),
    ...(powerful.length === 0 ? [] : [words.server.rolesPowerful(powerful.map((id) => roleMention(id)))]),
  ];
}

/** One of the server's roles, or none. */
function roleSelect(
  placeholder: string,
  customId: string,
  roleId: string | undefined,
): APIActionRowComponent<APIRoleSelectComponent> {
  return {
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.RoleSelect,
        custom_id: customId,
        placeholder,
        min_values: 0,
        max_values: 1,
        ...(roleId === undefined
          ? {}
          : { default_values: [{ id: roleId, type: SelectMenuDefaultValueType.Role }] }),
      },
    ],
  };
}
