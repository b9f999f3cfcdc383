import type { Field } from './field.ts';
import { checkPermissions } from './permission-set.ts';

const maxColor = 0xff_ff_ff;

/** A new role, or a change to one: nothing is required of either. */
export function checkRole(role: Field): void {
  role.at('name').text({ max: 100 });
  checkPermissions(role.at('permissions'));
  role.at('color').integer({ min: 0, max: maxColor });
  for (const color of ['primary_color', 'secondary_color', 'tertiary_color']) {
    role.at('colors').at(color).integer({ min: 0, max: maxColor });
  }
  role.at('hoist').boolean();
  role.at('mentionable').boolean();
}
