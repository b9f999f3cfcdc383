import { ComponentType, TextInputStyle } from 'discord-api-types/v10';
import { createComponentCensus, type ComponentCensus } from './component-census.ts';
import type { Field } from './field.ts';
import { checkTextDisplay } from './message-components.ts';
import {
  checkOptionTexts,
  checkSelect,
  checkValueRange,
  isSelectKind,
  refuseTooManyDefaults,
  selectKinds,
} from './selects.ts';

const maxInputLength = 4000;
/** Files of an upload and boxes of a group. */
const maxGroupValues = 10;

const topLevelKinds = [ComponentType.ActionRow, ComponentType.TextDisplay, ComponentType.Label] as const;
const labelledKinds = [
  ComponentType.TextInput,
  ...selectKinds,
  ComponentType.FileUpload,
  ComponentType.RadioGroup,
  ComponentType.CheckboxGroup,
  ComponentType.Checkbox,
] as const;

export function checkModal(modal: Field): void {
  if (!modal.require() || !modal.record()) return;
  modal.at('custom_id').text({ min: 1, max: 100, required: true });
  modal.at('title').text({ min: 1, max: 45, required: true });
  const census = createComponentCensus();
  for (const component of modal.at('components').list({ min: 1, max: 5, required: true })) {
    const kind = component.kind(topLevelKinds);
    if (kind === ComponentType.ActionRow) checkInputRow(component, census);
    if (kind === ComponentType.TextDisplay) checkTextDisplay(component, census);
    if (kind === ComponentType.Label) checkLabel(component, census);
  }
}

function checkInputRow(row: Field, census: ComponentCensus): void {
  census.enter(row);
  for (const input of row.at('components').list({ min: 1, max: 1, required: true })) {
    if (input.kind([ComponentType.TextInput]) === undefined) continue;
    input.at('label').text({ min: 1, max: 45, required: true });
    checkTextInput(input, census);
  }
}

function checkLabel(label: Field, census: ComponentCensus): void {
  census.enter(label);
  label.at('label').text({ min: 1, max: 45, required: true });
  label.at('description').text({ min: 1, max: 100 });
  const component = label.at('component');
  const kind = component.kind(labelledKinds);
  if (kind === undefined) return;
  if (kind === ComponentType.TextInput) {
    checkTextInput(component, census);
    return;
  }
  const required = component.at('required').boolean();
  if (isSelectKind(kind)) {
    checkSelect(component, kind, census);
    if (component.at('disabled').value === true) {
      component
        .at('disabled')
        .refuse('COMPONENT_DISABLED_IN_MODAL', 'A component in a modal cannot be disabled');
    }
  } else {
    census.enter(component);
    census.identify(component);
  }
  switch (kind) {
    case ComponentType.FileUpload:
      checkValueRange(component, maxGroupValues);
      break;
    case ComponentType.RadioGroup:
      checkChoices(component.at('options'), 2, 1);
      break;
    case ComponentType.CheckboxGroup:
      checkCheckboxGroup(component);
      break;
    case ComponentType.Checkbox:
      component.at('default').boolean();
      break;
    default:
  }
  if (required !== false && component.at('min_values').value === 0) {
    component
      .at('min_values')
      .refuse('NUMBER_TYPE_MIN', 'int value should be greater than or equal to 1 when required.');
  }
}

/** A group's `max_values` is, unlike a select's, the number of its options when left out. */
function checkCheckboxGroup(group: Field): void {
  const fewest = group.at('min_values').integer({ min: 0, max: maxGroupValues }) ?? 1;
  const most = group.at('max_values').integer({ min: 1, max: maxGroupValues }) ?? maxGroupValues;
  if (fewest > most) {
    group.at('min_values').refuse('SELECT_COMPONENT_VALUES_RANGE', 'min_values cannot exceed max_values');
  }
  checkChoices(group.at('options'), Math.max(fewest, 1), most);
}

function checkChoices(list: Field, fewest: number, most: number): void {
  const options = list.list({ min: fewest, max: maxGroupValues, required: true });
  checkOptionTexts(options);
  refuseTooManyDefaults(list, options.filter((option) => option.at('default').value === true).length, most);
}

function checkTextInput(input: Field, census: ComponentCensus): void {
  census.enter(input);
  census.identify(input);
  input.at('style').oneOf([TextInputStyle.Short, TextInputStyle.Paragraph], { required: true });
  input.at('placeholder').text({ max: 100 });
  input.at('required').boolean();
  const shortest = input.at('min_length').integer({ min: 0, max: maxInputLength }) ?? 0;
  const longest = input.at('max_length').integer({ min: 1, max: maxInputLength }) ?? maxInputLength;
  if (shortest > longest) {
    input.at('min_length').refuse('TEXT_INPUT_LENGTH_RANGE', 'min_length cannot exceed max_length');
  }
  input.at('value').text({ max: maxInputLength });
}
